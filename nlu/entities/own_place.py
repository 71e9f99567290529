"""Places that only the plans at hand name: new wards, and names the gazetteer has otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlu.entities.place import Place
from nlu.text.normalized import compose
from nlu.text.strip import strip_accents
from nlu.text.syllable import place_tone
from nlu.text.tokens import WORD

__all__ = ["Names", "with_own_places"]

Names = Mapping[tuple[str, ...], Place]
"""The words of a name, small and without accents, and the place; its span does not count."""


def with_own_places(text: str, places: Sequence[Place], own: Names) -> tuple[Place, ...]:
    """``places`` of ``text`` with those of ``own`` it names, in order.

    A longer name goes before the shorter one in it: "Bình Phú Đông" is not "Bình Phú".
    """
    if not own:
        return tuple(places)
    draft = compose(text)
    words = [
        (place_tone(match.group().lower()), *draft.span(*match.span()))
        for match in WORD.finditer(draft.text)
    ]
    plain = [strip_accents(word) for word, _, _ in words]
    found: list[Place] = []
    at = 0
    while at < len(words):
        names = (
            name
            for name, place in own.items()
            if name == tuple(plain[at : at + len(name)])
            and _cased_alike([text[start] for _, start, _ in words[at : at + len(name)]])
            and _spelt([word for word, _, _ in words[at : at + len(name)]], place.name)
        )
        name = max(names, key=len, default=None)
        if name is None:
            at += 1
            continue
        start, end = words[at][1], words[at + len(name) - 1][2]
        found.append(replace(own[name], start=start, end=end))
        at += len(name)
    kept = [
        place
        for place in places
        if not any(place.start < one.end and one.start < place.end for one in found)
        or _wider(place, found)
    ]
    found = [one for one in found if not any(_wider(place, [one]) for place in kept)]
    return tuple(sorted((*kept, *found), key=lambda place: place.start))


def _cased_alike(initials: Sequence[str]) -> bool:
    """Whether no capital follows a small letter: "pháp lý Sơn La" names no "Lý Sơn"."""
    return initials[0].isupper() or not any(initial.isupper() for initial in initials)


def _spelt(typed: Sequence[str], name: str) -> bool:
    """Whether words are typed as ``name`` is written, or without its accents."""
    parts = [place_tone(part) for part in WORD.findall(name.lower())]
    return len(typed) == len(parts) and all(
        word in (part, strip_accents(part)) for word, part in zip(typed, parts, strict=True)
    )


def _wider(place: Place, found: Sequence[Place]) -> bool:
    """Whether what the gazetteer knows reaches further than each name of ``found`` it touches."""
    touched = [one for one in found if place.start < one.end and one.start < place.end]
    # "phường" belongs to a name and makes it no longer, what stands behind it does
    return bool(touched) and all(
        place.end > one.end and place.start <= one.start for one in touched
    )

"""Messages as typed, brought to one spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from nlu.lexicons.check import FOLDER, read_lexicon
from nlu.text.dialect import dialect
from nlu.text.evasion import join_letters, shorten
from nlu.text.normalized import Normalized, compose
from nlu.text.syllable import is_syllable, place_tone
from nlu.text.teencode import shorthand
from nlu.text.telex import decode

__all__ = ["normalize", "spell", "standardize"]

_ODD = re.compile(r"[^\t\n\x20-\x7e\u00c0-\u024f\u1e00-\u1eff]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*")
"""A number, or a word that may hold digits ("danh1")."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@[^\s@]{1,64}|[\w-]{1,64}\.(?:com|vn|net|org|ly|me|info|gov|edu)\b\S*"
)
"""Web and mail addresses, which are not words."""
_DOUBLE = re.compile(r"([^\W\d_])\1")
_ACCENTED = 0.4
"""Share of accented words from which a message counts as typed with accents."""
_NEEDS_ACCENTS = frozenset(("tau", "mi", "eng", "hun"))
_EMOJI_SCHEMA = {"emoji": {"*": str}}


@cache
def _emoji() -> tuple[re.Pattern[str], dict[str, str]]:
    signs: dict[str, str] = read_lexicon(FOLDER / "emoji.yml", _EMOJI_SCHEMA)["emoji"]
    return re.compile(f"(?:{'|'.join(map(re.escape, signs))})\\ufe0f?"), signs


def _plain_sign(match: re.Match[str]) -> str | None:
    """Spaces for odd spaces and control signs, nothing for invisible ones, plain letters."""
    char = match.group()
    kind = unicodedata.category(char)
    if kind == "Cf":
        return ""
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and len(plain) == 1 and plain.isalnum():
        return plain
    return None


def _clean(text: str) -> Normalized:
    draft = compose(text)
    cleaned = draft.replace(_ODD, _plain_sign)
    if cleaned is draft:
        return draft
    # what went may have stood between a letter and its mark
    return cleaned.compose()


def _words_for_signs(draft: Normalized) -> Normalized:
    if draft.text.isascii():
        return draft
    pattern, signs = _emoji()

    def word(match: re.Match[str]) -> str:
        text, start, end = draft.text, match.start(), match.end()
        before = " " if start and not text[start - 1].isspace() else ""
        after = " " if end < len(text) and not text[end].isspace() else ""
        return f"{before}{signs[match.group().removesuffix(chr(0xFE0F))]}{after}"

    return draft.replace(pattern, word)


def _like(word: str, typed: str) -> str:
    """``word`` in the case of ``typed``: a capital first, all capitals, or as it is."""
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    if typed[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def _placed(typed: str) -> str | None:
    """``typed`` with its tone mark in the traditional place, each letter in its own case."""
    lower = typed.lower()
    placed = place_tone(lower)
    if placed == lower or len(placed) != len(typed):
        return None
    pairs = zip(placed, typed, strict=True)
    return "".join(new.upper() if old.isupper() else new for new, old in pairs)


def _spelt(typed: str) -> str | None:
    """A word that is no syllable as typed, read as Telex, VNI or with a letter doubled."""
    lower = typed.lower()
    if is_syllable(lower) or lower.isdigit():
        return None
    read = decode(lower)
    if read is not None:
        return _like(read, typed)
    if not lower.isascii() and (double := _DOUBLE.search(lower)):
        once = lower[: double.start()] + lower[double.start() + 1 :]
        if is_syllable(once):
            return _like(place_tone(once), typed)
    return None


def _joined(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether no sign ends a clause between two words; IV.8.c is one piece."""
    between = text[before.end() : after.start()]
    return not any(char.isspace() for char in between) or not any(
        sign in ".,!?;:\n" for sign in between
    )


def _spans(pattern: re.Pattern[str], text: str) -> set[int]:
    """Every index inside a match."""
    if "." not in text:
        return set()
    return {at for match in pattern.finditer(text) for at in range(*match.span())}


def _in_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a piece of GD&ĐT, HĐND-UBND, 12/KH-UBND or V/v."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return "/" in around or (match.group().isupper() and ("&" in around or "-" in around))


def _spell_out(draft: Normalized) -> Normalized:
    """Shorthand and key residue of every word, read with its neighbours."""
    text = draft.text
    found = list(_TOKEN.finditer(text))
    words = [match.group().lower() for match in found]
    joined = [False, *(_joined(text, one, other) for one, other in pairwise(found)), False]
    known = shorthand()
    shouting = text.isupper()
    address = _spans(_ADDRESS, text)
    new: dict[int, str] = {}
    for index, match in enumerate(found):
        typed = match.group()
        before = words[index - 1] if index and joined[index] else ""
        after = words[index + 1] if joined[index + 1] else ""
        if _in_abbreviation(text, match) or match.start() in address:
            continue
        said = known.expand(typed, before, after, shouting=shouting)
        if said is None and not typed[0].isdigit():
            said = (None if typed.isascii() else _placed(typed)) or _spelt(typed)
            if said is not None and said.lower() in known.words:
                said = _like(known.words[said.lower()], typed)
        elif said is not None:
            said = _like(said, typed) if not typed.isupper() or len(typed) > 3 else said
            if text[match.start() - 1 : match.start()].isdigit():
                said = f" {said}"  # 10h, 3t
        if said is not None and said != typed:
            new[match.start()] = said
            words[index] = said.rsplit(" ", 1)[-1].lower()
    if not new:
        return draft
    return draft.replace(_TOKEN, lambda match: new.get(match.start()))


def _standard(draft: Normalized) -> Normalized:
    """Regional words in the standard language.

    Those without an accent of their own ("tau", "mi") count only in a message that bears accents:
    elsewhere they are more often other words.
    """
    found = list(_WORD.finditer(draft.text))
    words = [match.group().lower() for match in found]
    accented = sum(not word.isascii() for word in words) >= _ACCENTED * len(words)
    lexicon = dialect()
    new: dict[int, str] = {}
    index = 0
    while index < len(words):
        phrase = lexicon.phrase(words, index)
        if phrase is not None and _together(draft.text, found, index, phrase[0]):
            width, to = phrase
            # the first word carries the phrase, the others go with the space before them
            said = to.split(" ", width - 1)
            for step in range(width):
                new[found[index + step].start()] = said[step] if step < len(said) else ""
            index += width
            continue
        before = words[index - 1] if index else ""
        after = words[index + 1] if index + 1 < len(words) else ""
        said_word = lexicon.word(words[index], before, after)
        if said_word is not None and (accented or words[index] not in _NEEDS_ACCENTS):
            new[found[index].start()] = said_word
        index += 1
    if not new:
        return draft
    return draft.replace(
        _WORD,
        lambda match: _like(new[match.start()], match.group()) if match.start() in new else None,
    )


def _together(text: str, found: list[re.Match[str]], at: int, width: int) -> bool:
    return all(
        text[found[index].end() : found[index + 1].start()].isspace()
        for index in range(at, at + width - 1)
    )


def normalize(text: str) -> Normalized:
    """``text`` in one spelling, with the way back to what was typed.

    :func:`spell` and then :func:`standardize`. Accents that were not typed are not added: that is
    :func:`~nlu.text.accents.restore`; regional words it brings to light ("bua ni", "rua") are
    standardised after it.

    Applying it to its own result changes nothing. Time is linear in the length.
    """
    return _standardized(spell(text))


def spell(text: str) -> Normalized:
    """``text`` spelled out, its regional words left as they are.

    Composed letters, tone marks in the traditional place, odd spaces and invisible signs gone,
    hidden and drawn-out words written plainly, meaningful emoji, shorthand, Telex and VNI residue
    spelled out. Case is kept.
    """
    draft = _words_for_signs(_clean(text))
    before = None
    while draft is not before:
        before = draft
        draft = _spell_out(shorten(join_letters(draft)))
    return draft


def standardize(text: str) -> str:
    """``text`` (NFC, spelled out) with its regional words in the standard language."""
    return _standardized(compose(text)).text


def _standardized(draft: Normalized) -> Normalized:
    while (standard := _standard(draft)) is not draft:
        draft = standard
    return draft

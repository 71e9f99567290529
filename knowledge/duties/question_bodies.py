"""The bodies a question names: known ones, the plans' own, misspelt ones, ones no plan has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from knowledge.duties import wording
from knowledge.duties.agency import begins_name, names_at, split_names
from knowledge.duties.flat import flat
from knowledge.duties.identity import Identity, identify, same
from knowledge.duties.question_words import REVERSE, ROLE
from knowledge.duties.ranking import spell_out
from knowledge.plan import Plan
from nlu.entities import find_agencies
from nlu.text import fold

__all__ = ["Asked", "bodies_in", "named_body", "of_level", "unlisted_body", "without_issuer"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A body a question names, as asked."""

    name: str
    identity: Identity
    start: int = -1
    end: int = -1
    typed: str = ""


def bodies_in(
    text: str, bare: str, plans: Mapping[str, Plan], names: Sequence[str]
) -> tuple[tuple[Asked, ...], str]:
    """Agencies the text names, and ``bare`` (the text without places) without them."""
    found: list[Asked] = []
    for agency in find_agencies(text):
        written = text[agency.start : agency.end]
        after = fold(text[agency.start : agency.end + 16])
        level = agency.level
        identity = identify(agency.name)
        levels = (
            frozenset({level}) if level and level != "national" else _levels_after(after, written)
        )
        found.append(
            Asked(
                agency.name,
                Identity(frozenset({agency.key}), _written(written, identity), levels, False),
                agency.start,
                agency.end,
                written,
            )
        )
        if len(bare) == len(text):
            bare = bare[: agency.start] + " " * (agency.end - agency.start) + bare[agency.end :]
    found = [_head_of(text, body) for body in _without_owners(text, found)]
    folded = fold(bare)
    seen: set[tuple[str, ...]] = set()
    for name in names:
        for duty in plans[name].duties:
            receivers = split_names(duty.report_to) if duty.report_to else ()
            for body in (duty.agency, *duty.partners, *receivers):
                identity = identify(body)
                if (
                    not body
                    or identity.generic
                    or identity.words in seen
                    or len(identity.words) < 2
                    or len(body) > 80
                ):
                    continue
                seen.add(identity.words)
                phrase = r"\W+(?:\w+\W+)?".join(map(re.escape, identity.words))
                match = re.search(rf"\b{phrase}\b", folded)
                if match and not any(
                    set(identity.keys) & asked.identity.keys or same(identity, asked.identity)
                    for asked in found
                ):
                    found.append(Asked(body, identity))
    if not found:
        match = _LEVEL_BODY.search(folded)
        if match:
            found.append(of_level(match.group().strip()))
            bare = bare[: match.start()] + " " * (match.end() - match.start()) + bare[match.end() :]
    return tuple(found), bare


_HEAD_OF_BODY = re.compile(
    r"\b(?:(?:pho )?(?:chu tich|giam doc|bi thu|truong phong|tram truong|truong tram)|thu truong|"
    r"(?:nguoi )?dung dau) (?:cua )?$"
)
_IN_PERSON = re.compile(r"\b(?:dich than|ca nhan|chu tri|dung dau|dong chi|ong|ba)\b")


def _head_of(text: str, body: Asked) -> Asked:
    """The person at the head of ``body`` where that person, not the body, is asked for."""
    before = flat(text[: max(body.start, 0)])
    head = _HEAD_OF_BODY.search(before)
    if head is None or not _IN_PERSON.search(flat(text)):
        return body
    name = text[head.start() : body.end].strip()
    words = tuple(head.group().split()) + body.identity.words
    return Asked(
        name[:1].upper() + name[1:],
        Identity(frozenset(), words, body.identity.levels, False, head=True),
        head.start(),
        body.end,
        name,
    )


_INSIDE = re.compile(
    r"\b(?:ban|phong|bo phan|don vi|to|van phong)(?: chuyen mon| chuc nang)? (?:nao|gi)\b"
)


def without_issuer(
    bodies: tuple[Asked, ...], folded: str, plans: Mapping[str, Plan], names: Sequence[str]
) -> tuple[tuple[Asked, ...], bool]:
    """``bodies`` without the plan's own issuer where a department of it is asked for.

    Returns:
        the bodies left, and whether the issuer was taken out.
    """
    if len(names) != 1 or len(bodies) != 1 or not _INSIDE.search(folded):
        return bodies, False
    owner = re.search(
        rf"\b(?:cua|trong|thuoc|noi bo|o|ben)\s+{re.escape(flat(bodies[0].typed))}\b", folded
    )
    issuer = {agency.key for agency in find_agencies(plans[names[0]].issuer)}
    # the standing board of a union ("ban-thuong-vu-hoi-lhpn") signs for the union
    own = any(
        f"-{key}".endswith(f"-{asked}") for key in issuer for asked in bodies[0].identity.keys
    )
    return ((), True) if owner and own and bodies[0].typed else (bodies, False)


_LEVEL_BODY = re.compile(
    r"\b(?:cac |may |nhung )?(?:cap (?:quan|huyen|xa|phuong)\b|(?:quan|huyen|thi xa|xa|phuong)"
    r"(?:\s*[,/&-]\s*|\s+va\s+|\s+)(?:quan|huyen|thi xa|xa|phuong|thi tran)\b)"
)
"""A level of government named for its committees: "quận huyện", "cấp xã"."""


def of_level(written: str) -> Asked:
    """The people's committees of a level that is named alone."""
    committee = identify("Ủy ban nhân dân")
    levels = identify(written).levels
    return Asked(
        wording.COMMITTEE_OF[next(iter(levels))],
        Identity(committee.keys, committee.words, levels, False),
        typed=written,
    )


_BEFORE_BODY = re.compile(
    r".*\b(?:giao cho|phan cho|phan cong cho|danh cho|giao|cho|yeu cau|de nghi|theo|thi|trong ke "
    r"hoach|ke hoach|cua|ma)\s+"
)
_AFTER_BODY = re.compile(
    r"\s*\b(?:lam|duoc|phai|can|co|giu|dong|chu tri|phoi hop|tham muu|nhiem vu|vai|phu trach|lo|"
    r"phan|o|tai|trong|thi|gi|nhu|se|dam|thuc hien|tham gia|viec|nhung|trach|bao)\b.*"
)
_ASKING = re.compile(r"\s*\b(?:ai|nao|gi|dau|sao|may|mo)\b.*")
_QUESTION_WORDS = frozenset({"nao", "gi", "ai", "dau", "mo"})
_ASIDE = frozenset(("may cai cac nhung con the vay thi ra sao a nay do ben").split())  # noqa: SIM905


def unlisted_body(
    text: str, plans: Mapping[str, Plan], names: Sequence[str]
) -> tuple[tuple[Asked, ...], str]:
    """A body no list knows: what stands where the subject of "làm gì" stands, misspelt perhaps."""
    found = named_body(text, plans, names)
    if found[0]:
        return found
    subject = spell_out(text)
    reverse = REVERSE.search(subject) or ROLE.search(subject)
    if not reverse:
        return (), text
    front = _BEFORE_BODY.sub("", subject[: reverse.start()].strip(" ,?:"))
    front = _AFTER_BODY.sub("", front).strip(" ,?:")
    words = [word for word in re.findall(r"\w+", front) if word not in _ASIDE]
    if not 1 <= len(words) <= 7 or _QUESTION_WORDS & set(words):
        return (), text
    written = " ".join(words)
    identity = identify(written)
    if not identity.words and identity.levels:
        return (of_level(written),), subject[reverse.start() :]
    if not identity.words:
        return (), text
    return (Asked(written, _nearest(identity, plans, names)),), subject[reverse.start() :]


_LIST = 400
"""Characters of a question in which a list of names is looked for; a longer one is no question."""
_TRIED = 300
"""Places where a name may begin that are looked at; nobody asks about more."""


def named_body(
    text: str, plans: Mapping[str, Plan], names: Sequence[str]
) -> tuple[tuple[Asked, ...], str]:
    """A body written as a name ("Sở Xây dựng") that no list knows, and the text without it."""
    folded = flat(text)
    begins = (
        match.start()
        for match in re.finditer(r"\b\w", folded)
        if begins_name(text, match.start(), folded)
    )
    for start in islice(begins, _TRIED):
        end = start + _LIST
        found = names_at(text[start:end], 0, any_name=True, folded=folded[start:end])
        if not found:
            continue
        name = _AFTER_BODY.sub("", flat(found.names[0].split("   ")[0]))
        name = _ASKING.sub("", name)
        written = found.names[0][: len(name)].strip(" ,?")
        identity = identify(written)
        told = not any(sign.isdigit() for sign in written)
        if any(word in _QUESTION_WORDS for word in identity.words):
            continue
        if 2 <= len(identity.words) <= 8 and told and not identity.generic:
            bare = text[:start] + " " * found.end + text[start + found.end :]
            return (Asked(written, _nearest(identity, plans, names)),), bare
    return (), text


def _nearest(identity: Identity, plans: Mapping[str, Plan], names: Sequence[str]) -> Identity:
    """The identity of the plans' body whose name is spelt nearly the same, else ``identity``."""
    typed = " ".join(identity.words)
    best, closest = identity, 0.84
    if identity.generic or len(typed) < 5:
        return identity
    for name in names:
        for duty in plans[name].duties:
            for body in (duty.agency, *duty.partners):
                other = identify(body)
                ratio = SequenceMatcher(None, typed, " ".join(other.words)).ratio() if body else 0.0
                if ratio > closest:
                    best, closest = other, ratio
    return best


def _without_owners(text: str, found: list[Asked]) -> list[Asked]:
    """Of "ban tuyên giáo hội phụ nữ" only the ban: a body right after another owns it."""
    kept: list[Asked] = []
    for body in found:
        before = kept[-1] if kept else None
        if before is not None and before.start >= 0 and not text[before.end : body.start].strip():
            continue
        kept.append(body)
    return kept


def _written(written: str, identity: Identity) -> tuple[str, ...]:
    """The words of a name as asked; an abbreviation gives the full name's words."""
    words = identify(written).words
    return words if len(words) >= 2 and "".join(words).isalpha() else identity.words


def _levels_after(after: str, written: str) -> frozenset[str]:
    tail = after[len(fold(written)) :]
    for level, pattern in (
        ("province", r"\s*(?:tinh|thanh pho|tp)\b"),
        ("district", r"\s*(?:cac )?(?:quan|huyen|thi xa)\b"),
        ("ward", r"\s*(?:cac )?(?:phuong|xa)\b"),
    ):
        if re.match(pattern, tail):
            return frozenset({level})
    return frozenset()

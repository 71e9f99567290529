"""Bodies of the plans named by their initials: "Phòng KT, HT & ĐT", "TTDVTH"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.duties.identity import identify
from knowledge.duties.kept import once_per_plan
from knowledge.plan import Plan
from nlu.entities import find_agencies
from nlu.text import fold

__all__ = ["names_for_initials"]

SHORTEST = 4
"""Initials a name must have, its kind ("Phòng") not counted, to be known by them."""

_KIND = re.compile(
    r"(?:trung tam|van phong|phong|so|ban|chi cuc|hoi|tram|uy ban|lien doan|cong ty)\b\W*"
)
_AND = frozenset(("va", "cua"))
_PLACE = re.compile(r"\W+(?:phuong|xa|tinh|thanh pho|quan|huyen|thi tran)$")
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 5
"""Tokens the initials may be parted into."""


def names_for_initials(text: str, plans: Iterable[Plan]) -> str:
    """``text`` as typed with the names of the plans' own bodies for their initials."""
    known: dict[str, str] = {}
    for plan in plans:
        for initials, name in _initials_of(plan).items():
            known.setdefault(initials, name)
    words = [word for word in _WORD.finditer(text) if fold(word.group()) not in _AND]
    for first in range(len(words)):
        for last in range(min(len(words), first + _MOST) - 1, first - 1, -1):
            run = words[first : last + 1]
            found = known.get("".join(fold(word.group()) for word in run))
            if found is None or (len(run) == 1 and find_agencies(run[0].group())):
                continue  # no body of a plan, or one that everybody knows: "LHPN"
            name = found
            before = text[: run[0].start()]
            kind = _KIND.match(fold(name))
            if kind is not None and re.search(rf"\b{kind.group().strip()}\W*$", fold(before)):
                name = name[kind.end() :]
            return f"{before}{name}{text[run[-1].end() :]}"
    return text


@once_per_plan
def _initials_of(plan: Plan) -> dict[str, str]:
    """The bodies of a plan by their initials, with and without those of their kind."""
    found: dict[str, str] = {}
    for duty in plan.duties:
        for body in (duty.agency, *duty.partners):
            folded = _PLACE.sub("", fold(body))
            kind = _KIND.match(folded)
            if kind is None or identify(body).generic:
                continue
            own, whole = (
                "".join(word[0] for word in _WORD.findall(part) if word not in _AND)
                for part in (folded[kind.end() :], folded)
            )
            if SHORTEST <= len(own) <= 8:
                found.setdefault(own, body)
                found.setdefault(whole, body)
    return found

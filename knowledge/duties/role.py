"""The role word a clause begins with, and the partners that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.duties.agency import flat, names_at
from knowledge.duties.pattern import bounded

__all__ = ["PLAIN", "REQUEST", "Role", "is_lead", "is_partner", "read_role"]

PLAIN = "thực hiện"
"""The role of a task the plan gives without a role word."""
REQUEST = "Đề nghị"
"""The role of a task the plan asks of a body it cannot order."""

# small words that may stand before the role word without taking its place
_SMALL = (
    *("chu dong", "tich cuc", "thuong xuyen", "tiep tuc", "tang cuong", "day manh", "dong thoi"),
    *("truc tiep", "kip thoi", "chiu trach nhiem", "co trach nhiem", "co nhiem vu", "la", "lam"),
    *("se", "can", "phai", "duoc giao", "duoc phan cong", "giao", "nhiem vu", "va", "cung"),
    *("co quan", "don vi", "bo phan", "chinh", "trong viec", "hang nam", "hang quy", "hang thang"),
    "dinh ky",
    r"theo chuc nang,? nhiem vu(?: duoc giao| cua minh| duoc phan cong| cua nganh| cua don vi)?",
    r"trong pham vi(?:,)? (?:chuc nang,? )?(?:nhiem vu,? )?(?:quyen han )?(?:cua minh|duoc giao)?",
    *("long ghep", "lam tot", "vai tro", "thuc hien vai tro", "thuc hien tot vai tro"),
    *("phat huy vai tro", "chu quan"),
)
_STEPS = tuple(re.compile(rf"{step}[\s,]*+") for step in _SMALL)
_STEP = re.compile("|".join(_SMALL))
_LOOSE = re.compile(
    r"can cu (?:vao )?(?:chuc nang|nhiem vu|kha nang|tinh hinh|ke hoach|quy dinh|dieu kien|noi "
    r"dung)|tren co so "
)
_LOOSE_TAIL = re.compile(r"[^;.:]{0,90}")
"""What follows :data:`_LOOSE` and is not looked at."""
_GAP = re.compile(r"[\s,]*+")

_LEAD = bounded(
    r"(?P<role>(?:lam |la )?(?:co quan |don vi )?(?:(?:thuong truc|dau moi),? (?:va "
    r")?)?chu tri(?:\s*(?:,|"
    r"va|hoac|/)?\s*(?:phoi hop|huong dan,? phoi hop|tham muu))?)\b"
)
_HEAD = bounded(
    r"(?P<role>(?:dau moi(?:,? (?:tham muu|phoi hop|theo doi))?|tham "
    r"muu(?:\s*,?\s*(?:phoi hop|de xuat))?|(?:co quan |don vi )thuong truc|phoi hop|tham gia|"
    r"chiu trach nhiem chinh))\b"
)
_WITH = bounded(
    r"\s*,?\s*(?:chat che |dong bo |thuong xuyen |tot |hieu qua )?(?:,? )?(?P<word>cung voi|cung|"
    r"voi|giua)\s+"
)
_DIRECT = bounded(r"\s*,?\s*(?:va )?(?:huong dan|chi dao|don doc)?\s*")
_JOINT = bounded(
    r"(?:,|\s)\s*(?:va\s+)?phoi hop(?: chat che| dong bo| thuong xuyen)?(?:,? )?(?P<word>cung "
    r"voi|cung|voi)\s+"
)
_TAKING_PART = re.compile(
    r"(?:voi su tham gia cua|co su tham gia cua|voi su phoi hop cua|su phoi hop cua)\s+"
)
_AFTER = bounded(r"\s*,?\s*(?:trong viec|trong cong tac|de|nham|ve viec|trong)?\s*")


def _onward(folded: str, at: int) -> Iterator[int]:
    """Where the text may go on after one of the small words at ``at``."""
    if _STEP.match(folded, at):
        for step in _STEPS:
            found = step.match(folded, at)
            if found:
                yield found.end()
    loose = _LOOSE.match(folded, at)
    tail = _LOOSE_TAIL.match(folded, loose.end()) if loose else None
    if tail:
        for end in range(tail.start(), tail.end() + 1):
            gap = _GAP.match(folded, end)
            yield gap.end() if gap else end


def _role_at_head(folded: str, role: re.Pattern[str]) -> re.Match[str] | None:
    """The role word after as many small words as there are.

    Each place is looked at once: one pattern for all of it would try every way to part the words.
    """
    seen = {0}
    path = [(0, _onward(folded, 0))]
    while path:
        at, onward = path[-1]
        further = next((place for place in onward if place not in seen), None)
        if further is not None:
            seen.add(further)
            path.append((further, _onward(folded, further)))
            continue
        found = role.match(folded, at)
        if found:
            return found
        path.pop()
    return None


@dataclass(frozen=True, slots=True)
class Role:
    """A role at the head of a clause.

    Attributes:
        word: as written, ``""`` where the clause has none.
        partners: names after it, as written.
        task_from: where the task itself begins in the clause.
    """

    word: str
    partners: tuple[str, ...] = ()
    task_from: int = 0


def is_lead(role: str) -> bool:
    """Whether a role as written says "chủ trì"."""
    return "chu tri" in flat(role)


def is_partner(role: str) -> bool:
    """Whether a role as written only coordinates."""
    folded = flat(role)
    return "phoi hop" in folded and "chu tri" not in folded and "dau moi" not in folded


def read_role(clause: str) -> Role:
    """The role ``clause`` (NFC, one clause without its subject) begins with."""
    folded = flat(clause)
    match = _role_at_head(folded, _LEAD) or _role_at_head(folded, _HEAD)
    if match is None:
        return Role("", _joint_partners(clause, folded, 0))
    start, end = match.span("role")
    word = clause[start:end].strip()
    word = re.sub(r"^(?:là|làm|la|lam)\s+", "", word, flags=re.IGNORECASE)
    word = re.sub(r"^(?:cơ quan|đơn vị)\s+(?=chủ trì)", "", word, flags=re.IGNORECASE)
    word = _mend_accents(word)
    partners: tuple[str, ...] = ()
    task_from = end
    if "phoi hop" in flat(word):
        with_word = _WITH.match(folded, end)
        if with_word:
            names = names_at(clause, with_word.end(), any_name=True, folded=folded)
            if names:
                partners, task_from = names.names, names.end
        else:
            direct = _DIRECT.match(folded, end)
            if direct:
                names = names_at(clause, direct.end(), folded=folded)
                if names:
                    partners, task_from = names.names, names.end
    elif is_lead(word) or "dau moi" in flat(word) or "tham muu" in flat(word):
        partners = _joint_partners(clause, folded, end)
        joint = _JOINT.match(folded, end)
        if joint and partners:
            names = names_at(clause, joint.end(), any_name=True, folded=folded)
            task_from = names.end if names else end
    if not partners:
        partners = _joint_partners(clause, folded, end)
    if is_lead(word) or is_partner(word):
        after = _AFTER.match(folded, task_from)
        task_from = after.end() if after else task_from
    else:
        task_from = start
    return Role(word, partners, task_from)


_WORDS = ("chủ trì", "phối hợp", "tham mưu", "đầu mối", "thường trực", "tham gia")


def _mend_accents(word: str) -> str:
    """``word`` with the accents a scan lost: "tham muu" → "tham mưu"."""
    folded = flat(word)
    for right in _WORDS:
        at = folded.find(flat(right))
        if at >= 0 and word[at : at + len(right)].lower() != right:
            right = right[:1].upper() + right[1:] if word[at].isupper() else right
            word = word[:at] + right + word[at + len(right) :]
    return word


def _joint_partners(clause: str, folded: str, start: int) -> tuple[str, ...]:
    """Partners named further on: "…, phối hợp với X", "với sự tham gia của X"."""
    for pattern in (_JOINT, _TAKING_PART):
        match = pattern.search(folded, start)
        if match:
            names = names_at(clause, match.end(), any_name=True, folded=folded)
            if names:
                return names.names
    return ()

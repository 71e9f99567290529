"""The role word a clause begins with, and the partners that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.duties.agency import names_at
from knowledge.duties.flat import flat
from knowledge.duties.partners import JOINT, helped, joint_partners
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
    *("se", "can", "phai", "duoc giao", "duoc phan cong", "duoc de nghi", "giao", "nhiem vu"),
    *("va", "cung"),
    *("co quan", "don vi", "bo phan", "chinh", "trong viec", "hang nam", "hang quy", "hang thang"),
    "dinh ky",
    r"(?:vao |trong )?(?:thang|quy) (?:\d{1,2}|i{1,3}v?|iv)(?: (?:hang|moi) nam)?",
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
    r"muu(?:\s*,?\s*(?:phoi hop|de xuat))?|(?:co quan |don vi )thuong truc|phoi hop|"
    r"tham gia(?:,? phoi hop)?|"
    r"chiu trach nhiem chinh|dung ra(?: chu tri)?|(?:nhan )?(?:lam )?nong cot))\b"
)
_CHARGED = bounded(
    r"(?P<role>chiu trach nhiem|co trach nhiem|duoc (?:\w+ ){0,6}?giao(?: nhiem vu)?|duoc phan "
    r"cong)(?:\s+(?=[a-z])|"
    r"(?=\s*(?:[,.;]|$)))"
)
"""Words that only charge a body with a task: its role where the clause has no other."""
_ADVISES_LATER = re.compile(
    r"(?:tong hop|theo doi|ra soat|don doc|nam tinh hinh|thong ke|tham dinh|danh gia|so ket|tong "
    r"ket|kiem tra|nghien cuu)\b[^;:.]{0,90}[,\s](?:va |de )?(?P<role>tham muu)\b"
)
"""Paper work whose end is advice: "Rà soát số liệu, tham mưu UBND xã …"."""
_STANDING = re.compile(
    r"(?:(?:la|lam) )?(?:co quan |don vi |bo phan )?thuong truc\b[^,;:.]{0,60},\s*"
)
_ADVERB_HEAD = re.compile(
    r"(?:(?:khi|trong|truoc|sau|nham|nhan dip|vao|(?:hang|moi) (?:nam|quy|thang|tuan|ngay)|dinh ky|"
    r"theo|can cu|tren co so|cac nam|nam|tu nam|cuoi|dau|tai|ban (?:dem|ngay)|ngoai gio|"
    r"(?:cham|muon) nhat|neu|truong hop)\b[^,;:.]{0,90},\s*){1,2}"
)
_ALONGSIDE = bounded(r"\s*,?\s*(?P<word>cung voi|cung)\s+(?!nhau|co|dong|ky|luc)")
_WITH = bounded(
    r"\s*,?\s*(?:chat che |dong bo |thuong xuyen |tot |hieu qua )?(?:,? )?(?P<word>cung voi|cung|"
    r"voi|giua)\s+"
)
_DIRECT = bounded(r"\s*,?\s*(?:va )?(?:huong dan|chi dao|don doc)?\s*")
_COORDINATES = re.compile(r"[^,;:.]{3,60},\s*(?:va\s+)?phoi hop\b")
"""As in "Tham mưu Đảng ủy, phối hợp với …": one clause with both words."""
_ADVISES = bounded(r"\s*,?\s*(?P<role>tham muu)\b")
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
    return _read_role(clause, whole=True)


def _read_role(clause: str, *, whole: bool) -> Role:
    """As :func:`read_role`; ``whole`` where an opening adverb may still be passed over."""
    folded = flat(clause)
    match = _role_at_head(folded, _LEAD) or _role_at_head(folded, _HEAD)
    for skipped in (_ADVERB_HEAD, _STANDING) if whole else ():
        head = skipped.match(folded)
        if head and (match is None or "thuong truc" in match["role"]):
            later = _read_role(clause[head.end() :], whole=False)
            if later.word and not _CHARGED.match(flat(later.word) + " x"):
                return Role(later.word, later.partners, later.task_from + head.end())
    if match is None:
        charged = _CHARGED.match(folded)
        if charged:
            word = clause[charged.start("role") : charged.end("role")]
            return Role(word, joint_partners(clause, folded, 0), charged.end())
        advises = _ADVISES_LATER.match(folded)
        if advises and whole:
            word = clause[advises.start("role") : advises.end("role")]
            return Role(word, joint_partners(clause, folded, 0), 0)
        return Role("", joint_partners(clause, folded, 0))
    start, end = match.span("role")
    while end < len(clause) and clause[end].isalpha() and clause[end - 1].isalpha():
        end += 1  # a word a scan broke is longer than its folded form
    word = clause[start:end].strip()
    word = re.sub(r"^(?:là|làm|la|lam)\s+", "", word, flags=re.IGNORECASE)
    word = re.sub(r"^(?:cơ quan|đơn vị)\s+(?=chủ trì)", "", word, flags=re.IGNORECASE)
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
    elif is_lead(word) or re.search(r"dau moi|tham muu|nong cot", flat(word)):
        partners, helped_to = helped(clause, folded, end)
        if partners:
            return Role(word, partners, helped_to)
        partners = joint_partners(clause, folded, end)
        joint = JOINT.match(folded, end) or _ALONGSIDE.match(folded, end)
        if joint and not partners:
            usual = clause[joint.end() : joint.end() + 1].isupper()
            names = names_at(clause, joint.end(), any_name=usual, folded=folded)
            partners = names.names if names else ()
        if joint and partners:
            names = names_at(clause, joint.end(), any_name=True, folded=folded)
            task_from = names.end if names else end
    if not partners:
        partners = joint_partners(clause, folded, end)
    if partners and flat(word) == "tham muu" and _COORDINATES.match(folded, end):
        word = f"{word}, phối hợp"
        return Role(word, partners, start)
    advises = _ADVISES.match(folded, task_from) if partners and is_partner(word) else None
    if advises:  # "Văn phòng phối hợp Công an xã tham mưu …": what it does with them
        return Role(clause[advises.start("role") : advises.end("role")], partners, task_from)
    if is_lead(word) or is_partner(word):
        after = _AFTER.match(folded, task_from)
        task_from = after.end() if after else task_from
    else:
        task_from = start
    return Role(word, partners, task_from)

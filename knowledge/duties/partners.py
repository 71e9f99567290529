"""Who works with the body that leads: named by "phối hợp", or by what they do beside it."""

from __future__ import annotations

import re

from knowledge.duties.agency import Names, begins_name, names_at
from knowledge.duties.body_words import OFFICE_HOLDER
from knowledge.duties.flat import flat
from knowledge.duties.pattern import bounded

__all__ = ["JOINT", "helped", "helper_of", "joining", "joint_partners"]

JOINT = bounded(
    r"(?:,|\s)\s*(?:va\s+)?phoi hop(?: chat che| dong bo| thuong xuyen)?(?:,? )?(?P<word>cung "
    r"voi|cung|voi)\s+"
)
_TAKING_PART = re.compile(
    r"(?:voi su tham gia cua|co su tham gia cua|voi su phoi hop cua|su phoi hop cua)\s+"
)
_BARE_JOINT = bounded(r",\s*(?:va\s+)?phoi hop\s+")
_COMMA = re.compile(r"\s*[,;]\s*")
_HELPS = re.compile(
    r"\s*(?:(?:cung )?phoi hop\b(?! voi| cung)(?: thuc hien\b| trien khai\b)?|"
    r"cung tham gia(?: (?:thuc hien|to chuc|dieu hanh|trien khai|van dong)\b)?)[\s,]*"
)
"""Behind a name: this body helps the one that leads."""

_ALONG = bounded(
    r"(?<![a-z])(?:cung voi|cung)\s+(?!nhau|co\b|dong\b|ky\b|luc\b|cap\b|thoi\b|chung\b|ngay\b)"
)
_TALKS = (
    r"(?:ngoi lai|ban(?: bac)?(?: thong nhat)?|thong nhat|lien ket|ket hop|hop tac|hiep dong|"
    r"doi chieu|ky (?:ket |quy che |chuong trinh |thoa thuan )(?:phoi hop )?)"
)
_WITHOUT_WORD = (
    _ALONG,
    bounded(rf"(?<![a-z]){_TALKS}\s+voi\s+"),
    bounded(r"(?<![a-z])doi chieu(?: \w+){1,5}\s+voi\s+"),
    bounded(
        r"(?:voi su|co su|nho su) (?:ho tro|giup do|giup suc|giup|vao cuoc|gop suc|chung tay|dong "
        r"hanh|tu van|gop y|chung kien)(?: \w+){0,2} (?:cua|tu)\s+"
    ),
    bounded(r"(?<![a-z])thanh (?:phan|vien)(?: doan| to| gom| la| co){1,3}\s*:?\s*"),
    bounded(
        r"(?<![a-z])(?:lay|xin|tranh thu) y kien(?: (?:gop y|tham gia|chuyen mon|thong nhat|tu "
        r"van))?(?: cua| tu)?\s+"
    ),
)
"""What stands before bodies that work with the lead though no word says "phối hợp"."""
_INVITES = bounded(
    r"(?<![a-z])(?P<word>moi)\s+(?:(?:bao cao vien|giang vien|can bo|dai dien|chuyen gia|luat su|"
    r"bac si)(?: cua| tu)?\s+)?"
)
_HAVING = bounded(r"(?<![a-z])co\s+(?:them\s+)?(?:dai dien\s+)?(?:cua\s+)?")
_BESIDE = re.compile(
    r"\s*,?\s*(?:va )?(?:cung (?:di|lam|tham gia|tham du|tham|du)|tham gia|tham du|di cung|"
    r"di kem|giup|ho tro|dong hanh|chung kien|gop suc)\b"
)
"""Behind a name after "có": this body is there to help."""
_LENDS = re.compile(
    r"\s*,?\s*(?:giup(?: do| suc)?|ho tro|cu (?:nguoi|can bo|nhan vien|bac si|luat su)|tham gia|"
    r"cung (?:cap|lam|tham gia)|dong hanh|phoi hop(?=,|\s*$| thuc hien\s*$| trien khai\s*$))"
)
_PEOPLE = re.compile(
    r"(?:tro giup vien|bao cao vien|thay (?:tao|cung|mo|giao)|luc luong|truong dong ho|nha truong|"
    r"cha me|phu huynh)\b"
)


def _names(text: str, folded: str, at: int) -> Names | None:
    """Bodies, or people by their office, at ``at``."""
    known = (
        begins_name(text, at, folded)
        or OFFICE_HOLDER.match(folded, at)
        or _PEOPLE.match(folded, at)
    )
    return names_at(text, at, any_name=True, folded=folded) if known else None


def joint_partners(clause: str, folded: str, start: int) -> tuple[str, ...]:
    """Partners named from ``start`` on: "…, phối hợp với X", "cùng X", "có X giúp sức"."""
    for pattern in (JOINT, _TAKING_PART):
        match = pattern.search(folded, start)
        if match:
            names = names_at(clause, match.end(), any_name=True, folded=folded)
            if names:
                return names.names
    for match in _BARE_JOINT.finditer(folded, start):
        names = names_at(clause, match.end(), folded=folded)
        if names:
            return names.names
    return _without_word(clause, folded, start)


def _without_word(clause: str, folded: str, start: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for pattern in _WITHOUT_WORD:
        for match in pattern.finditer(folded, start):
            names = _names(clause, folded, match.end())
            found |= dict.fromkeys(names.names if names else ())
    for match in _INVITES.finditer(folded, start):
        written = clause[match.start("word") : match.end("word")].lower()
        names = _names(clause, folded, match.end()) if written in ("mời", "moi") else None
        found |= dict.fromkeys(names.names if names else ())
    for match in _HAVING.finditer(folded, start):
        names = _names(clause, folded, match.end())
        if names and _BESIDE.match(folded, names.end):
            found |= dict.fromkeys(names.names)
    return tuple(found)


def helped(clause: str, folded: str, end: int) -> tuple[tuple[str, ...], int]:
    """Partners said to help, and where the task begins: "chủ trì, Hội A phối hợp mở lớp".

    Also behind the task: "chủ trì mở lớp, Hội A phối hợp".
    """
    for match in _COMMA.finditer(folded, end):
        if not begins_name(clause, match.end(), folded):
            continue
        names = names_at(clause, match.end(), folded=folded)
        helps = _HELPS.match(folded, names.end) if names else None
        if names and helps:
            if match.start() == end:
                return names.names, helps.end()
            if not folded[helps.end() :].strip(" .;"):
                return names.names, end
        elif names and _LENDS.match(folded, names.end) and match.start() >= end:
            return names.names, end
    return (), end


def helper_of(clause: str) -> tuple[str, ...]:
    """Who a clause says helps with the task before it: "Hội A giúp tập huấn"."""
    folded = flat(clause)
    if not begins_name(clause, 0, folded):
        return ()
    names = names_at(clause, 0, folded=folded)
    return names.names if names and _LENDS.match(folded, names.end) else ()


_BESIDES = re.compile(r"(?:rieng|tai|o|voi|doi voi)\b[^,;:]{0,80}?,? co(?: them)? |co them ")


def joining(clause: str) -> tuple[str, ...]:
    """Who a clause says joins in the task before it: "riêng tại xã A có thêm đồn B tham gia"."""
    folded = flat(clause)
    besides = _BESIDES.match(folded)
    names = _names(clause, folded, besides.end()) if besides else None
    beside = _BESIDE.match(folded, names.end) if names else None
    if names is None or beside is None or folded[beside.end() :].strip(" .;,"):
        return ()
    return names.names

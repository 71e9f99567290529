"""Telephone numbers a plan itself gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.passages import parts_of
from knowledge.phones import digits, numbers_in
from knowledge.plan import Contact
from knowledge.structure.unit import Unit

__all__ = ["contacts_of"]

_SHORT = re.compile(r"(?<![\d/.,\-])1(?:11|13|14|15|022|9\d{3})(?![\d/%]|[.,]\d)")
_CUE = re.compile(
    r"(?:tổng đài|đường dây|điện thoại|hotline|sđt|đt|gọi|liên hệ|zalo|số máy|di động|số)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:quyết định|luật|nghị định|kế hoạch|thông tư|công văn|chỉ thị|nghị quyết|văn "
    r"bản)\s*(?:số)?\s*$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"((?:Tổng đài|tổng đài|Đường dây nóng|đường dây nóng|Hotline|hotline|Trung tâm|Công an|Trạm|"
    r"Bệnh viện|Hội|Phòng|Sở|Đồn|Ban|Văn phòng|"
    r"Đội|Bà|Ông|Đồng chí|đồng chí|Chi|Điện thoại|điện thoại|Cơ sở|Nhà|Ngôi nhà|Địa chỉ)[^;:|"
    r".()]{0,90}?)\s*"
    r"(?:,|:|\||\(|–|-)?\s*(?:qua|theo|là|có)?\s*(?:hotline|điện thoại|SĐT|ĐT|số điện thoại|số "
    r"máy|số)?\s*:?\s*$"
)


def contacts_of(units: Sequence[Unit]) -> tuple[Contact, ...]:
    """Every number the plan gives, once for each clause, with what it is called there."""
    contacts: list[Contact] = []
    seen: set[tuple[str, str]] = set()
    for index, unit in enumerate(units):
        if unit.kind not in ("body", "table", "heading"):
            continue
        text = unit.written
        for match in _numbers(text):
            before = text[max(0, match.start() - 140) : match.start()]
            if _LAW.search(before.rstrip()) or (unit.row is None and not _CUE.search(before)):
                continue
            phone = digits(match[0])
            if (
                len(phone) <= 4
                and not re.search(
                    r"(?:số|tổng đài|đường dây|gọi|máy|:|\|)\s*$", before, re.IGNORECASE
                )
                and not (re.search(r"(?:tổng đài|đường dây)[^.;]{0,80}$", before, re.IGNORECASE))
            ):
                continue
            if (phone, unit.path) in seen:
                continue
            seen.add((phone, unit.path))
            quote, internal = _part(units, index, match[0])
            contacts.append(Contact(_name(before), phone, internal, unit.path, quote))
    return tuple(contacts)


def _numbers(text: str) -> list[re.Match[str]]:
    """Long numbers and short ones, in the order of the text."""
    found = list(numbers_in(text))
    found += [
        short
        for short in _SHORT.finditer(text)
        if not any(long.start() <= short.start() < long.end() for long in found)
    ]
    return sorted(found, key=re.Match.start)


def _part(units: Sequence[Unit], index: int, number: str) -> tuple[str, bool]:
    """The quotable text that holds a number, and whether it is for staff only."""
    for text, internal in parts_of(units, index):
        at = text.find(number)
        if at >= 0:
            start = max(0, at - 500)
            return (text if len(text) <= 1200 else text[start : start + 1200]), internal
    return units[index].written[:1200], False


def _name(before: str) -> str:
    """What the number is called: the nearest noun phrase before it."""
    before = before[max((match.end() for match in _numbers(before)), default=0) :]
    found = _NAME.search(before.rstrip(" :"))
    if not found:
        tail = re.split(r"[;.|]", before)[-1]
        return tail.strip(" :,-(")[-80:].strip()
    name = found[1]
    for again in re.finditer(
        r"(?:Tổng đài|tổng đài|Trung tâm|Công an|Trạm|Bệnh viện|Đường dây nóng|đường dây nóng)",
        name,
    ):
        if again.start() and len(name) - again.start() > 8 and again[0].lower() != "trung tâm":
            name = name[again.start() :]
            break
    return name.strip(" ,:-–")

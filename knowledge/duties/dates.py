"""Dates and deadlines as plans write them."""

from __future__ import annotations

import re

from knowledge.duties.agency import flat
from knowledge.duties.pattern import bounded

__all__ = ["DATE", "deadline_in", "months_in", "report_date_in"]

_EVERY = r"(?:hang|moi)"
_YEAR = r"(?:nam 20\d\d|nam nay|nam sau|cac nam|20\d\d)"
_DAY = (
    r"(?:ngay\s+)?\d{1,2}\s*(?:/\s*\d{1,2}(?:\s*/\s*\d{4})?|thang\s+\d{1,2})(?:\s*(?:,|"
    r"/)?\s*nam\s+\d{4})?"
)
_BY = r"(?:truoc|cham nhat(?: la)?|muon nhat(?: la)?|vao|den|tu|trong|xong|tren)"
_PERIOD = (
    rf"(?:{_EVERY}|dinh ky(?: {_EVERY})?|dinh ky)\s+(?:nam|quy|thang|tuan|6 thang|sau "
    rf"thang|03 thang|06 thang|01 nam)"
)
_QUARTER = (
    r"(?:quy|q\.)\s*(?:i{1,3}v?|iv|[1-4])\b(?:\s*(?:,|va|-|–|/)\s*(?:quy\s*)?(?:i{1,3}v?|"
    r"iv|[1-4])\b)*"
)
_PIECES = (
    rf"(?:{_BY}\s+){{0,4}}{_DAY}(?:\s+{_EVERY} nam)?",
    rf"(?:{_BY}\s+)?ngay\s+\d{{1,2}}\s+(?:cua\s+)?(?:thang|{_EVERY} thang)(?:\s+(?:cuoi|"
    rf"dau)(?:\s+quy)?)?(?:\s+sau)?",
    rf"(?:{_BY}\s+){{0,4}}{_QUARTER}(?:\s*(?:/|nam)?\s*20\d\d|\s+(?:{_EVERY} nam|cua nam))?",
    rf"(?:{_BY}\s+){{1,4}}thang\s+\d{{1,2}}(?:\s*(?:/|nam)\s*\d{{4}})?(?:\s+{_EVERY} nam)?",
    rf"(?:{_BY}\s+){{1,4}}{_YEAR}",
    r"(?:trong )?(?:giai doan|cac nam) 20\d\d\s*[-–]\s*20\d\d",
    _PERIOD,
    r"(?:6 thang|06 thang|9 thang|01 nam|1 nam|ca nam)(?: dau nam| cuoi nam)?(?=\s*(?:\(|,|va|"
    r"mot lan))",
    rf"{_EVERY} (?:nam|quy|thang|tuan)",
    r"(?:trong vong|trong thoi han|trong|sau|cham nhat|khong qua)\s+\d{1,3}\s*(?:gio|ngay|phut|"
    r"tuan|thang)(?:\s+(?:lam viec|dau|ke tu[^,;.]{0,60}|tu khi[^,;.]{0,50}|sau[^,;.]{0,40}|"
    r"khi[^,;.]{0,50}))?",
    rf"(?:{_BY}\s+)?{_DAY}\s+den\s+(?:het\s+)?{_DAY}",
    r"(?:du kien|hoan thanh|xong)?\s*(?:trong\s+)?thang\s+\d{1,2}\s*(?:/|nam)\s*\d{4}",
    rf"(?:{_BY}\s+)ngay\s+\d{{1,2}}\b(?!\s*/|\s+(?:thang|cua))"
    rf"(?:\s+(?:{_EVERY} thang|hang thang))?",
    r"(?:dinh ky|thuong xuyen)(?:,| va| hoac) dot xuat",
)
DATE = bounded("|".join(rf"(?<!\w)(?:{piece})" for piece in (*_PIECES[7:], *_PIECES[:7])))
"""Time expressions in folded text."""
_STRONG = bounded(r"\d|\bquy\s*(?:i|v)")
_MARKS = " \t\n\r\f\v\xa0,;()/–-"
_GLUE = re.compile(
    r"(?:va|hoac|hay|tinh den)?[\s,;()/–-]{0,8}(?:(?:bao cao )?(?:nam|quy|thang|6 "
    r"thang|06 thang|9 thang|01 nam|so ket|tong ket|dinh ky)(?: gui| nop)?)?"
)
"""What joins two dates into one, without the marks around it."""
_LONGEST_GLUE = 48
_WEAK_ADVERB = re.compile(r"(?:hang|moi) (?:nam|quy|thang|tuan)$|^dinh ky")

_UP_TO = re.compile(r"(?:den|tu|vao|trong|ngay|\d)")
_FIGURES = re.compile(
    r"(?:(?<!han )\bchot(?: \w+){0,4}|\bkhoa so(?: \w+){0,3}|"
    r"\b(?:so|du) lieu(?: \w+){0,4} (?:tinh|lay|ke|cap nhat|tong hop|thong ke)|"
    r"\b(?:so|du) lieu(?: bao cao)?|\btinh)(?: (?:la|het|tu|den))*[\s:,(]*$"
)
"""What stands before the day up to which figures count ("số liệu chốt đến ngày")."""
_NEAR = 60
_LAST_YEAR = re.compile(r"\s*(?:(?:cua )?nam(?: truoc(?: lien ke)?)?)?[\s,]*")
_TO = ("den", "truoc den")
"""The second: "từ ngày 15/12 năm trước đến ngày 14/12"."""


def _days_of_figures(folded: str) -> frozenset[int]:
    """Where dates begin that say up to when figures count, not when they are handed in."""
    found: set[int] = set()
    end = -1
    for match in DATE.finditer(folded):
        start = match.start()
        before = folded[max(0, start - _NEAR) : start]
        from_there = end >= 0 and _LAST_YEAR.fullmatch(folded, end, start) is not None
        if (from_there and match[0].startswith(_TO)) or (
            _UP_TO.match(match[0]) and _FIGURES.search(before)
        ):
            found.add(start)
            end = match.end()
        else:
            end = -1
    return frozenset(found)


def report_date_in(clause: str) -> str | None:
    """When the report is due, as written, from the first to the last date that belong together."""
    folded = flat(clause)
    figures = _days_of_figures(folded)
    spans = [match.span() for match in DATE.finditer(folded) if match.start() not in figures]
    if not spans:
        return None
    groups: list[list[tuple[int, int]]] = [[spans[0]]]
    for span in spans[1:]:
        between = folded[groups[-1][-1][1] : span[0]]
        if len(between) <= 4 or _glues(between):
            groups[-1].append(span)
        else:
            groups.append([span])
    strong = [group for group in groups if any(_STRONG.search(folded[a:b]) for a, b in group)]
    chosen = (strong or groups)[0]
    start, end = chosen[0][0], chosen[-1][1]
    if clause.count("(", start, end) > clause.count(")", start, end):
        close = clause.find(")", end)
        end = close + 1 if 0 <= close - end <= 3 else end
    return clause[start:end].strip(" ,;")


def _glues(between: str) -> bool:
    """Whether two dates with this between them belong together."""
    word = between.strip(_MARKS)
    return len(word) <= _LONGEST_GLUE and _GLUE.fullmatch(word) is not None


def deadline_in(clause: str) -> str | None:
    """When the task is due, as written; ``None`` where it has no date of its own."""
    folded = flat(clause)
    best: str | None = None
    figures = _days_of_figures(folded)
    for match in DATE.finditer(folded):
        if match.start() in figures:
            continue
        before = folded[max(0, match.start() - 45) : match.start()]
        if re.search(
            r"(?:so \d[\w/.-]*|quyet dinh|luat|nghi dinh|ke hoach so|khoa|giai "
            r"doan)\s*(?:ngay)?\s*$",
            before,
        ):
            continue
        text = clause[match.start() : match.end()].strip()
        if match[0].startswith(
            ("giai doan", "trong giai doan", "cac nam", "ngay")
        ) and not re.search(r"(?:hoan thanh|xong|truoc)[^.;]{0,30}$", before):
            continue
        if re.match(r"ngay\b|\d", match[0]) and " den " not in match[0]:
            continue
        if not _WEAK_ADVERB.search(match[0]):
            return text
        best = best or text
    return best


_MONTH = bounded(r"thang\s+(\d{1,2})|\d{1,2}\s*/\s*(\d{1,2})(?!\d)")
_QUARTERS_OF_TEXT = bounded(_QUARTER)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def months_in(text: str) -> frozenset[int]:
    """Months (1–12) a time expression as written falls in: ``"Quý III, IV"`` → 7 … 12."""
    folded = flat(text)
    months = {int(a or b) for a, b in _MONTH.findall(folded) if 1 <= int(a or b) <= 12}
    for match in _QUARTERS_OF_TEXT.finditer(folded):
        for number in re.findall(r"\b(iv|i{1,3}|[1-4])\b", match[0]):
            quarter = _QUARTERS[number]
            months |= set(range(3 * quarter - 2, 3 * quarter + 1))
    return frozenset(months)

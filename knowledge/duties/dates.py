"""Dates and deadlines as plans write them."""

from __future__ import annotations

import re

from knowledge.duties.flat import flat
from knowledge.duties.pattern import bounded

__all__ = ["APART", "DATE", "deadline_in", "is_time", "months_in", "report_date_in"]

_EVERY = r"(?:hang|moi)"
_YEAR = r"(?:nam 20\d\d|nam nay|nam sau|cac nam|20\d\d)"
_DAY = (
    r"(?:ngay\s+)?\d{1,2}\s*(?:/\s*\d{1,2}(?:\s*/\s*\d{4})?|thang\s+\d{1,2})(?:\s*(?:,|"
    r"/)?\s*nam\s+\d{4})?"
)
_BY = (
    r"(?:bat dau|truoc|cham nhat(?: la| trong| vao)?|muon nhat(?: la)?|"
    r"khong (?:muon|cham|qua) hon|vao|den|het|tu|trong|xong|tren|cuoi|dau|giua)"
)
_WEEKDAY = r"(?:thu\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\b"
_PART_OF_DAY = r"(?:sang|chieu|toi|trua|dem)"
_DAYS_OF_WEEK = (
    rf"(?:{_PART_OF_DAY}\s+)?{_WEEKDAY}(?:\s*(?:,|va)\s*(?:{_PART_OF_DAY}\s+)?{_WEEKDAY})*"
)
_WEEK = (
    r"tuan (?:dau(?: tien)?|cuoi(?: cung)?|thu (?:nhat|hai|ba|tu|[1-4])) (?:cua )?"
    r"(?:(?:moi |hang |trong )?(?:thang|quy|nam|hoc ky)(?: (?:\d{1,2}|i{1,3}v?|iv)\b)?"
    r"(?:\s*(?:/|nam )\s*20\d\d)?)"
)
_HOUR = r"(?:\d{1,2}\s*(?:gio|h)(?:\s*\d{2}(?:\s*phut)?)?)"
_SCHOOL_YEAR = r"nam hoc(?:\s+(?:20\d\d\s*[-–]\s*20\d\d|moi))?"
_PERIOD = (
    rf"(?:{_EVERY}|dinh ky(?: {_EVERY})?|dinh ky)\s+(?:nam|quy|thang|tuan|6 thang|sau "
    rf"thang|03 thang|06 thang|01 nam)"
)
_QUARTER = (
    r"(?:quy|q\.)\s*(?:i{1,3}v?|iv|[1-4])\b(?:\s*(?:,|va|-|–|/)\s*(?:quy\s*)?(?:i{1,3}v?|"
    r"iv|[1-4])\b)*"
)
_MONTHS_NAMED = r"thang\s+\d{1,2}(?:\s*(?:,|va|-|–)\s*(?:thang\s+)?\d{1,2}(?!\s*/|\d))*"
_PIECES = (
    rf"(?:{_BY}\s+){{0,4}}{_DAY}(?:\s+(?:{_EVERY} nam|nam truoc|nam sau|cung nam|nam ke tiep))?",
    rf"(?:{_BY}\s+)?ngay\s+\d{{1,2}}\s+(?:cua\s+)?(?:thang|{_EVERY} thang)(?:\s+(?:cuoi|"
    rf"dau|ke tiep|tiep theo)(?:\s+(?:moi\s+)?quy)?)?(?:\s+(?:sau|truoc|ke tiep|tiep theo))?",
    rf"(?:{_BY}\s+){{0,4}}{_QUARTER}(?:\s*(?:/|nam)?\s*20\d\d|\s+(?:{_EVERY} nam|cua nam))?",
    rf"(?:{_BY}\s+){{1,4}}(?:cac\s+)?{_MONTHS_NAMED}(?:\s*(?:/|nam)\s*\d{{4}})?"
    rf"(?:\s+{_EVERY} nam)?",
    rf"(?:{_BY}\s+){{1,4}}{_YEAR}",
    r"(?:trong )?(?:giai doan|cac nam|(?:hai|ba|bon) nam) 20\d\d\s*[-–]\s*20\d\d",
    rf"{_EVERY} (?:thang|quy|tuan|nam),? (?:vao |truoc |cham nhat |muon nhat )(?:la )?ngay "
    r"\d{1,2}\b(?!\s*[/.]|\s+(?:thang|cua))",
    _PERIOD,
    r"(?:6 thang|06 thang|9 thang|01 nam|1 nam|ca nam)(?: dau nam| cuoi nam)?(?=\s*(?:\(|,|va|"
    r"mot lan))",
    rf"{_EVERY} (?:nam|quy|thang|tuan|ngay)",
    rf"(?:truoc|luc|tu|vao|cham nhat)?\s*{_HOUR}\s+(?:{_PART_OF_DAY}\s+)?(?:(?:ngay\s+)?"
    rf"{_DAYS_OF_WEEK}|ngay\s+cuoi\s+\w+|cung ngay|{_DAY}|"
    rf"ngay\s+\d{{1,2}})(?:\s+{_EVERY}\s+(?:tuan|thang))?",
    rf"(?:(?:vao|truoc|cham nhat)\s+)?(?:ngay\s+)?{_DAYS_OF_WEEK}\s+(?:cua\s+)?"
    rf"(?:{_EVERY} (?:tuan|thang)|dau (?:thang|tuan)|cuoi (?:thang|tuan)|tuan \w+ {_EVERY} thang)",
    rf"(?:{_BY}\s+){{0,2}}(?:{_PART_OF_DAY}\s+)?(?:(?:ngay\s+)?{_WEEKDAY}\s+)?{_WEEK}",
    rf"(?:vao\s+|truoc\s+)?{_PART_OF_DAY}\s+{_WEEKDAY}(?:\s+(?:hang|moi) tuan)?",
    r"(?:(?:xong|hoan thanh)\s+)?truoc khi\s+(?:khai giang|be giang|ket thuc|bat dau|tong ket|"
    r"nghi (?:he|tet)|vao)\s*(?:nam hoc|hoc ky|nam)?(?:\s+20\d\d\s*[-–]\s*20\d\d|\s+moi)?",
    r"(?:(?:xong|hoan thanh)\s+)?(?:ngay )?trong nam(?= nay|\s*(?:[.;,]|$))(?: nay)?",
    rf"(?:{_BY}\s+){{0,3}}(?:cuoi\s+|dau\s+|giua\s+|het\s+)?hoc ky\s+(?:i{{1,3}}|[1-3])\b"
    rf"(?:\s*(?:,|va|-)\s*hoc ky\s+(?:i{{1,3}}|[1-3])\b)?(?:\s*[,/]?\s*{_SCHOOL_YEAR})?",
    rf"(?:{_BY}\s+){{1,3}}(?:khai giang|be giang|tong ket|{_SCHOOL_YEAR}|ky nghi he|dip he|dip tet"
    rf"|tet|mua \w+)(?:\s+{_SCHOOL_YEAR}|\s+20\d\d|\s+thang\s+\d{{1,2}}(?:\s+{_EVERY} "
    rf"nam)?|\s*\([^()]{{0,30}}\d[^()]{{0,20}}\))?",
    r"(?:trong\s+)?thang [a-z][a-z ]{2,40}\(thang\s+\d{1,2}(?:/20\d\d)?\)",
    r"(?:trong dip |dip )?\w+ \(thang\s+\d{1,2} den thang\s+\d{1,2}(?:/20\d\d)?\)",
    r"(?:ngay\s+)?trong\s+(?:ngay|tuan|thang|ca|buoi)(?:\s+(?:dau|do|lam viec|lien ke|tiep theo|ke "
    r"tiep))?(?=\s*(?:[.,;)]|$|ke tu|sau khi|khi))(?:\s+(?:ke tu|sau khi|khi)[^,;.]{0,50})?",
    r"(?:vao )?(?:cuoi|dau|giua) (?:moi|hang) (?:thang|quy|tuan|nam|hoc ky)",
    r"(?:moi|hang) hoc ky",
    r"ngay trong\s+(?:ngay|tuan|thang|ca|buoi|dem)(?!\s+\d)(?:\s+(?:dau|do|lam viec))?",
    r"\d{1,3}\s*(?:gio|ngay|phut|tuan|thang)\s+(?:lam viec\s+)?(?:ke tu|sau vu viec)[^,;.]{0,60}",
    r"ngay (?:sau )?khi (?:nhan|co|phat hien|xay ra|duoc|tiep nhan)[^,;.]{0,60}",
    r"(?:(?:trong vong|trong thoi han|trong|cham nhat(?: la| trong| sau)?|khong qua|qua)\s+|sau\s+"
    r"(?=\d{1,3}\s*(?:gio|ngay|phut|tuan|thang)\s+(?:lam viec|ke tu|tu khi|khi)))"
    r"\d{1,3}\s*(?:gio|ngay|phut|"
    r"tuan|thang)(?:\s+(?:lam viec|dau|ke tu[^,;.]{0,60}|tu khi[^,;.]{0,50}|sau[^,;.]{0,40}|"
    r"khi[^,;.]{0,50}))?",
    rf"(?:{_BY}\s+)?{_DAY}\s+den\s+(?:het\s+)?{_DAY}",
    r"(?:du kien|hoan thanh|xong)?\s*(?:trong\s+)?thang\s+\d{1,2}\s*(?:/|nam)\s*\d{4}",
    rf"tu\s+(?:ngay\s+)?\d{{1,2}}\s+den\s+(?:het\s+)?(?:ngay\s+)?{_DAY}",
    r"truoc\s+(?:it nhat|toi thieu)\s+\d{1,3}\s*(?:gio|ngay|tuan|thang)(?: lam viec)?",
    r"truoc\s+(?:khi|moi)\b[^,;.\d]{2,40}?\s(?:it nhat |toi thieu )?\d{1,3}\s*(?:gio|ngay|tuan)"
    r"(?: lam viec)?",
    rf"(?:{_BY}\s+)ngay\s+\d{{1,2}}\b(?!\s*/|\s+(?:thang|cua))"
    rf"(?:\s+(?:{_EVERY} thang|hang thang))?",
    r"(?:dinh ky|thuong xuyen)(?:,| va| hoac) dot xuat",
    r"tai ky hop (?:cuoi|giua|dau|thuong le)[^,;.]{0,30}",
    rf"moi (?:nam|quy|thang|tuan) (?:mot|hai|ba|bon|\d{{1,2}}) (?:lan|lop|buoi|ky|dot|so|cuoc)"
    rf"(?:, (?:xong|hoan thanh) (?:{_BY}\s+)*{_DAY})?",
)
DATE = bounded("|".join(rf"(?<!\w)(?:{piece})" for piece in (*_PIECES[7:], *_PIECES[:7])))
"""Time expressions in folded text."""
_STRONG = bounded(r"\d|\bquy\s*(?:i|v)")
_DATED = re.compile(r"\d\s*/\s*\d|(?:ngay|thang)\s+\d|quy\s+(?:[iv]|\d)")
_MARKS = " \t\n\r\f\v\xa0,;()/–-"
_GLUE = re.compile(
    r"(?:va|hoac|hay|tinh den)?[\s,;()/–-]{0,8}(?:(?:bao cao )?(?:nam|quy|thang|6 "
    r"thang|06 thang|9 thang|01 nam|ca nam|nam hoc|hoc ky i{1,3}|so ket|tong ket|dinh ky)(?: "
    r"gui| nop)?)?"
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
_ONLY_FIGURES = re.compile(r"\b(?:so|du) lieu\s*$")
"""Figures handed in on a day ("gửi số liệu vào ngày 25") do not end on it."""
_NEAR = 60
_LAST_YEAR = re.compile(r"\s*(?:(?:cua )?nam(?: truoc(?: lien ke)?)?)?[\s,]*")
_TO = ("den", "truoc den")
"""The second: "từ ngày 15/12 năm trước đến ngày 14/12"."""


def _days_of_figures(folded: str, written: str) -> frozenset[int]:
    """Where dates begin that say up to when figures count, not when they are handed in.

    ``written`` is the text with its accents: "UBND tỉnh trước ngày" counts nothing ("tính").
    """
    folded = "".join(
        "#" if low == "i" and high in "ỉỈ" else low
        for low, high in zip(folded, written, strict=True)
    )
    found: set[int] = set()
    end = -1
    for match in DATE.finditer(folded):
        start = match.start()
        before = folded[max(0, start - _NEAR) : start]
        from_there = end >= 0 and _LAST_YEAR.fullmatch(folded, end, start) is not None
        if (from_there and match[0].startswith(_TO)) or (
            _UP_TO.match(match[0])
            and _FIGURES.search(before)
            and not (match[0].startswith("vao") and _ONLY_FIGURES.search(before))
        ):
            found.add(start)
            end = match.end()
        else:
            end = -1
    return frozenset(found)


_EACH = re.compile(r"\b(?:mỗi|moi)\b", re.IGNORECASE)


def _is_date(match: re.Match[str], written: str, figures: frozenset[int]) -> bool:
    """Whether a match is a date of the task, by its accents too: "đầu mối nắm" is no "mỗi năm".

    Nor does "kết quả 06 tháng" say "quá".
    """
    if match.start() in figures:
        return False
    if match[0].startswith("qua "):
        return written[match.start() : match.start() + 3].lower() != "quả"
    if "moi " not in match[0]:
        return True
    return _EACH.search(written, match.start(), match.end()) is not None


APART = "; "
"""Between dates of one duty that do not stand side by side."""
_LINKS = re.compile(r"(?:^|.*[\s,;)])(?:va|hoac)\b[^.]{0,70}$|\s*[,;][^.]{0,70}$")
_OTHER_PAPER = re.compile(
    r"(?:\bso \d|quyet dinh|nghi dinh|nghi quyet|thong tu|cong van|\bluat\b|ke hoach so|\bky\b|"
    r"ban hanh|bao cao (?:ubnd|uy ban|bo|so|tinh|thanh uy|tinh uy|trung uong)\b)"
)
_FARTHEST = 110
"""Characters between two dates of one duty."""


def report_date_in(clause: str) -> str | None:
    """When the report is due, as written, from the first to the last date that belong together.

    Further dates of the same report ("… và trước 20/12") follow after :data:`APART`.
    """
    folded = flat(clause)
    figures = _days_of_figures(folded, clause)
    dates = DATE.finditer(folded)
    spans = [match.span() for match in dates if _is_date(match, clause, figures)]
    if not spans:
        return None
    groups: list[list[tuple[int, int]]] = [[spans[0]]]
    for span in spans[1:]:
        between = folded[groups[-1][-1][1] : span[0]]
        if len(between) <= 4 or _glues(between):
            groups[-1].append(span)
        else:
            groups.append([span])
    strong = [group for group in groups if _is_strong(folded, group)]
    chosen = [(strong or groups)[0]]
    for group in strong[1:]:
        due = [span for span in group if _DATED.search(folded, *span)] or group
        if not _belongs(folded, chosen[-1][-1][1], due[0][0]):
            break
        chosen.append([due[0], group[-1]])
    return APART.join(_written(clause, group[0][0], group[-1][1]) for group in chosen)


def _is_strong(folded: str, spans: list[tuple[int, int]]) -> bool:
    return any(_STRONG.search(folded[start:end]) for start, end in spans)


def _belongs(folded: str, end: int, start: int) -> bool:
    """Whether a date that starts at ``start`` is one more of the duty due at the one before."""
    between = folded[end:start]
    if len(between) > _FARTHEST or _OTHER_PAPER.search(between):
        return False
    return _LINKS.match(re.sub(r"\([^()]*\)", " ", between)) is not None


def _written(clause: str, start: int, end: int) -> str:
    """The stretch of a clause, with the bracket it leaves open."""
    if clause.count("(", start, end) > clause.count(")", start, end):
        close = clause.find(")", end)
        end = close + 1 if 0 <= close - end <= 3 else end
    aside = _ASIDE.match(clause, end) if "(" in clause[start:end] else None
    end = aside.end() if aside else end
    return clause[start:end].strip(" ,;")


_ASIDE = bounded(r"\s*\([^()/]{1,25}\)")
"""What a date is for, behind it: "trước ngày 15/6 (6 tháng) và trước ngày 30/11 (năm)"."""


def _glues(between: str) -> bool:
    """Whether two dates with this between them belong together."""
    word = _ASIDE.sub(" ", between).strip(_MARKS)
    return len(word) <= _LONGEST_GLUE and _GLUE.fullmatch(word) is not None


_RATE = bounded(
    r"(?:(?:it nhat|toi thieu)\s+)?\d{1,2}\s+(?:lan|lop|buoi|ky|dot|cuoc|so|bai|tin)\s*/\s*"
    r"(?:\d{1,2}\s+)?(?:ngay|tuan|thang|quy|nam|hoc ky)\b|"
    r"\b\d{1,2}\s+(?:ngay|tuan|thang|nam)\s+(?:mot|01|1)\s+lan\b|"
    r"\bngoai gio (?:lam viec|hanh chinh|hoc)\b(?=\s*(?:[,.;]|$))"
)
"""How often, or outside which hours, a task is done that has no date: "02 buổi/quý"."""

_LATE = bounded(r"(?:hoan thanh|xong|ket thuc|thoi han|thoi gian|han|truoc|cham nhat|muon nhat)\b")
"""What says that a date is the day the work is due."""


def deadline_in(clause: str) -> str | None:
    """When the task is due, as written; ``None`` where it has no date of its own.

    A date the clause calls a limit ("xong", "trước", "chậm nhất") goes before a date it only
    mentions, and any date before "hằng năm". Further dates of the same task follow after
    :data:`APART`; side by side they stay as written.
    """
    folded = flat(clause)
    figures = _days_of_figures(folded, clause)
    dates = [match for match in DATE.finditer(folded) if _is_date(match, clause, figures)]
    ranked = [(rank, at) for at, match in enumerate(dates) if (rank := _rank(folded, match)) < 3]
    if not ranked:
        rate = _RATE.search(folded)
        return clause[rate.start() : rate.end()].strip(" ,") if rate else None
    rank, first = min(ranked)
    start, end = dates[first].span()
    if rank == 2:
        return clause[start:end].strip(" ,")
    chosen = [(start, end)]
    for match in dates[first + 1 :] if _is_strong(folded, chosen) else ():
        if not _DATED.search(match[0]):
            continue
        start, end = match.span()
        if not _belongs(folded, chosen[-1][1], start):
            break
        if _glues(folded[chosen[-1][1] : start]):
            chosen[-1] = (chosen[-1][0], end)
        else:
            chosen.append((start, end))
    return APART.join(_written(clause, start, end).strip(" ,") for start, end in chosen)


_NAMES_PAPER = re.compile(
    r"(?:so \d[\w/.-]*|quyet dinh|luat|nghi dinh|ke hoach so|khoa|giai doan)\s*(?:ngay)?\s*$"
)
_PERIODS = ("giai doan", "trong giai doan", "cac nam", "ngay")


def _rank(folded: str, match: re.Match[str]) -> int:
    """0 a limit, 1 a date, 2 no more than "hằng năm", 3 none of the task: a paper's, a bare day."""
    before = folded[max(0, match.start() - 45) : match.start()]
    if re.match(r"ngay|\d|giai", match[0]) and _NAMES_PAPER.search(before):
        return 3
    limited = re.search(r"(?:hoan thanh|xong|truoc)[^.;]{0,30}$", before) is not None
    at_once = match[0].startswith(("ngay trong", "ngay khi", "ngay sau"))
    last = match[0].startswith("trong giai") and not folded[match.end() :].strip(" .;")
    own = _OWN_DAY.search(match[0]) is not None or _set_apart(folded, match)
    if match[0].startswith(_PERIODS) and not (at_once or limited or last or own):
        return 3
    bare = re.match(r"ngay\b(?! trong| khi| sau)|\d", match[0])
    if bare and not re.search(r" den | cuoi | tuan| thu ", match[0]) and not (limited or own):
        return 3
    if _WEAK_ADVERB.search(match[0]) and not re.search(r"\d|quy i|quy v|truoc|xong", match[0]):
        return 2
    return 0 if _LATE.match(match[0]) or limited else 1


_OWN_DAY = re.compile(r"^(?:ngay )?\d{1,2} (?:hang|moi) thang|^\d+ \w+ (?:lam viec )?(?:ke tu|sau)")
"""A day that is a task's own without a word that says so: "ngày 28 hằng tháng"."""
_WHOLE_DATE = re.compile(r"(?:ngay )?\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}$")
_PAPERS = re.compile(r"(?:ke hoach|quyet dinh|nghi|luat|cong van|thong tu|to trinh|chi thi|so )")


def _set_apart(folded: str, match: re.Match[str]) -> bool:
    """Whether a whole date stands between marks: "Giải bóng đá, ngày 29/11/2026: …"."""
    before = folded[max(0, match.start() - 80) : match.start()].rstrip()
    return (
        _WHOLE_DATE.match(match[0]) is not None
        and before.endswith((",", ":", "("))
        and folded[match.end() :].lstrip()[:1] in ("", ":", ",", ";", ".", ")")
        and _PAPERS.search(before) is None
    )


def is_time(text: str) -> bool:
    """Whether ``text`` says a time and nothing else: "Quý II/2026:", "Tháng 3 - 5/2026"."""
    folded = flat(text.strip(" .:;()"))
    if len(folded) > 60 or not folded:
        return False
    rest = DATE.sub(" ", folded)
    rest = re.sub(
        r"\b(?:quy|thang|tuan|nam|ngay|trong|vao|tu|den|het|dau|cuoi|va|giai doan|dot|hoc ky|"
        r"i{1,3}v?|"
        r"iv|v|moi|hang|thuong xuyen|\d+)\b|[-–/,.:]",
        " ",
        rest,
    )
    told = DATE.search(folded) or re.match(
        r"(?:quy|thang|tuan|hoc ky|dot) [\divx]|thuong xuyen", folded
    )
    return not rest.strip() and told is not None


_MONTH = bounded(rf"({_MONTHS_NAMED})|\d{{1,2}}\s*/\s*(\d{{1,2}})(?!\d)")
_QUARTERS_OF_TEXT = bounded(_QUARTER)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def months_in(text: str) -> frozenset[int]:
    """Months (1–12) a time expression as written falls in: ``"Quý III, IV"`` → 7 … 12."""
    folded = flat(text)
    named = [number for a, b in _MONTH.findall(folded) for number in re.findall(r"\d+", a or b)]
    months = {int(number) for number in named if 1 <= int(number) <= 12}
    for match in _QUARTERS_OF_TEXT.finditer(folded):
        for number in re.findall(r"\b(iv|i{1,3}|[1-4])\b", match[0]):
            quarter = _QUARTERS[number]
            months |= set(range(3 * quarter - 2, 3 * quarter + 1))
    return frozenset(months)

"""Days, months, quarters, years and periods that a message or a plan names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from nlu.text.normalized import compose
from nlu.text.strip import strip_accents

__all__ = ["Date", "find_dates"]

Kind = Literal["day", "month", "quarter", "half", "year", "period"]
Relation = Literal["before", "after", "until"]


@dataclass(frozen=True, slots=True)
class Date:
    """A time a text names; what it does not say is None.

    Attributes:
        kind: how precise it is.
        start: index in the text of the first character, the word of relation included.
        end: index after the last.
        day: 1 to 31.
        month: 1 to 12.
        quarter: 1 to 4.
        half: 1 or 2, half of a year.
        year: four digits; of a period the first.
        last_year: the last year of a period.
        yearly: it comes every year ("hằng năm").
        relation: ``"before"`` (trước), ``"after"`` (sau, từ), ``"until"`` (đến); None for at.
    """

    kind: Kind
    start: int
    end: int
    day: int | None = None
    month: int | None = None
    quarter: int | None = None
    half: int | None = None
    year: int | None = None
    last_year: int | None = None
    yearly: bool = False
    relation: Relation | None = None


_RELATIONS: dict[str, Relation] = {
    "truoc": "before", "cham nhat": "before", "muon nhat": "before", "han": "before",
    "sau": "after", "tu": "after", "den": "until", "toi": "until", "het": "until",
}  # fmt: skip
_RELATION = (
    r"(?:\b(?P<relation>truoc|cham nhat|muon nhat|sau|tu|den|toi|het|han)"
    r"(?:\s+(?:la|vao))?\s+)?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"(?:\s*(?:[/.-]|,?\s*nam\s+|\s)\s*{_YEAR}\b)?"
_YEARLY = r"(?P<yearly>\s*(?:[,(]\s*)?\b(?:hang|moi)\s+nam\b)?"
_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nhat": 1,
}  # fmt: skip
_MONTH_NAME = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))

_WRITTEN: tuple[tuple[Kind, str], ...] = (
    (
        "period",
        rf"{_RELATION}(?:\bgiai doan\s+|\bnhiem ky\s+)?\b{_YEAR}\s*[-–—]\s*"
        r"(?P<last_year>(?:19|20)\d\d)\b",
    ),
    (
        "day",
        rf"{_RELATION}(?:ngay\s+)?(?<![\d/.])(?P<day>\d{{1,2}})\s+thang\s+(?P<month>\d{{1,2}})\b"
        rf"{_OF_YEAR}{_YEARLY}",
    ),
    (
        "day",
        rf"{_RELATION}(?P<said>ngay\s+)?(?<![\d/.-])(?P<day>\d{{1,2}})(?P<sign>[/.-])"
        rf"(?P<month>\d{{1,2}})(?:(?P=sign){_YEAR})?(?![\d/.-]*\d)(?!/?[A-Za-z]){_YEARLY}",
    ),
    (
        "half",
        rf"{_RELATION}(?:\b6|\bsau)\s+thang(?:\s+(?P<half>dau|cuoi)(?:\s+nam)?)?"
        rf"(?:\s+(?:nam\s+)?{_YEAR}\b)?{_YEARLY}",
    ),
    (
        "month",
        rf"{_RELATION}\bthang\s+(?P<month>\d{{1,2}}|(?:{_MONTH_NAME}))\b(?!\s*(?:ngay|tuoi))"
        rf"{_OF_YEAR}{_YEARLY}",
    ),
    (
        "quarter",
        rf"{_RELATION}\bquy\s+(?P<quarter>iv|i{{1,3}}|[1-4]|mot|hai|ba|tu|bon|nhat)\b"
        rf"{_OF_YEAR}{_YEARLY}",
    ),
    ("year", rf"{_RELATION}(?:\bcuoi\s+|\bdau\s+)?\bnam\s+{_YEAR}\b"),
    ("year", rf"{_RELATION}(?<![\d/.\-–]){_YEAR}\b(?![/.\-–\d]*\d)"),
    ("year", r"\b(?P<yearly>(?:hang|moi) nam)\b"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _WRITTEN)


def find_dates(text: str) -> tuple[Date, ...]:
    """The times ``text`` names, in order; accents may be missing.

    "24/7" and "24/24" are no days, nor are the numbers of documents ("12/KH-UBND"). A day without
    a year needs a word before it ("ngày", "trước") when it could be a fraction ("1/3").
    """
    draft = compose(text)
    plain = strip_accents(draft.text).lower()
    if len(plain) != len(draft.text):
        return ()
    found: list[Date] = []
    taken = [False] * len(plain)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            date = _read(kind, match)
            if date is None:
                continue
            taken[start:end] = [True] * (end - start)
            found.append(date)
    found.sort(key=lambda date: date.start)
    if not draft.changed:
        return tuple(found)
    return tuple(_moved(date, *draft.span(date.start, date.end)) for date in found)


def _moved(date: Date, start: int, end: int) -> Date:
    return Date(
        date.kind, start, end, date.day, date.month, date.quarter, date.half, date.year,
        date.last_year, date.yearly, date.relation,
    )  # fmt: skip


def _read(kind: Kind, match: re.Match[str]) -> Date | None:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    day = int(parts["day"]) if "day" in parts else None
    month = _month(parts["month"]) if "month" in parts else None
    year = int(parts["year"]) if "year" in parts else None
    last_year = int(parts["last_year"]) if "last_year" in parts else None
    if "month" in parts and (month is None or not 1 <= month <= 12):
        return None
    if day is not None and month is not None:
        if not _is_day(day, month, year):
            return None
        bare = not {"relation", "said", "year", "yearly"} & parts.keys()
        if (
            "sign" in parts
            and bare
            and (day < 10 or parts["sign"] != "/" or (day, month) == (24, 7))
        ):
            return None
    if kind == "period" and last_year is not None and year is not None and last_year <= year:
        return None
    if kind == "half" and not {"half", "year", "yearly"} & parts.keys():
        return None
    return Date(
        kind,
        match.start() + len(match.group()) - len(match.group().lstrip()),
        match.end(),
        day,
        month,
        _QUARTERS.get(parts.get("quarter", "")),
        {"dau": 1, "cuoi": 2}.get(parts.get("half", "")),
        year,
        last_year,
        "yearly" in parts,
        _RELATIONS.get(parts.get("relation", "")),
    )


def _month(written: str) -> int | None:
    return int(written) if written.isdigit() else _MONTH_WORDS.get(written)


def _is_day(day: int, month: int, year: int | None) -> bool:
    try:
        dt.date(year or 2024, month, day)  # without a year, the 29th of February is one
    except ValueError:
        return False
    return True

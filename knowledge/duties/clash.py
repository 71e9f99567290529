"""On what two clauses of one plan disagree."""

from __future__ import annotations

import re

from knowledge.duties.dates import months_in
from knowledge.plan import Duty

__all__ = ["DEADLINE", "REPORT", "SHARE", "TARGET", "WORK", "apart", "point_of"]

REPORT, DEADLINE, SHARE, WORK = "report", "deadline", "share", "work"
"""The day a report is due; the time a task is due; the share a target sets; who does a task."""

TARGET = "chỉ tiêu"
"""Role of the records that stand for a target in a disagreement; no agency is given it."""

_DAY = re.compile(r"(?<![\d/])(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def point_of(first: Duty, second: Duty) -> str:
    """What two records that disagree disagree on."""
    if first.role == TARGET:
        return SHARE
    if first.report_date and second.report_date and apart(first.report_date, second.report_date):
        return REPORT
    if first.agency == second.agency or not (first.agency and second.agency):
        return DEADLINE
    return WORK


def apart(first: str, second: str) -> bool:
    """Whether two time expressions name different times, none of them part of the other.

    "trước ngày 15/5" lies in "quý II"; "trước 10/12" is one of "trước 10/6; trước 10/12".
    """
    years = set(_YEAR.findall(first)), set(_YEAR.findall(second))
    if years[0] and years[1] and not years[0] & years[1]:
        return True
    days = _days(first), _days(second)
    if days[0] and days[1]:
        return not (days[0] <= days[1] or days[1] <= days[0])
    months = months_in(first), months_in(second)
    return bool(months[0] and months[1]) and not months[0] & months[1]


def _days(words: str) -> set[tuple[int, int]]:
    return {(int(day), int(month)) for day, month in _DAY.findall(words)}

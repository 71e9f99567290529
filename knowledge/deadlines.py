"""Who reports to whom by when, gathered from a plan's duties."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.plan import Duty, ReportDeadline

__all__ = ["Day", "days_in", "deadlines_of", "is_before"]

Day = tuple[int, int, int | None]
"""Day, month and year; ``None`` for a day of every year."""

_DAY = re.compile(
    r"(?<![\d/])(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})(?:\s*(?:/|năm)\s*(20\d\d))?(?![\d/])",
    re.IGNORECASE,
)


def days_in(words: str) -> tuple[Day, ...]:
    """The days a deadline names: "trước ngày 15 tháng 12" gives (15, 12, None)."""
    return tuple(
        (int(day), int(month), int(year) if year else None)
        for day, month, year in _DAY.findall(words)
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12
    )


def is_before(words: str) -> bool:
    """Whether the day named is itself too late ("trước ngày …")."""
    return re.search(r"\btrước\b", words, re.IGNORECASE) is not None


def deadlines_of(duties: Iterable[Duty]) -> tuple[ReportDeadline, ...]:
    """Reports the plan asks for, in its order; ``when`` is ``""`` where it gives no date."""
    found: dict[tuple[str, str, str, str], ReportDeadline] = {}
    for duty in duties:
        if duty.report_to is None and duty.report_date is None:
            continue
        deadline = ReportDeadline(
            who=duty.agency,
            to=duty.report_to or "",
            when=duty.report_date or "",
            section=duty.section,
            quote=duty.quote,
        )
        found.setdefault((deadline.who, deadline.to, deadline.when, deadline.section), deadline)
    return tuple(found.values())

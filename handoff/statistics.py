"""Counts of cases for supervisors and the annual report: no identities, small counts hidden."""

from __future__ import annotations

import io
import statistics
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.cases import cases_table

__all__ = ["HIDDEN", "SMALLEST", "CaseNumbers", "count_cases", "workbook"]

SMALLEST: Final = 5
"""A count below this could point at a person in a small place; it is hidden."""
HIDDEN: Final = f"<{SMALLEST}"


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """Counts over cases opened in a span of time.

    Attributes:
        total: how many cases; :data:`HIDDEN` when few.
        by: for each of ``level``, ``kind``, ``who``, ``place``, ``channel``, ``outcome``: the
            count of each value, largest first; counts from 1 to 4 read :data:`HIDDEN`.
        accepted: how many somebody accepted.
        accept_minutes: median minutes from opening to acceptance, ``None`` when few.
        accept_minutes_90: the ninetieth percentile, ``None`` when few.
        escalated: how many nobody accepted in the set time.
        withdrawn: how many were taken back by the person ("không phải vậy").
    """

    total: int | str
    by: Mapping[str, Mapping[str, int | str]]
    accepted: int | str
    accept_minutes: float | None
    accept_minutes_90: float | None
    escalated: int | str
    withdrawn: int | str


def _shown(count: int) -> int | str:
    return HIDDEN if 0 < count < SMALLEST else count


def _table(values: Counter[str]) -> dict[str, int | str]:
    """Counts with small ones hidden, and more of them while the hidden ones could be computed.

    The total is known, so the sum of what is hidden is too: a single hidden count is that sum,
    and of a sum below :data:`SMALLEST` too little is left to guess.
    """
    ordered = values.most_common()
    small = [key for key, count in ordered if count < SMALLEST]
    larger = [key for key, count in ordered if count >= SMALLEST]
    while small and larger and (len(small) == 1 or sum(values[key] for key in small) < SMALLEST):
        small.append(larger.pop())
    return {key: HIDDEN if key in small else count for key, count in ordered}


def count_cases(tx: Connection, since: float, until: float) -> CaseNumbers:
    """Numbers of the cases opened from ``since`` up to ``until`` (seconds since the epoch)."""
    table = cases_table
    names = ("level", "kind", "who", "place", "channel", "outcome")
    query = sa.select(
        *(table.c[name] for name in names),
        table.c.opened_at,
        table.c.accepted_at,
        table.c.escalations,
        table.c.withdrawn_at,
    ).where(table.c.opened_at >= since, table.c.opened_at < until)
    rows = tx.execute(query).all()
    by = {name: _table(Counter(str(getattr(row, name) or "") for row in rows)) for name in names}
    waits = sorted((r.accepted_at - r.opened_at) / 60 for r in rows if r.accepted_at is not None)
    enough = len(waits) >= SMALLEST
    return CaseNumbers(
        total=_shown(len(rows)),
        by=by,
        accepted=_shown(len(waits)),
        accept_minutes=round(statistics.median(waits), 1) if enough else None,
        accept_minutes_90=round(waits[int(0.9 * (len(waits) - 1))], 1) if enough else None,
        escalated=_shown(sum(row.escalations > 0 for row in rows)),
        withdrawn=_shown(sum(row.withdrawn_at is not None for row in rows)),
    )


def workbook(
    numbers: CaseNumbers,
    title: str,
    headings: Mapping[str, str],
    label: Callable[[str, str], str],
) -> bytes:
    """The numbers as an .xlsx file.

    Args:
        numbers: what to write.
        title: first line of the sheet.
        headings: Vietnamese name of each figure and each grouping.
        label: the Vietnamese name of a value, given the grouping and the value.
    """
    from openpyxl import Workbook  # takes an eighth of a second, and few starts need it
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = headings["sheet"]
    bold = Font(bold=True)
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([headings["note"].format(smallest=SMALLEST)])
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append([])
    for name in (
        "total", "accepted", "accept_minutes", "accept_minutes_90", "escalated", "withdrawn",
    ):  # fmt: skip
        value = getattr(numbers, name)
        sheet.append([headings[name], "" if value is None else value])
    for grouping, counts in numbers.by.items():
        sheet.append([])
        sheet.append([headings[grouping], headings["count"]])
        for cell in sheet[sheet.max_row]:
            cell.font = bold
        for value, count in counts.items():
            sheet.append([label(grouping, value), count])
    sheet.column_dimensions["A"].width = 56
    sheet.column_dimensions["B"].width = 14
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()

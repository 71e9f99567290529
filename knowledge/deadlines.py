"""Who reports to whom by when, gathered from a plan's duties."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.plan import Duty, ReportDeadline

__all__ = ["deadlines_of"]


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

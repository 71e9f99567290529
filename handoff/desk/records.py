"""Looking back: search, the 111 summary, statistics, the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from starlette.responses import Response

from handoff import audit
from handoff.case import KINDS, NoSuchCaseError, parse_number
from handoff.cases import cases_table
from handoff.desk import words
from handoff.desk.board import describe, may_read
from handoff.desk.desk import Desk, Visit, whole_number
from handoff.statistics import count_cases, workbook

__all__ = ["numbers", "numbers_file", "referral", "search", "trail"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _day(text: str) -> dt.date | None:
    """A day as a browser writes it; far from ours, neither its end nor its start is a time."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 < day.year < 9999 else None


def _start(desk: Desk, day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), desk.zone).timestamp()


def search(desk: Desk, visit: Visit) -> Response:
    """Cases by number, date, place and kind; never by words."""
    asked = {name: visit.request.query_params.get(name, "").strip() for name in (
        "number", "day", "place", "kind",
    )}  # fmt: skip
    conditions: list[Any] = []
    if asked["number"]:
        conditions.append(cases_table.c.id == (parse_number(asked["number"]) or 0))
    day = _day(asked["day"])
    if day is not None:
        conditions += [
            cases_table.c.opened_at >= _start(desk, day),
            cases_table.c.opened_at < _start(desk, day + dt.timedelta(days=1)),
        ]
    if asked["place"]:
        conditions.append(cases_table.c.place == asked["place"])
    if asked["kind"] in KINDS:
        conditions.append(cases_table.c.kind == asked["kind"])
    with desk.database.reading() as tx:
        found = desk.cases.select(tx, *conditions, limit=100)
        places = tx.execute(
            sa.select(cases_table.c.place).where(cases_table.c.place.is_not(None)).distinct()
        ).scalars()
        values: dict[str, Any] = {
            "found": found,
            "names": desk.accounts.names(tx),
            "places": sorted((desk.place(place), place) for place in places),
        }
    return desk.render(
        "search.html", visit=visit, page="search", asked=asked, kinds=KINDS, **values
    )


def referral(desk: Desk, visit: Visit) -> Response:
    """A summary to print or to read to 111 over the phone; opening it is audited."""
    try:
        with desk.database.atomic() as tx:
            case = desk.cases.get(tx, visit.number("case"))
            if not may_read(case, visit) or case.erased:
                raise NoSuchCaseError(case.number)
            entries, _ = desk.cases.visible(tx, case)
            audit.record(
                tx, "referral", staff_id=visit.session.staff.id, case_id=case.id, at=desk.clock()
            )
    except NoSuchCaseError:
        return desk.render("gone.html", 404, visit=visit, page="board")
    heard = [entry for entry in entries if entry.author == "citizen"]
    said = [entry for entry in heard if entry.readable]
    child_lines = [c for c in desk.contacts.for_place(case.province) if c.purpose == "child"]
    return desk.render(
        "referral.html", visit=visit, page="board", case=case, said=said[-12:],
        unreadable=len(heard) - len(said),
        contacts=child_lines, now=desk.clock(),
    )  # fmt: skip


def _span(desk: Desk, visit: Visit) -> tuple[dt.date, dt.date]:
    today = dt.datetime.fromtimestamp(desk.clock(), desk.zone).date()
    query = visit.request.query_params
    since = _day(query.get("since", "")) or dt.date(today.year, 1, 1)
    until = _day(query.get("until", "")) or today
    return (since, until) if since <= until else (until, since)


def _numbers(desk: Desk, since: dt.date, until: dt.date) -> Any:
    with desk.database.reading() as tx:
        return count_cases(tx, _start(desk, since), _start(desk, until + dt.timedelta(days=1)))


def _label(desk: Desk, grouping: str, value: str) -> str:
    return desk.place(value or None) if grouping == "place" else words.label(grouping, value)


def numbers(desk: Desk, visit: Visit) -> Response:
    """Statistics of a span of days, for supervisors."""
    since, until = _span(desk, visit)
    return desk.render(
        "numbers.html",
        visit=visit,
        page="numbers",
        numbers=_numbers(desk, since, until),
        since=since.isoformat(),
        until=until.isoformat(),
        label=lambda grouping, value: _label(desk, grouping, value),
    )


def numbers_file(desk: Desk, visit: Visit) -> Response:
    """The same as an .xlsx file, for the annual report."""
    since, until = _span(desk, visit)
    title = words.NUMBERS["title"].format(
        since=since.strftime("%d/%m/%Y"), until=until.strftime("%d/%m/%Y")
    )
    content = workbook(
        _numbers(desk, since, until),
        title,
        words.NUMBERS,
        lambda grouping, value: _label(desk, grouping, value),
    )
    with desk.database.atomic() as tx:
        audit.record(tx, "exported", staff_id=visit.session.staff.id, at=desk.clock())
    name = f"so-lieu-{since.isoformat()}-{until.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=headers)


def trail(desk: Desk, visit: Visit) -> Response:
    """The audit trail, newest first, for admins."""
    query = visit.request.query_params
    before = query.get("before", "")
    action = query.get("action", "")
    case_id = parse_number(query.get("case", "") or "-")
    with desk.database.reading() as tx:
        rows = audit.trail(
            tx,
            before=whole_number(before),
            action=action if action in words.ACTIONS else None,
            case_id=case_id,
        )
        names = desk.accounts.names(tx)
    told = [(row, describe(row, names)) for row in rows]
    return desk.render(
        "trail.html", visit=visit, page="trail", told=told, action=action, case_id=case_id,
        actions=sorted(words.ACTIONS), names=names,
    )  # fmt: skip

"""The board: queue, case and composer, and the fragments that keep them up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from handoff import audit
from handoff.audit import AuditRow
from handoff.case import Case, NoSuchCaseError
from handoff.cases import cases_table
from handoff.desk import words
from handoff.desk.canned import replies_for
from handoff.desk.desk import Desk, Visit
from handoff.desk.queue import queue_of
from handoff.transcript import Entry

__all__ = [
    "board",
    "case_page",
    "describe",
    "head",
    "may_read",
    "may_take",
    "side",
    "talk",
]

_Part = Callable[[Desk, Connection, Visit, Case], dict[str, Any]]

REPLY_LIMIT = 2000
TALK_LIMIT = 300
VIEW_SECONDS = 12 * 3600
"""How long one entry in the audit trail stands for a page that keeps itself up to date."""


def may_read(case: Case, visit: Visit) -> bool:
    """Whether this colleague may read the case: hers, one nobody holds, or as a supervisor."""
    staff = visit.session.staff
    return case.owner in (None, staff.id) or staff.may("supervisor")


def describe(row: AuditRow, names: dict[int, str]) -> str:
    """An audit row as a Vietnamese sentence."""
    to = row.detail.get("to")
    told = words.ACTIONS.get(row.action, row.action).format(
        staff=names.get(row.staff_id or 0, words.SOMEONE),
        to=names.get(to if isinstance(to, int) else 0, words.SOMEONE),
    )
    counted = words.COUNTED.get(row.action)
    return f"{told}: {counted.format(**row.detail)}" if counted else told


@dataclass(frozen=True)
class _Line:
    """One line of the talk: something said, or something that happened to the case."""

    at: float
    entry: Entry | None = None
    author: str = ""
    event: str = ""


def _lines(desk: Desk, tx: Connection, case: Case) -> tuple[list[_Line], int]:
    entries, hidden = desk.cases.visible(tx, case, limit=TALK_LIMIT)
    names = desk.accounts.names(tx)
    lines = [
        _Line(
            entry.at,
            entry,
            names.get(entry.staff_id or 0, words.AUTHORS["staff"])
            if entry.author == "staff"
            else words.AUTHORS[entry.author],
        )
        for entry in entries
    ]
    lines += [
        _Line(row.at, event=describe(row, names))
        for row in audit.rows_of_case(tx, case.id)
        if row.action in words.IN_TIMELINE
    ]
    return sorted(lines, key=lambda line: line.at), hidden


def may_take(desk: Desk, tx: Connection, case: Case, visit: Visit) -> bool:
    """Whether this colleague may take a held case over: a supervisor, or the owner is gone."""
    if not case.state.owned or case.owner == visit.session.staff.id:
        return False
    gone = case.unanswered and case.owner not in desk.accounts.present(tx)
    return gone or visit.session.staff.may("supervisor")


def _head(desk: Desk, tx: Connection, visit: Visit, case: Case) -> dict[str, Any]:
    me = visit.session.staff.id
    return {
        "colleagues": [
            colleague
            for colleague in desk.roster.colleagues(tx)
            if colleague.staff.id not in (me, case.owner)
        ],
        "takeable": may_take(desk, tx, case, visit),
    }


def _talk(desk: Desk, tx: Connection, visit: Visit, case: Case) -> dict[str, Any]:
    lines, hidden = _lines(desk, tx, case) if may_read(case, visit) else ([], 0)
    files = desk.cases.files.of(tx, case.conversation) if lines else {}
    unreadable = sum(line.entry is not None and not line.entry.readable for line in lines)
    return {"lines": lines, "hidden": hidden, "unreadable": unreadable, "files": files}


def _side(desk: Desk, tx: Connection, visit: Visit, case: Case) -> dict[str, Any]:
    if not may_read(case, visit):
        return {"notes": [], "earlier": [], "contacts": desk.contacts.for_place(case.province)}
    table = cases_table
    earlier = desk.cases.select(
        tx,
        table.c.conversation == case.conversation,
        table.c.id != case.id,
        table.c.erased.is_(False),
        limit=5,
    )
    return {
        "notes": desk.cases.notes.read(tx, case.id),
        "earlier": earlier,
        "contacts": desk.contacts.for_place(case.province),
    }


def _common(desk: Desk, tx: Connection, visit: Visit, case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "readable": may_read(case, visit),
        "mine": case.owner == visit.session.staff.id,
        "names": desk.accounts.names(tx),
    }


def board(desk: Desk, visit: Visit) -> Response:
    """The queue with no case chosen."""
    with desk.database.reading() as tx:
        values = queue_of(desk, tx, visit, None)
    return desk.render("board.html", visit=visit, page="board", case=None, **values)


def case_page(desk: Desk, visit: Visit) -> Response:
    """The queue with one case beside it; looking is audited."""
    case_id = visit.number("case")
    try:
        with desk.database.atomic() as tx:
            case = desk.cases.get(tx, case_id)
            staff_id = visit.session.staff.id
            audit.record(tx, "viewed", staff_id=staff_id, case_id=case_id, at=desk.clock())
            values = queue_of(desk, tx, visit, case_id)
            for part in (_common, _head, _talk, _side):
                values |= part(desk, tx, visit, case)
    except NoSuchCaseError:
        return desk.render("gone.html", 404, visit=visit, page="board")
    canned = replies_for(case, desk.canned, desk.contacts)
    return desk.render(
        "board.html", visit=visit, page="board", canned=canned, limit=REPLY_LIMIT, **values
    )


def _fragment(template: str, part: _Part, desk: Desk, visit: Visit) -> Response:
    try:
        with desk.database.reading() as tx:
            case = desk.cases.get(tx, visit.number("case"))
            values = _common(desk, tx, visit, case) | part(desk, tx, visit, case)
            known = audit.done_since(
                tx, "viewed", visit.session.staff.id, case.id, desk.clock() - VIEW_SECONDS
            )
    except NoSuchCaseError:
        return PlainTextResponse(words.GONE, status_code=404)
    if not known:  # asked for without the page around it, or long after it
        with desk.database.atomic() as tx:
            staff_id = visit.session.staff.id
            audit.record(tx, "viewed", staff_id=staff_id, case_id=case.id, at=desk.clock())
    return desk.render(template, visit=visit, **values)


def head(desk: Desk, visit: Visit) -> Response:
    """The head of a case: what it is, how it stands, what can be done."""
    return _fragment("_head.html", _head, desk, visit)


def talk(desk: Desk, visit: Visit) -> Response:
    """What was said and what happened."""
    return _fragment("_talk.html", _talk, desk, visit)


def side(desk: Desk, visit: Visit) -> Response:
    """Summary, consent, numbers, notes."""
    return _fragment("_side.html", _side, desk, visit)


def to_board(_desk: Desk, _visit: Visit) -> Response:
    """``/desk/`` is ``/desk``."""
    return RedirectResponse("/desk", status_code=308)

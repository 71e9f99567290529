"""What staff do to a case: each a POST that answers our script with JSON, a browser with a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy.engine import Connection
from starlette.responses import JSONResponse, RedirectResponse, Response

from handoff import audit, messages, metrics
from handoff.case import (
    OUTCOMES,
    AlreadyTakenError,
    Case,
    CaseError,
    CaseState,
    NoSuchCaseError,
    NotOwnerError,
)
from handoff.cases import cases_table
from handoff.desk import words
from handoff.desk.board import REPLY_LIMIT, may_read, may_take
from handoff.desk.canned import replies_for
from handoff.desk.desk import Desk, Visit
from handoff.live import conversation_topic, publish
from handoff.reply import Button, Reply
from handoff.telling import telling

__all__ = ["ACTIONS", "act", "release", "typing", "unmask"]

Act = Callable[[Desk, Connection, Visit, Case], None]


class _RefusedError(Exception):
    """What was asked cannot be done; the message is for the colleague."""


def _send(
    desk: Desk, tx: Connection, case: Case, text: str, buttons: tuple[Button, ...] = ()
) -> None:
    desk.cases.say(tx, case.conversation, "system", words.TOLD.format(text=text))
    desk.send(tx, case.conversation, Reply(text, buttons))


def _accept(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    staff = visit.session.staff
    already = case.state is CaseState.ACCEPTED and case.owner == staff.id
    accepted = desk.cases.accept(tx, case.id, staff.id)
    if already:
        return
    _first_accepted(case, accepted)
    if case.state is CaseState.TRANSFERRED:
        _send(desk, tx, accepted, telling("transferred", case))
    else:
        _send(desk, tx, accepted, telling("joined", case))


def _first_accepted(before: Case, case: Case) -> None:
    if before.accepted_at is None and case.accepted_at is not None:
        metrics.ACCEPTED.labels(case.level).observe(max(0.0, case.accepted_at - case.opened_at))


def _take(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    staff = visit.session.staff
    if case.state.owned and not may_take(desk, tx, case, visit):
        raise _RefusedError(words.FORBIDDEN)
    taken = desk.cases.accept(tx, case.id, staff.id, take_over=True)
    _first_accepted(case, taken)
    _send(desk, tx, taken, telling("transferred" if case.state.owned else "joined", case))


def _reply(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    text = visit.field("text")
    if not text:
        raise _RefusedError(words.EMPTY)
    if len(text) > REPLY_LIMIT:
        raise _RefusedError(words.TOO_LONG.format(limit=REPLY_LIMIT))
    nonce = visit.field("nonce")[:60]
    message_id = f"desk:{case.id}:{nonce}" if nonce else None
    replied = desk.cases.reply(tx, case.id, visit.session.staff.id, text, message_id)
    if replied is None:
        return  # sent before: the answer to that request was lost on its way back
    buttons: tuple[Button, ...] = ()
    asked = {r.id for r in replies_for(case, desk.canned, desk.contacts) if r.asks == "consent"}
    if visit.field("canned") in asked:
        yes = messages.CONSENT_YES_CHILD if case.speaker == "child" else messages.CONSENT_YES
        buttons = (
            Button(yes, payload=messages.CONNECT),
            Button(messages.CONSENT_NO, payload=messages.NOT_YET),
        )
    desk.send(tx, case.conversation, Reply(text, buttons))


def _note(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    text = visit.field("text")
    if not text:
        raise _RefusedError(words.EMPTY)
    if len(text) > 4 * REPLY_LIMIT:
        raise _RefusedError(words.TOO_LONG.format(limit=4 * REPLY_LIMIT))
    if not may_read(case, visit):
        raise _RefusedError(words.NOT_YOURS)
    desk.cases.note(tx, case.id, visit.session.staff.id, text)


def _transfer(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    staff = visit.session.staff
    wanted = visit.field("to")
    force = staff.may("supervisor")
    if wanted == "queue":
        release(desk, tx, case, staff.id, force=force)
        return
    found = [c for c in desk.roster.colleagues(tx) if str(c.staff.id) == wanted]
    if not found:
        raise _RefusedError(words.NO_COLLEAGUE)
    if not found[0].available:
        raise _RefusedError(words.NOT_ON.format(name=found[0].staff.name))
    desk.cases.transfer(tx, case.id, staff.id, found[0].staff.id, force=force)


def release(desk: Desk, tx: Connection, case: Case, staff_id: int, *, force: bool = False) -> None:
    """Put a case back into the queue, and tell the citizen that the bot answers meanwhile."""
    desk.cases.transfer(tx, case.id, staff_id, None, force=force)
    if case.state.owned:
        _send(desk, tx, case, telling("released", case))


def _return(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    returned = desk.cases.return_to_bot(tx, case.id, visit.session.staff.id)
    _send(desk, tx, returned, telling("returned", returned))


def _close(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    outcome = visit.field("outcome")
    if outcome not in OUTCOMES:
        raise _RefusedError(words.BAD_OUTCOME)
    staff = visit.session.staff
    was_open, spoke = case.open, case.state.owned
    closed = desk.cases.close(tx, case.id, staff.id, outcome, force=staff.may("supervisor"))
    if was_open and spoke:
        _send(desk, tx, closed, telling("closed", closed))


def _follow(desk: Desk, tx: Connection, visit: Visit, case: Case) -> None:
    staff = visit.session.staff
    if case.owner != staff.id and not staff.may("supervisor"):
        raise NotOwnerError(case.number)
    wanted = visit.field("at")
    if not wanted:
        desk.cases.follow_up(tx, case.id, staff.id, None)
        return
    try:
        moment = dt.datetime.fromisoformat(wanted).replace(tzinfo=desk.zone)
    except ValueError as error:
        raise _RefusedError(words.BAD_TIME) from error
    if moment.timestamp() <= desk.clock():
        raise _RefusedError(words.BAD_TIME)
    if not visit.field("agreed"):
        raise _RefusedError(words.NOT_AGREED)
    desk.cases.follow_up(tx, case.id, staff.id, moment.timestamp())


ACTIONS: dict[str, Act] = {
    "accept": _accept,
    "take": _take,
    "reply": _reply,
    "note": _note,
    "transfer": _transfer,
    "return": _return,
    "close": _close,
    "follow": _follow,
}


def _problem(desk: Desk, tx_names: dict[int, str], error: Exception) -> tuple[int, str]:
    if isinstance(error, AlreadyTakenError):
        owner = error.case.owner
        if owner is None:
            return 409, words.NO_LONGER
        return 409, words.TAKEN.format(name=tx_names.get(owner, words.SOMEONE))
    if isinstance(error, NotOwnerError):
        return 409, words.NOT_YOURS
    if isinstance(error, NoSuchCaseError):
        return 404, words.GONE
    return 422, str(error)


def act(desk: Desk, visit: Visit) -> Response:
    """Do one of :data:`ACTIONS` to a case."""
    name, case_id = visit.request.path_params["action"], visit.number("case")
    action = ACTIONS.get(name)
    if action is None:
        return JSONResponse({"ok": False, "message": words.GONE}, status_code=404)
    status, message = 200, words.DONE[name]
    try:
        with desk.database.atomic() as tx:
            action(desk, tx, visit, desk.cases.get(tx, case_id, lock=True))
    except (CaseError, _RefusedError) as error:
        with desk.database.reading() as tx:
            status, message = _problem(desk, desk.accounts.names(tx), error)
    if visit.scripted:
        return JSONResponse({"ok": status == 200, "message": message}, status_code=status)
    if status == 200:
        return RedirectResponse(f"/desk/cases/{case_id}", status_code=303)
    return desk.render(
        "problem.html", status, visit=visit, page="board", message=message, case_id=case_id
    )


def typing(desk: Desk, visit: Visit) -> Response:
    """Tell the citizen that somebody is writing."""
    with desk.database.atomic() as tx:
        owned = desk.cases.select(tx, cases_table.c.id == visit.number("case"))
        case = owned[0] if owned else None
        if case is not None and case.owner == visit.session.staff.id:
            publish(tx, conversation_topic(case.conversation), "typing")
    return JSONResponse({"ok": True})


def unmask(desk: Desk, visit: Visit) -> Response:
    """Show a supervisor the identifier behind a case; that is audited."""
    try:
        with desk.database.atomic() as tx:
            case = desk.cases.get(tx, visit.number("case"))
            audit.record(
                tx, "unmasked", staff_id=visit.session.staff.id, case_id=case.id, at=desk.clock()
            )
    except NoSuchCaseError:
        return JSONResponse({"ok": False, "message": words.GONE}, status_code=404)
    return JSONResponse({"ok": True, "conversation": case.conversation})

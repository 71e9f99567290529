"""A photo or voice message, given to a colleague who may read the message it came with."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from handoff import audit
from handoff.case import NoSuchCaseError
from handoff.cipher import UnreadableTextError
from handoff.desk import words
from handoff.desk.board import VIEW_SECONDS, may_read
from handoff.desk.desk import Desk, Visit

__all__ = ["file"]


def file(desk: Desk, visit: Visit) -> Response:
    """The file itself; looking is audited."""
    staff_id = visit.session.staff.id
    gone = PlainTextResponse(words.GONE, status_code=404)
    try:
        with desk.database.reading() as tx:
            case = desk.cases.get(tx, visit.number("case"))
            found = desk.cases.files.read(tx, visit.number("file"))
            if found is None or not may_read(case, visit):
                return gone
            if not desk.cases.may_show(tx, case, found[0]):
                return gone
            since = desk.clock() - VIEW_SECONDS
            known = audit.done_since(tx, "file_opened", staff_id, case.id, since)
    except (NoSuchCaseError, UnreadableTextError):
        return gone
    if not known:
        with desk.database.atomic() as tx:
            audit.record(tx, "file_opened", staff_id=staff_id, case_id=case.id, at=desk.clock())
    kept, body = found
    response = Response(body, media_type=kept.media_type)
    # alone in a tab it can do nothing either
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response

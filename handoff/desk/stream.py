"""Server-sent events: the desk hears of everything as it happens."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from handoff.accounts import Session
from handoff.desk import words
from handoff.desk.desk import Desk
from handoff.desk.guard import Endpoint, found_session, strict
from handoff.live import DESK

__all__ = ["stream"]

HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 2000


def stream(desk: Desk) -> Endpoint:
    """The endpoint that a desk page keeps open.

    Each event carries its id, so a page that reconnects hears what it missed. A beat comes every
    15 seconds: a page that misses three knows that the connection is dead. The beat also notes
    that this colleague is present, and ends the stream once her session does.
    """

    async def endpoint(request: Request) -> Response:
        session = await run_in_threadpool(found_session, desk, request)
        if session is None:
            return strict(PlainTextResponse(words.EXPIRED, status_code=401))
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        after = int(last) if last.isascii() and last.isdigit() and len(last) < 16 else None
        response = StreamingResponse(
            _events(desk, request, session, after), media_type="text/event-stream"
        )
        response.headers["X-Accel-Buffering"] = "no"
        return strict(response)

    return endpoint


def _seen(desk: Desk, request: Request, session: Session) -> bool:
    if found_session(desk, request) is None:
        return False
    with desk.database.atomic() as tx:
        desk.accounts.seen(tx, session.id)
    return True


async def _events(
    desk: Desk, request: Request, session: Session, after: int | None
) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    if not await run_in_threadpool(_seen, desk, request, session):
        return
    yield "event: beat\ndata: {}\n\n"
    beaten = desk.clock()
    async for event in desk.feed.follow([DESK], after, HEARTBEAT_SECONDS):
        if event is not None:
            data = json.dumps({"kind": event.kind, **event.data})
            yield f"id: {event.id}\nevent: desk\ndata: {data}\n\n"
        if event is None or desk.clock() - beaten > HEARTBEAT_SECONDS:
            if not await run_in_threadpool(_seen, desk, request, session):
                yield "event: expired\ndata: {}\n\n"
                return
            beaten = desk.clock()
            yield "event: beat\ndata: {}\n\n"

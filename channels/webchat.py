"""The web chat: an anonymous conversation that survives reload and reconnect.

The browser holds a random token in a cookie no script can read; the store knows only its hash.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.engine import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from channels import messages
from channels.api import place_field, text_field
from channels.copy import COPY, Copy
from channels.http import error, read_json
from channels.inbox import Inbox, Stored
from channels.lifeline import Lifeline
from channels.message import Incoming
from channels.outbox import Outbox, Outgoing
from channels.outcome import Outcome
from channels.phrases import Phrases
from channels.rate import Rate
from channels.reception import Reception, StoreAwayError
from channels.rendering import reply_data
from channels.writer import Writer
from handoff.cases import Cases
from handoff.database import Database
from handoff.live import DESK, Event, LiveFeed, conversation_topic, events, publish

__all__ = ["WebChat"]

WEB: Final = Path(__file__).with_name("web")

COOKIE: Final = "tincay"
"""Over HTTPS with ``__Host-`` before it, so that no sibling domain can give a person its own."""
COOKIE_SECONDS: Final = 30 * 24 * 3600

QUICK_SECONDS: Final = 0.4
"""How long a sent message waits for its reply; later ones come over the event stream."""

PER_SECOND: Final = 1.0
BURST: Final = 20.0


def conversation_of(token: str) -> str:
    """The conversation behind a cookie."""
    return "web:" + hashlib.sha256(token.encode()).hexdigest()[:32]


class WebChat:
    """Page, messages, history and live events of the web chat.

    Args:
        database, inbox, outbox, cases, writer: the store.
        reception: takes messages in.
        lifeline: remembers the urgent reply given while the store was away.
        feed: tells what was committed.
        phrases: the first words of the page.
        exit_url: where quick exit goes.
        secure: cookies only over HTTPS, and also inside other sites' frames.
    """

    def __init__(
        self,
        *,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        cases: Cases,
        writer: Writer,
        reception: Reception,
        lifeline: Lifeline,
        feed: LiveFeed,
        phrases: Phrases,
        exit_url: str,
        secure: bool,
    ) -> None:
        """Read the templates."""
        self._database, self._inbox, self._outbox = database, inbox, outbox
        self._cases, self._writer, self._reception = cases, writer, reception
        self._lifeline = lifeline
        self._copy = Copy(inbox, outbox, cases)
        self._feed, self._exit_url, self._secure = feed, exit_url, secure
        self._cookie = f"__Host-{COOKIE}" if secure else COOKIE
        self._rates: dict[str, Rate] = {}
        self._phrases = phrases
        self._templates = Environment(
            loader=FileSystemLoader(WEB / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        files = sorted((WEB / "static").iterdir())
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file()))
        self._version = digest.hexdigest()[:10]

    def routes(self) -> list[BaseRoute]:
        """Everything the page needs."""
        return [
            Route("/", self.page, methods=["GET"]),
            Route("/embed", self.page, methods=["GET"]),
            Route("/embed.js", self.embed, methods=["GET"]),
            Route("/chat/messages", self.messages, methods=["POST"]),
            Route("/chat/history", self.history, methods=["GET"]),
            Route("/chat/export", self.export, methods=["GET"]),
            Route("/chat/events", self.events, methods=["GET"]),
            Route("/chat/typing", self.typing, methods=["POST"]),
            Route("/chat/leave", self.leave, methods=["POST"]),
            Mount("/chat/static", StaticFiles(directory=WEB / "static")),
        ]

    async def page(self, request: Request) -> Response:
        """The chat itself; inside a frame of a portal at ``/embed``."""
        embedded = request.url.path == "/embed"
        page = self._templates.get_template("chat.html").render(
            embedded=embedded,
            exit_url=self._exit_url,
            version=self._version,
            welcome=self._phrases.start(None),
            numbers=[
                button for button in self._phrases.numbers(None).buttons if button.phone is not None
            ],
        )
        return HTMLResponse(page)

    async def embed(self, _request: Request) -> Response:
        """The one line a portal adds: a script that opens the chat in a frame."""
        script = (WEB / "static" / "embed.js").read_text(encoding="utf-8")
        headers = {
            "cross-origin-resource-policy": "cross-origin",
            "cache-control": "public, max-age=3600",
        }
        return Response(script, media_type="text/javascript", headers=headers)

    async def messages(self, request: Request) -> Response:
        """Take a message; answer with its replies when they are there at once."""
        _same_site(request)
        body = await read_json(request)
        text = body.get("text")
        if not isinstance(text, str):
            raise HTTPException(400, messages.NO_TEXT)
        message_id = text_field(body, "id", 64, messages.BAD_MESSAGE_ID)
        payload = body.get("payload")
        token = self._token(request)
        fresh = not _valid(token)
        if fresh:
            token = secrets.token_urlsafe(24)
        conversation = conversation_of(token)
        if not self._rate(conversation).allow():
            return error(429, messages.TOO_OFTEN)
        incoming = Incoming(
            channel="web",
            conversation=conversation,
            message_id=f"{conversation}\0{message_id}",
            text=text,
            payload=payload if isinstance(payload, str) and payload else None,
            place=place_field(body),
        )
        response = await self._answer(incoming)
        if fresh:
            self._set_cookie(response, token, COOKIE_SECONDS)
        return response

    async def _answer(self, incoming: Incoming) -> Response:
        try:
            received = await self._reception.receive(incoming)
        except StoreAwayError as away:
            if away.reply is None:
                return error(503, messages.NOT_STORED)
            self._lifeline.note(incoming, away.reply)
            # not stored, so the page keeps the message and sends it again later
            body = {"error": messages.NOT_STORED, "replies": [{"id": 0, **reply_data(away.reply)}]}
            return JSONResponse(body, status_code=503)
        try:
            async with asyncio.timeout(QUICK_SECONDS):
                outcome = await asyncio.shield(received.outcome)
        except (TimeoutError, asyncio.CancelledError):
            return JSONResponse({"replies": [], "pending": True})
        return JSONResponse(_outcome(outcome))

    def _rate(self, conversation: str) -> Rate:
        if len(self._rates) > 10_000:
            self._rates = {name: rate for name, rate in self._rates.items() if not rate.full}
        return self._rates.setdefault(conversation, Rate(PER_SECOND, BURST))

    async def history(self, request: Request) -> Response:
        """What was said so far, and from where the event stream goes on.

        A browser that comes for the first time gets its cookie here, before anything is written:
        a page reloaded while the first answer is on its way still finds it.
        """
        conversation = self._conversation(request)
        if conversation is None:
            first = JSONResponse({"entries": [], "owned": False, "after": 0, "waiting": False})
            self._set_cookie(first, secrets.token_urlsafe(24), COOKIE_SECONDS)
            return first
        return JSONResponse(await asyncio.to_thread(self._history, conversation))

    def _history(self, conversation: str) -> dict[str, Any]:
        with self._database.reading() as tx:
            after = int(tx.execute(sa.select(sa.func.max(events.c.id))).scalar() or 0)
            turns = self._inbox.turns(tx, conversation, most=100)
            said = self._outbox.last(tx, conversation, most=200)
            owned = self._cases.owner(tx, conversation) is not None
        entries = [_turn(turn) for turn in turns] + [_said(outgoing) for outgoing in said]
        # at the same millisecond a message comes before what was said to it
        entries.sort(key=lambda entry: (entry["at"], entry["author"] != "me", entry["id"]))
        waiting = any(turn.state == "received" for turn in turns)
        return {"entries": entries, "owned": owned, "after": after, "waiting": waiting}

    async def export(self, request: Request) -> Response:
        """Everything kept of her conversation, as a text file she can read."""
        conversation = self._conversation(request)
        lines = await asyncio.to_thread(self._lines, conversation) if conversation else []
        headers = {"content-disposition": 'attachment; filename="tro-chuyen.txt"'}
        return PlainTextResponse("\n\n".join(lines) + "\n", headers=headers)

    def _lines(self, conversation: str) -> list[str]:
        with self._database.reading() as tx:
            return self._copy.lines(tx, conversation)

    async def events(self, request: Request) -> Response:
        """Replies, staff coming and going, typing: as server-sent events."""
        conversation = self._conversation(request)
        if conversation is None:
            return Response(status_code=204)  # tells EventSource to stop
        last = request.headers.get("last-event-id") or request.query_params.get("after") or ""
        after = int(last) if last.isascii() and last.isdigit() and len(last) < 16 else None
        return StreamingResponse(
            self._stream(conversation, after),
            media_type="text/event-stream",
            headers={"x-accel-buffering": "no"},
        )

    async def _stream(self, conversation: str, after: int | None) -> AsyncIterator[str]:
        yield "retry: 2000\n\n"
        topics = [conversation_topic(conversation)]
        async for event in self._feed.follow(topics, after=after):
            if event is None:
                yield ": \n\n"
                continue
            data = await asyncio.to_thread(self._event, event)
            if data is not None:
                payload = json.dumps(data, ensure_ascii=False)
                yield f"id: {event.id}\nevent: {event.kind}\ndata: {payload}\n\n"

    def _event(self, event: Event) -> dict[str, Any] | None:
        if event.kind != "reply":
            return event.data
        with self._database.reading() as tx:
            outgoing = self._outbox.get(tx, int(event.data["id"]))
        return None if outgoing is None else _said(outgoing)

    async def typing(self, request: Request) -> Response:
        """She is writing: the desk may show it, nothing of it is kept."""
        _same_site(request)
        conversation = self._conversation(request)
        if conversation is not None:
            self._writer.submit(lambda tx: self._tell_desk(tx, conversation))
        return Response(status_code=204)

    def _tell_desk(self, tx: Connection, conversation: str) -> None:
        case = self._cases.owner(tx, conversation)
        if case is not None:
            publish(tx, DESK, "typing", {"case": case.id})

    async def leave(self, request: Request) -> Response:
        """End the session of this browser; the conversation cannot be opened from it again."""
        _same_site(request)
        response = Response(status_code=204)
        response.headers["clear-site-data"] = '"cache", "storage"'
        self._set_cookie(response, "", 0)
        return response

    def _set_cookie(self, response: Response, token: str, seconds: int) -> None:
        where = "Path=/; Secure; SameSite=None; Partitioned"
        if not self._secure:
            where = "Path=/chat; SameSite=Lax"
        response.headers.append(
            "set-cookie", f"{self._cookie}={token}; Max-Age={seconds}; HttpOnly; {where}"
        )

    def _token(self, request: Request) -> str:
        return request.cookies.get(self._cookie) or ""

    def _conversation(self, request: Request) -> str | None:
        token = self._token(request)
        return conversation_of(token) if _valid(token) else None


def _valid(token: str) -> bool:
    return 20 <= len(token) <= 64 and token.isascii()


def _same_site(request: Request) -> None:
    """Refuse what another site's page sends with her cookie.

    Raises:
        HTTPException: 403.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise HTTPException(403, messages.OTHER_SITE)
        return
    origin = request.headers.get("origin")
    if origin is not None and origin.split("://", 1)[-1] != request.headers.get("host"):
        raise HTTPException(403, messages.OTHER_SITE)


def _outcome(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"replies": [], "pending": False}
    return {
        "replies": [
            {"id": id, "author": "bot", **reply_data(reply)} for id, reply in outcome.replies
        ],
        "pending": False,
        "owned": outcome.owned,
        "erased": outcome.erased,
    }


def _turn(turn: Stored) -> dict[str, Any]:
    message = turn.incoming
    name = message.message_id.rsplit("\0", 1)[-1]
    return {
        "author": "me",
        "id": turn.id,
        "name": name,
        "text": message.text,
        "at": turn.received_at,
    }


def _said(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "author": "bot" if outgoing.author == COPY else outgoing.author,
        "id": outgoing.id,
        "at": outgoing.created_at,
        "erased": outgoing.farewell,
        **reply_data(outgoing.reply),
    }

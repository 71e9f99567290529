"""``POST /api/messages`` and ``GET /api/health``: for integrations, tests and the operator."""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels import messages
from channels.assistant import AssistantClient
from channels.http import error, read_json
from channels.inbox import Inbox
from channels.message import Incoming, clean
from channels.outbox import Outbox
from channels.outcome import Outcome
from channels.reception import Received, Reception, StoreAwayError
from channels.rendering import reply_data
from handoff.cases import Cases
from handoff.database import Database

__all__ = ["Api"]

ANSWER_SECONDS: Final = 60.0
"""How long a caller waits for the replies to its message."""

_PLACE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def text_field(body: dict[str, Any], name: str, limit: int, sentence: str) -> str:
    """A string of a JSON body.

    Raises:
        HTTPException: 400 with ``sentence`` when it is missing, empty or too long.
    """
    value = body.get(name)
    if not isinstance(value, str) or len(value) > limit or not clean(value):
        raise HTTPException(400, sentence)
    return clean(value)


def place_field(body: dict[str, Any]) -> str | None:
    """The id of a place in a JSON body, ``None`` where there is none.

    Raises:
        HTTPException: 400, it has not the shape of one.
    """
    value = body.get("place")
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 64 or not _PLACE.fullmatch(value):
        raise HTTPException(400, messages.BAD_PLACE)
    return value


class Api:
    """The routes.

    Args:
        database, inbox, outbox, cases: to read what became of a message.
        reception: takes messages in.
        assistant: whose health is told.
    """

    def __init__(
        self,
        *,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        cases: Cases,
        reception: Reception,
        assistant: AssistantClient,
    ) -> None:
        """Keep what is needed."""
        self._database, self._inbox, self._outbox = database, inbox, outbox
        self._cases, self._reception, self._assistant = cases, reception, assistant

    def routes(self) -> list[Route]:
        """Both routes."""
        return [
            Route("/api/messages", self.messages, methods=["POST"]),
            Route("/api/health", self.health, methods=["GET"]),
        ]

    async def messages(self, request: Request) -> Response:
        """One message in, its replies out."""
        body = await read_json(request)
        conversation = text_field(body, "conversation", 128, messages.NO_CONVERSATION)
        if not isinstance(body.get("text"), str):
            raise HTTPException(400, messages.NO_TEXT)
        message_id = uuid.uuid4().hex
        if body.get("message_id") is not None:
            message_id = text_field(body, "message_id", 128, messages.BAD_MESSAGE_ID)
        incoming = Incoming(
            channel="api",
            conversation=f"api:{conversation}",
            message_id=f"{conversation}\0{message_id}",
            text=body["text"],
            place=place_field(body),
        )
        try:
            received = await self._reception.receive(incoming)
        except StoreAwayError as away:
            if away.reply is None:
                return error(503, messages.NOT_STORED)
            level = str(away.triage.level)
            return JSONResponse({"replies": [reply_data(away.reply)], "level": level})
        outcome = await self._outcome(received)
        answer: dict[str, Any] = {
            "replies": [reply_data(reply) for _, reply in outcome.replies],
            "level": str(outcome.level),
        }
        if outcome.case is not None:
            answer["case"] = outcome.case
        return JSONResponse(answer)

    async def _outcome(self, received: Received) -> Outcome:
        outcome = None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                outcome = await asyncio.shield(received.outcome)
        except (TimeoutError, asyncio.CancelledError):
            if not received.outcome.done() and not received.outcome.cancelled():
                outcome = None
        if outcome is not None:
            return outcome
        return await asyncio.to_thread(self._read, received)

    def _read(self, received: Received) -> Outcome:
        """What the store says of a message that was handled before."""
        with self._database.reading() as tx:
            stored = self._inbox.find(tx, received.stored.id) or received.stored
            said = self._outbox.answers(tx, stored.id)
            case = self._cases.current(tx, stored.incoming.conversation)
        replies = tuple((outgoing.id, outgoing.reply) for outgoing in said)
        return Outcome(stored.level or "none", replies, case.number if case else None)

    async def health(self, _request: Request) -> Response:
        """Whether messages can be taken in, and whether the assistant answers."""
        try:
            async with asyncio.timeout(2.0):
                await asyncio.to_thread(self._look)
        except Exception:
            body = {"status": "store_away", "assistant": self._assistant.up}
            return JSONResponse(body, status_code=503)
        return JSONResponse({"status": "ok", "assistant": self._assistant.up})

    def _look(self) -> None:
        with self._database.reading() as tx:
            self._outbox.newest(tx)

"""Zalo Official Account: signed events in by webhook, replies out through the outbox."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from typing import Any, Final

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels import messages, zalo_signature
from channels import zalo_limits as limits
from channels.http import error
from channels.lifeline import Lifeline
from channels.message import Incoming
from channels.metrics import REJECTED
from channels.reception import Reception, StoreAwayError
from channels.writer import Writer
from channels.zalo_event import read_event
from channels.zalo_files import ZaloFiles
from channels.zalo_sender import ZaloSender
from channels.zalo_signature import TimestampFrom
from channels.zalo_token import ZaloToken
from handoff.cipher import Cipher

__all__ = ["Zalo"]

logger = logging.getLogger(__name__)

TOKEN_SECONDS: Final = 600.0
"""How often the access token is looked at."""


class Zalo:
    """The Zalo channel.

    Args:
        app_id, app_secret: of our app.
        oa_id: of the Official Account; events of others are not ours. ``""``: not checked.
        oa_secret: signs the webhook.
        refresh_token: from the OA's admin page; renewed by us from then on.
        api_base, oauth_base: Zalo's addresses.
        timestamp_from: where the signature's timestamp is.
        file_hosts: where photos and voice messages may be fetched from.
        cipher, writer: the store.
        reception: takes messages in.
        lifeline: tells the urgent reply while the store is away.
        transport: in place of the network, for tests.
    """

    def __init__(
        self,
        *,
        app_id: str,
        app_secret: str,
        oa_id: str,
        oa_secret: str,
        refresh_token: str,
        api_base: str,
        oauth_base: str,
        cipher: Cipher,
        writer: Writer,
        reception: Reception,
        lifeline: Lifeline,
        timestamp_from: TimestampFrom = "body",
        file_hosts: Sequence[str] = limits.FILE_HOSTS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Nothing is called yet."""
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(20.0, connect=5.0, pool=None),
            transport=transport,
            trust_env=False,
        )
        self._app_id, self._oa_id, self._oa_secret = app_id, oa_id, oa_secret
        self._timestamp_from = timestamp_from
        self._reception, self._lifeline = reception, lifeline
        self._telling: set[asyncio.Task[None]] = set()
        self.token = ZaloToken(
            client=self._client,
            oauth_base=oauth_base,
            app_id=app_id,
            app_secret=app_secret,
            seed=refresh_token,
            cipher=cipher,
            writer=writer,
        )
        self.sender = ZaloSender(self._client, api_base, self.token)
        self.files = ZaloFiles(self._client, file_hosts)

    def routes(self) -> list[Route]:
        """The webhook."""
        return [Route("/webhooks/zalo", self.webhook, methods=["POST"])]

    async def run(self) -> None:
        """Keep a valid access token at hand, also while nobody writes; until cancelled.

        So the first reply of the day does not wait for it, it is there while the store is away,
        and the refresh token, good for three months, does not run out in a quiet year.
        """
        while True:
            with contextlib.suppress(Exception):  # said in the log already; the next round may do
                await self.token.get()
            await asyncio.sleep(TOKEN_SECONDS)

    async def close(self) -> None:
        """Give the connections back."""
        for task in tuple(self._telling):
            task.cancel()
        await self.token.settle()
        await self._client.aclose()

    async def webhook(self, request: Request) -> Response:
        """Take one event; 200 once it is stored, anything else makes Zalo send it again."""
        body = await request.body()
        given = request.headers.get(zalo_signature.HEADER, "")
        if not given and body.strip() in (b"", b"{}"):
            return JSONResponse({"ok": True})  # how Zalo looks whether somebody is here
        if not zalo_signature.valid(
            given,
            body,
            app_id=self._app_id,
            secret=self._oa_secret,
            header_timestamp=request.headers.get(zalo_signature.TIMESTAMP_HEADER, ""),
            timestamp_from=self._timestamp_from,
        ):
            REJECTED.labels("zalo", "signature").inc()
            return error(403, messages.BAD_SIGNATURE)
        try:
            incoming = self._read(body)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            # signed but not an event we know: sending it again would not help
            logger.warning("zalo event: %s", type(problem).__name__)
            REJECTED.labels("zalo", "event").inc()
            return JSONResponse({"ok": True})
        if incoming is None:
            return JSONResponse({"ok": True})
        try:
            await self._reception.receive(incoming)
        except StoreAwayError as away:
            if away.reply is not None:  # Zalo waits two seconds for us, sending may take longer
                telling = self._lifeline.tell(self.sender, incoming, away.reply)
                task = asyncio.ensure_future(telling)
                self._telling.add(task)
                task.add_done_callback(self._telling.discard)
            return error(503, messages.NOT_STORED)
        return JSONResponse({"ok": True})

    def _read(self, body: bytes) -> Incoming | None:
        event: dict[str, Any] = json.loads(body)
        if self._oa_id and not self._ours(event):
            logger.warning("zalo event of another OA")
            return None
        return read_event(event)

    def _ours(self, event: dict[str, Any]) -> bool:
        """Whether the event names our OA, or none."""
        named = {str(event["oa_id"])} if event.get("oa_id") else set()
        name = str(event["event_name"])
        holder = "sender" if name.startswith("oa_send_") else "recipient"
        found = event.get(holder)
        if isinstance(found, dict) and found.get("id"):
            named.add(str(found["id"]))
        return not named or self._oa_id in named

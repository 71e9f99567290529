"""Telegram: updates in by polling or webhook, replies out through the outbox."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import warnings
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot, BotCommand
from telegram.constants import ChatAction
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from channels import messages
from channels import telegram_limits as limits
from channels.commands import COMMANDS
from channels.http import error, read_json
from channels.lifeline import Lifeline
from channels.message import Incoming
from channels.metrics import REJECTED
from channels.outbox import Outbox
from channels.reception import Received, Reception, StoreAwayError
from channels.telegram_files import TelegramFiles
from channels.telegram_sender import TelegramSender, callback_data, request, seconds_of
from channels.telegram_update import blocked_conversation, read_update
from channels.writer import Writer
from handoff.database import Database

__all__ = ["Telegram"]

logger = logging.getLogger(__name__)

TYPING_AFTER: Final = 0.7
TYPING_EVERY: Final = 4.5
TYPING_TIMES: Final = 12
TYPING_AT_ONCE: Final = 8
"""To so many people at a time; with more waiting, Telegram's limit is kept for the replies."""


class Telegram:
    """The Telegram channel.

    Args:
        token: the bot's token.
        api_base: address of the Bot API.
        webhook_secret: with it and ``public_url`` updates come by webhook, else by polling.
        public_url: how Telegram reaches us.
        duty_chat: id of the duty group, whose talk is not for us.
        database, outbox, writer: the store.
        reception: takes messages in.
        lifeline: tells the urgent reply while the store is away.
    """

    def __init__(
        self,
        *,
        token: str,
        api_base: str,
        webhook_secret: str,
        public_url: str,
        duty_chat: str,
        database: Database,
        outbox: Outbox,
        writer: Writer,
        reception: Reception,
        lifeline: Lifeline,
    ) -> None:
        """Nothing is called before :meth:`run`."""
        base = api_base.rstrip("/")
        self._request = request(30.0, 32)
        self._bot = Bot(token, base_url=f"{base}/bot", request=self._request)
        self._secret, self._public_url = webhook_secret, public_url.rstrip("/")
        self._duty_chat = duty_chat
        self._database, self._outbox, self._writer = database, outbox, writer
        self._reception, self._lifeline = reception, lifeline
        self._username = ""
        self._typing_to = 0
        self._aside_tasks: set[asyncio.Task[None]] = set()
        self.sender = TelegramSender(self._bot)
        self.files = TelegramFiles(token, base)

    def routes(self) -> list[Route]:
        """The webhook."""
        return [Route("/webhooks/telegram", self.webhook, methods=["POST"])]

    async def webhook(self, request: Request) -> Response:
        """Take one update; 200 once it is stored, anything else makes Telegram send it again."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret.encode()):
            REJECTED.labels("telegram", "secret").inc()
            return error(403, messages.BAD_SIGNATURE)
        try:
            await self._take(await read_json(request))
        except StoreAwayError:
            return error(503, messages.NOT_STORED)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            # not an update we know: sending it again would not help
            logger.warning("telegram update: %s", type(problem).__name__)
            REJECTED.labels("telegram", "update").inc()
        return JSONResponse({"ok": True})

    async def run(self) -> None:
        """Announce ourselves and, without a webhook, poll; until cancelled."""
        try:
            await self._begin()
            if self._by_webhook:
                await asyncio.Event().wait()
            await self._poll()
        finally:
            for task in tuple(self._aside_tasks):
                task.cancel()

    async def close(self) -> None:
        """Give the connections back, once nothing is on its way over them."""
        for client in (self._request.shutdown, self.files.close):
            with contextlib.suppress(Exception):
                await client()

    @property
    def _by_webhook(self) -> bool:
        return bool(self._secret and self._public_url)

    async def _begin(self) -> None:
        """Say who we are and where updates should go, again until Telegram is there."""
        wait = 1.0
        while True:
            try:
                me = await self._raw("getMe")
                self._username = str(me.get("username") or "")
                self.sender.username = self._username
                await self._choose_way()
                with contextlib.suppress(TelegramError):
                    menu = [BotCommand(name, line) for name, line in COMMANDS.items()]
                    await self._bot.set_my_commands(menu)
                return
            except Exception as problem:
                logger.warning("telegram: %s", type(problem).__name__)
                await asyncio.sleep(60.0 if isinstance(problem, InvalidToken) else wait)
                wait = min(wait * 2, 30.0)

    async def _choose_way(self) -> None:
        if self._by_webhook:
            await self._bot.set_webhook(
                f"{self._public_url}/webhooks/telegram",
                secret_token=self._secret,
                allowed_updates=list(limits.ALLOWED_UPDATES),
            )
            return
        with contextlib.suppress(TelegramError):  # no server but Telegram's own needs it
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def _poll(self) -> None:
        """Fetch updates; the next are asked for once these are stored."""
        offset: int | None = None
        while True:
            try:
                updates = await self._fetch(offset)
            except RetryAfter as problem:
                await asyncio.sleep(seconds_of(problem))
            except Conflict:
                logger.error("telegram: another process polls with this token, or a webhook is set")
                await asyncio.sleep(10.0)
            except TelegramError as problem:
                logger.warning("telegram: %s", type(problem).__name__)
                await asyncio.sleep(2.0)
            else:
                for update in updates:
                    await self._keep(update)
                    offset = int(update["update_id"]) + 1
                if not updates:  # a server that answers at once is not asked without pause
                    await asyncio.sleep(0.2)

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {
            "timeout": limits.POLL_SECONDS,
            "allowed_updates": list(limits.ALLOWED_UPDATES),
        }
        if offset is not None:
            asked["offset"] = offset
        updates = await self._raw("getUpdates", asked, limits.POLL_SECONDS + 10.0)
        return [u for u in updates if isinstance(u, dict) and "update_id" in u]

    async def _raw(
        self, method: str, asked: dict[str, Any] | None = None, seconds: float = 30.0
    ) -> Any:
        """An answer as it comes: what PTB cannot parse in one update would hold up the others."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # it would rather parse
            return await self._bot.do_api_request(method, api_kwargs=asked, read_timeout=seconds)

    async def _keep(self, update: Mapping[str, Any]) -> None:
        """Store an update, however long the store is away."""
        while True:
            try:
                await self._take(update)
                return
            except StoreAwayError:
                await asyncio.sleep(1.0)
            except (KeyError, TypeError, ValueError, AttributeError) as problem:
                logger.warning("telegram update: %s", type(problem).__name__)
                REJECTED.labels("telegram", "update").inc()
                return

    async def _take(self, update: Mapping[str, Any]) -> None:
        """Store what an update says.

        Raises:
            StoreAwayError: it is not stored.
        """
        gone = blocked_conversation(update)
        if gone is not None:
            await self._writer.write(
                lambda tx: self._outbox.unreachable(tx, gone, "blocked_by_user")
            )
            return
        incoming = read_update(update, username=self._username, duty_chat=self._duty_chat)
        if incoming is None:
            return
        if incoming.payload is not None:
            self._aside(self._answer_tap(update["callback_query"]))
            incoming = await asyncio.to_thread(self._with_payload, incoming)
        try:
            received = await self._reception.receive(incoming)
        except StoreAwayError as away:
            if away.reply is not None:
                self._aside(self._lifeline.tell(self.sender, incoming, away.reply))
            raise
        if received.stored.new:
            self._aside(self._typing(incoming.conversation, received))

    def _with_payload(self, incoming: Incoming) -> Incoming:
        """The payload behind a button's hash, found among the replies that had it."""
        data = incoming.payload or ""
        if not data.startswith("#"):
            return replace(incoming, text=data)
        with self._database.reading() as tx:
            said = self._outbox.last(tx, incoming.conversation)
        for outgoing in reversed(said):
            for button in outgoing.reply.buttons:
                if button.payload and callback_data(button.payload) == data:
                    return replace(incoming, text=button.title, payload=button.payload)
        return replace(incoming, payload=None)

    async def _answer_tap(self, tap: Mapping[str, Any]) -> None:
        """Stop the button's clock and take the quick replies away: they are answered."""
        with contextlib.suppress(TelegramError):
            await self._bot.answer_callback_query(tap["id"])
        message = tap.get("message") or {}
        with contextlib.suppress(TelegramError, KeyError):
            await self._bot.edit_message_reply_markup(
                chat_id=message["chat"]["id"], message_id=message["message_id"], reply_markup=None
            )

    async def _typing(self, conversation: str, received: Received) -> None:
        """Show that an answer is being written for as long as it is."""
        chat = conversation.removeprefix("telegram:")
        done, _pending = await asyncio.wait([received.outcome], timeout=TYPING_AFTER)
        if done or self._typing_to >= TYPING_AT_ONCE:
            return
        self._typing_to += 1
        try:
            for _ in range(TYPING_TIMES):
                with contextlib.suppress(TelegramError):
                    await self._bot.send_chat_action(chat, ChatAction.TYPING)
                done, _pending = await asyncio.wait([received.outcome], timeout=TYPING_EVERY)
                if done:
                    return
        finally:
            self._typing_to -= 1

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._aside_tasks.add(task)
        task.add_done_callback(self._aside_tasks.discard)

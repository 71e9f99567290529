"""Replies as Telegram takes them, and its refusals by name."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from channels import telegram_limits as limits
from channels.rate import Rates
from channels.rendering import split
from channels.sending import RefusedError, TryLaterError, UnreachableError
from handoff.reply import Button, Reply

# PTB's way of saying times from its next version on; without it each use warns
os.environ.setdefault("PTB_TIMEDELTA", "true")

__all__ = ["Part", "TelegramSender", "callback_data", "request", "seconds_of"]

_GONE: Final = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid")
_FLOOD_SECONDS: Final = 5.0
_SELF: Final = "https://t.me/"
"""A button of the router with this address opens the private chat with us."""


class _Request(HTTPXRequest):
    """PTB's own, which also reads the milliseconds that some servers put into ``date``."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            found = json.loads(payload.decode("utf-8", "replace"), object_hook=_in_seconds)
        except ValueError as error:  # PTB would log the whole answer, words included
            raise TelegramError("Invalid server response") from error
        return dict(found) if isinstance(found, dict) else {"ok": False}


def _in_seconds(value: dict[str, Any]) -> dict[str, Any]:
    for field in ("date", "edit_date", "forward_date"):
        if isinstance(value.get(field), int | float) and value[field] > 10**11:
            value[field] = int(value[field]) // 1000
    return value


def request(read_seconds: float, connections: int) -> HTTPXRequest:
    """A connection pool for a bot."""
    return _Request(
        connection_pool_size=connections,
        read_timeout=read_seconds,
        write_timeout=10.0,
        connect_timeout=5.0,
        pool_timeout=30.0,
        httpx_kwargs={"trust_env": False},
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One Telegram message: text and rows of buttons."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()


class TelegramSender:
    """Sends parts of replies.

    Args:
        bot: PTB's bot.
    """

    channel = "telegram"

    def __init__(self, bot: Bot) -> None:
        """All rates are full; ``username`` is set once Telegram has said it."""
        self._bot = bot
        self.username = ""
        self._private = Rates(
            limits.MESSAGES_PER_SECOND, limits.PRIVATE_PER_SECOND, limits.PRIVATE_BURST
        )
        self._group = Rates(limits.MESSAGES_PER_SECOND, limits.GROUP_PER_SECOND, limits.GROUP_BURST)
        self._flooded: dict[str, float] = {}

    def parts(self, reply: Reply) -> list[Part]:
        """Texts of at most 4,096 characters; the buttons stand under the last.

        Telegram has no call buttons: a number that the text does not have is added to it, where
        it can be tapped.
        """
        text = reply.text
        missing = [
            button.title if button.phone in button.title else f"{button.title}: {button.phone}"
            for button in reply.buttons
            if button.phone and button.phone not in text
        ]
        if missing:
            text = "\n".join((text, *missing))
        texts = split(text, limits.TEXT)
        return [*(Part(part) for part in texts[:-1]), Part(texts[-1], _rows(reply.buttons))]

    async def send(self, conversation: str, part: Part, *, urgent: bool) -> str:
        """Send one part; urgent ones cannot be forwarded or saved from the chat."""
        chat = conversation.removeprefix("telegram:")
        rates = self._group if chat.startswith("-") else self._private
        await rates.wait(conversation, urgent=urgent)
        try:
            message = await self._bot.send_message(
                chat_id=chat,
                text=part.text,
                reply_markup=self._markup(part.rows),
                protect_content=urgent or None,
                disable_notification=None,
            )
        except TelegramError as error:
            raise self._named(conversation, error) from error
        return str(message.message_id)

    async def delete(self, conversation: str, ids: Sequence[str]) -> None:
        """Delete hers and ours as far as Telegram lets us: those of the last 48 hours."""
        chat = conversation.removeprefix("telegram:")
        # a tap has an id of its own kind: there is no message of hers to delete
        said = [id.split(":")[-1] for id in ids if not id.startswith("tap:")]
        numbers = sorted({int(last) for last in said if last.isdigit()})
        for at in range(0, len(numbers), limits.DELETE_AT_ONCE):
            some = numbers[at : at + limits.DELETE_AT_ONCE]
            await self._delete(conversation, chat, some)

    async def _delete(self, conversation: str, chat: str, ids: Sequence[int]) -> None:
        """Delete some; where Telegram refuses them together, each half by itself."""
        try:
            await self._bot.delete_messages(chat, ids)
        except BadRequest:
            middle = len(ids) // 2
            if middle:
                await self._delete(conversation, chat, ids[:middle])
                await self._delete(conversation, chat, ids[middle:])
        except (RetryAfter, NetworkError) as error:
            raise self._named(conversation, error) from error
        except TelegramError:
            return

    def _markup(self, rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
        keys = [[self._key(button) for button in row] for row in rows]
        return InlineKeyboardMarkup(keys) if keys else None

    def _key(self, button: Button) -> InlineKeyboardButton:
        if button.url == _SELF:
            return InlineKeyboardButton(button.title, url=f"{_SELF}{self.username}")
        if button.url:
            return InlineKeyboardButton(button.title, url=button.url)
        data = callback_data(button.payload or "")
        return InlineKeyboardButton(button.title, callback_data=data)

    def _named(
        self, conversation: str, error: TelegramError
    ) -> TryLaterError | RefusedError | UnreachableError:
        """What a failure means for the outbox."""
        words = error.message.lower()
        if isinstance(error, RetryAfter):
            return TryLaterError(
                "too_many_requests", seconds_of(error), everybody=self._flood(conversation)
            )
        if isinstance(error, Forbidden):
            return UnreachableError("blocked_by_user")
        if isinstance(error, ChatMigrated) or any(sign in words for sign in _GONE):
            return UnreachableError("chat_gone")
        if isinstance(error, BadRequest):
            return RefusedError("bad_request")
        if isinstance(error, InvalidToken):
            return TryLaterError("invalid_token", 60.0, everybody=True)
        if isinstance(error, TimedOut):
            return TryLaterError("timed_out")
        return TryLaterError("network" if isinstance(error, NetworkError) else "telegram")

    def _flood(self, conversation: str) -> bool:
        """Whether Telegram slows all of us down, not one chat."""
        now = time.monotonic()
        self._flooded = {
            name: at for name, at in self._flooded.items() if now - at < _FLOOD_SECONDS
        }
        self._flooded[conversation] = now
        return len(self._flooded) > 1


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, dt.timedelta) else float(after)


def callback_data(payload: str) -> str:
    """What a button carries: the payload, or a hash of one that is too long."""
    if len(payload.encode()) <= limits.CALLBACK_DATA and not payload.startswith("#"):
        return payload
    return "#" + hashlib.sha256(payload.encode()).hexdigest()[:32]


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Short titles two in a row, long ones alone; no call buttons, no addresses we cannot open."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        if button.phone or (button.url and not button.url.startswith(("https://", "http://"))):
            continue
        short = len(button.title) <= 16
        if rows and short and len(rows[-1]) == 1 and len(rows[-1][0].title) <= 16:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)

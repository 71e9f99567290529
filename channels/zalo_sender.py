"""Replies as Zalo takes them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from channels import zalo_limits as limits
from channels.rate import Rates
from channels.rendering import split
from channels.sending import TryLaterError
from channels.zalo_errors import TOKEN_ERRORS, UNSUPPORTED_TYPE, named
from channels.zalo_token import ZaloToken, ZaloTokenError
from handoff.reply import Button, Reply

__all__ = ["Part", "ZaloSender"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """One Zalo message: text and at most five buttons."""

    text: str
    buttons: tuple[Button, ...] = ()


class ZaloSender:
    """Sends parts of replies.

    Args:
        client: HTTP client.
        api_base: address of the OpenAPI.
        token: gives the access token.
    """

    channel = "zalo"

    def __init__(self, client: httpx.AsyncClient, api_base: str, token: ZaloToken) -> None:
        """The rate is full."""
        self._client, self._token = client, token
        self._url = f"{api_base.rstrip('/')}/v3.0/oa/message/cs"
        self._rates = Rates(limits.MESSAGES_PER_SECOND)

    def parts(self, reply: Reply) -> list[Part]:
        """Texts of at most 2,000 characters; buttons under the last, more than five go on."""
        texts = split(reply.text, limits.TEXT)
        usable = [
            button
            for button in reply.buttons
            if len(button.payload or button.url or button.phone or "") <= limits.BUTTON_PAYLOAD
        ]
        groups = [
            tuple(usable[at : at + limits.BUTTONS]) for at in range(0, len(usable), limits.BUTTONS)
        ] or [()]
        first = [*(Part(text) for text in texts[:-1]), Part(texts[-1], groups[0])]
        return [*first, *(Part("…", group) for group in groups[1:])]

    async def send(self, conversation: str, part: Part, *, urgent: bool) -> str:
        """Send one part, as plain text where Zalo does not take buttons."""
        try:
            return await self._send(conversation, part, urgent=urgent)
        except _UnsupportedError as error:
            if not part.buttons:
                raise named(UNSUPPORTED_TYPE) from error
            return await self._send(conversation, Part(_in_words(part)), urgent=urgent)

    async def _send(self, conversation: str, part: Part, *, urgent: bool) -> str:
        await self._rates.wait(conversation, urgent=urgent)
        try:
            access = await self._token.get()
        except ZaloTokenError as error:
            after = 300.0 if error.lasting else 5.0
            raise TryLaterError(error.name, after, everybody=True) from error
        try:
            response = await self._client.post(
                self._url, json=_body(conversation, part), headers={"access_token": access}
            )
            answer = response.json()
        except httpx.TimeoutException as error:
            raise TryLaterError("timed_out") from error
        except httpx.HTTPError as error:
            raise TryLaterError("network") from error
        except ValueError as error:
            raise TryLaterError(f"status_{response.status_code}") from error
        code = _code(answer)
        if response.status_code >= 500 and code == 0:
            raise TryLaterError(f"status_{response.status_code}")
        if code in TOKEN_ERRORS:
            self._token.spoil(access)
        if code == UNSUPPORTED_TYPE:
            raise _UnsupportedError
        if code != 0:
            raise named(code)
        data = answer.get("data")
        return str(data.get("message_id", "")) if isinstance(data, dict) else ""

    async def delete(self, conversation: str, ids: Sequence[str]) -> None:
        """Zalo deletes nothing for us; the reply says so."""


class _UnsupportedError(Exception):
    """Zalo does not take such a message."""


def _code(answer: Any) -> int:
    """Zalo's ``error``; anything that is no answer counts as a failed sending."""
    if not isinstance(answer, dict):
        return -200
    try:
        return int(answer.get("error", -200))
    except (TypeError, ValueError):
        return -200


def _body(conversation: str, part: Part) -> dict[str, Any]:
    _, _, name = conversation.partition(":")
    message: dict[str, Any] = {"text": part.text}
    if name.startswith("anonymous:"):
        _, person, conversation_id = name.split(":", 2)
        # without an account there are no buttons
        message["text"] = _in_words(part) if part.buttons else part.text
        recipient = {"anonymous_id": person, "conversation_id": conversation_id}
        return {"recipient": recipient, "message": message}
    if part.buttons:
        message["attachment"] = {
            "type": "template",
            "payload": {"buttons": [_button(button) for button in part.buttons]},
        }
    return {"recipient": {"user_id": name}, "message": message}


def _button(button: Button) -> dict[str, Any]:
    title = button.title[: limits.BUTTON_TITLE]
    if button.phone:
        return {"title": title, "type": "oa.open.phone", "payload": {"phone_code": button.phone}}
    if button.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": button.url}}
    # what she taps comes back as her text: words are shown, the assistant's own names are not
    payload = button.payload or ""
    kind = "oa.query.hide" if payload.startswith("/") else "oa.query.show"
    return {"title": title, "type": kind, "payload": payload}


def _in_words(part: Part) -> str:
    """Text that also names the buttons: numbers that it lacks, and what one can answer."""
    lines = [part.text]
    for button in part.buttons:
        target = button.phone or button.url
        if target and target not in part.text:
            lines.append(
                f"{button.title}: {target}" if target not in button.title else button.title
            )
        elif button.payload and not button.payload.startswith("/"):
            lines.append(f"• {button.payload}")
    return "\n".join(lines)[: limits.TEXT]

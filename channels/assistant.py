"""The assistant as the front sees it: Rasa's REST channel, which may be slow, broken or away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from channels.metrics import ASSISTANT_UP
from channels.rendering import as_button
from handoff.reply import Button, Reply

__all__ = ["Answer", "AssistantAwayError", "AssistantClient", "AssistantFailedError", "parse"]

logger = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 30.0
"""How long one message may take before it counts as failed."""

FAILURES_TO_OPEN: Final = 3
"""Failures in a row after which the assistant is left alone until it answers a probe."""

PROBE_SECONDS: Final = 1.0
TITLE: Final = 80


class AssistantAwayError(Exception):
    """Nobody answers at its address; the message can wait."""


class AssistantFailedError(Exception):
    """It is there but could not answer this message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant said.

    Attributes:
        replies: in order, for the person.
        effects: ``custom`` payloads to carry out, such as ``{"privacy": "erase"}``.
    """

    replies: tuple[Reply, ...] = ()
    effects: tuple[Mapping[str, Any], ...] = field(default=())


def parse(messages: Any) -> Answer:
    """Rasa's answer as values; parts of an unknown shape are left out."""
    replies: list[Reply] = []
    effects: list[Mapping[str, Any]] = []
    for message in messages if isinstance(messages, list) else ():
        if not isinstance(message, Mapping):
            continue
        custom = message.get("custom")
        buttons = [*_quick(message.get("buttons"))]
        if isinstance(custom, Mapping):
            buttons += _calls(custom.get("call"))
            effect = {name: value for name, value in custom.items() if name != "call"}
            if effect:
                effects.append(effect)
        text = str(message.get("text") or "").strip()
        if text:
            replies.append(Reply(text, tuple(buttons)))
        elif buttons and replies:  # buttons that came apart from their text
            last = replies.pop()
            replies.append(Reply(last.text, (*last.buttons, *buttons)))
    return Answer(tuple(replies), tuple(effects))


def _quick(buttons: Any) -> list[Button]:
    found = []
    for button in buttons if isinstance(buttons, list) else ():
        title, payload = str(button.get("title") or ""), str(button.get("payload") or "")
        url, phone = button.get("url"), button.get("phone")
        if not title:
            continue
        if phone:
            found.append(as_button({"title": title[:TITLE], "phone": str(phone)}))
        elif url:
            found.append(as_button({"title": title[:TITLE], "url": str(url)}))
        else:
            found.append(as_button({"title": title[:TITLE], "payload": payload or title}))
    return found


def _calls(calls: Any) -> list[Button]:
    return [
        Button(str(call["title"])[:TITLE], phone=str(call["phone"]))
        for call in (calls if isinstance(calls, list) else ())
        if isinstance(call, Mapping) and call.get("title") and call.get("phone")
    ]


class AssistantClient:
    """Asks Rasa, and knows whether it is there.

    Args:
        url: where Rasa listens, such as ``http://127.0.0.1:5005``.
        seconds: how long an answer may take.
        at_once: messages in flight; the others wait their turn in the front.
        transport: for tests.
    """

    def __init__(
        self,
        url: str,
        *,
        seconds: float = ANSWER_SECONDS,
        at_once: int = 16,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Nothing is asked yet; it counts as away until the first probe or answer."""
        self._client = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(seconds, connect=2.0, pool=None),
            limits=httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once),
            transport=transport,
            trust_env=False,
        )
        self._up = False
        self._failures = 0
        self._listeners: list[Callable[[], None]] = []
        self._down_since = time.monotonic()

    @property
    def up(self) -> bool:
        """Whether it answered lately."""
        return self._up

    def when_back(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` whenever the assistant comes back."""
        self._listeners.append(listener)

    async def ask(self, sender: str, message: str, metadata: Mapping[str, Any]) -> Answer:
        """Send a message, get the answer.

        Args:
            sender: name of the conversation at Rasa.
            message: her text, or ``/intent`` of a button.
            metadata: what the front knows of the message.

        Raises:
            AssistantAwayError: nobody is there.
            AssistantFailedError: it answered with an error, or not in time.
        """
        if not self._up:
            raise AssistantAwayError
        body = {"sender": sender, "message": message, "metadata": dict(metadata)}
        try:
            response = await self._client.post("/webhooks/rest/webhook", json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            self._went_away()
            raise AssistantAwayError from error
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
            # the process may have died over it: the probe will tell
            self._went_away()
            raise AssistantAwayError from error
        except httpx.HTTPError as error:
            self._failed()
            raise AssistantFailedError(type(error).__name__) from error
        if response.status_code >= 400:
            self._failed()
            raise AssistantFailedError(f"status {response.status_code}")
        try:
            answer = parse(response.json())
        except (ValueError, AttributeError, TypeError) as error:
            self._failed()
            raise AssistantFailedError("not an answer") from error
        self._failures = 0
        return answer

    async def probe(self) -> bool:
        """Look whether it is there."""
        try:
            # the status also says that a model is loaded: without one there is no answer
            response = await self._client.get("/", timeout=5.0)
            there = response.status_code == 200
        except httpx.HTTPError:
            there = False
        if there and not self._up:
            self._came_back()
        elif not there and self._up:
            self._went_away()
        return there

    async def watch(self) -> None:
        """Probe until cancelled: often while it is away, seldom while it answers."""
        while True:
            await self.probe()
            await asyncio.sleep(PROBE_SECONDS if not self._up else 5 * PROBE_SECONDS)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            self._went_away()

    def _went_away(self) -> None:
        if self._up:
            logger.warning("assistant away")
            self._down_since = time.monotonic()
        self._up = False
        ASSISTANT_UP.set(0)

    def _came_back(self) -> None:
        logger.warning("assistant back after %.0f s", time.monotonic() - self._down_since)
        self._up, self._failures = True, 0
        ASSISTANT_UP.set(1)
        for listener in self._listeners:
            listener()

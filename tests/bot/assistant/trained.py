"""The trained assistant for slow tests, made once and kept by the hash of what it is made of."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.assistant.loading import load_agent, parse, trained_model
from bot.preparing import Preparation
from bot.settings import Settings

_SENDERS = itertools.count()


@dataclass(frozen=True)
class Said:
    """What the assistant said to one message, and what it then knew."""

    intent: str
    text: str
    buttons: tuple[str, ...]
    custom: dict[str, Any]
    slots: dict[str, Any]


class Assistant:
    """The assistant in this process, with its real actions and plans."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        settings = Settings()
        Preparation(settings, print).prepare()
        self.model = trained_model(settings)
        self.agent = self._loop.run_until_complete(load_agent(settings, self.model))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(work)

    def parse(self, *texts: str) -> list[dict[str, Any]]:
        return parse(self.agent, texts)

    def talk(self, *turns: str | tuple[str, dict[str, Any]]) -> list[Said]:
        """A new conversation; a turn is a text, or a text with the front's metadata."""
        sender = f"test-{next(_SENDERS)}"
        return [self._loop.run_until_complete(self._say(sender, turn)) for turn in turns]

    async def _say(self, sender: str, turn: str | tuple[str, dict[str, Any]]) -> Said:
        from rasa.core.channels.channel import UserMessage

        text, metadata = turn if isinstance(turn, tuple) else (turn, None)
        messages = await self.agent.handle_message(
            UserMessage(text, sender_id=sender, metadata=metadata)
        )
        tracker = await self.agent.tracker_store.retrieve(sender)
        custom: dict[str, Any] = {}
        for message in messages:
            custom.update(message.get("custom") or {})
        return Said(
            intent=tracker.latest_message.intent["name"],
            text="\n".join(message["text"] for message in messages if message.get("text")),
            buttons=tuple(
                button["title"] for message in messages for button in message.get("buttons") or ()
            ),
            custom=custom,
            slots=tracker.current_slot_values(),
        )


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """The one assistant of a test run."""
    return Assistant()

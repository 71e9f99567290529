"""Actions run on made-up conversations; plans, duties and numbers are stand-ins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge
from bot.asking import Asked
from knowledge.answer import Citation, PlaceChoice
from knowledge.duties import DutyAnswer
from knowledge.plan import Duty
from nlu.components.triage_data import triage_data
from nlu.entities import find_places
from nlu.triage import Level, Triage

CITATION = Citation("can-tho-2024", "Kế hoạch", "UBND", "II.1", "“…”", "hiệu lực 2024")


@dataclass
class Said:
    """What an action said and remembered."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages if message.get("text"))

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for message in self.messages for button in message["buttons"] or ()]

    @property
    def custom(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for message in self.messages:
            found.update(message.get("custom") or {})
        return found


@dataclass
class Plans:
    """Stands in for the plans; remembers what it was asked."""

    answer: Asked | None = field(
        default_factory=lambda: Asked("answered", "Kế hoạch ghi: …", (CITATION,))
    )
    duty: DutyAnswer = field(default_factory=lambda: DutyAnswer("found", "Sở Y tế chủ trì."))
    dated: list[Duty] = field(default_factory=list)
    asked: list[tuple[str, str | None, tuple[str, ...]]] = field(default_factory=list)
    looked_up: list[tuple[str, str | None, tuple[str, ...]]] = field(default_factory=list)

    def ask(
        self, question: str, place: str | None, previous: tuple[str, ...], triage: Any = None
    ) -> Asked | None:
        self.asked.append((question, place, previous))
        return self.answer

    def duties(self, question: str, place: str | None, context: tuple[str, ...]) -> DutyAnswer:
        self.looked_up.append((question, place, context))
        return self.duty

    def needs_place(self) -> None:
        choices = (PlaceChoice("can-tho", "Cần Thơ"), PlaceChoice("lai-chau", "Lai Châu"))
        self.answer = Asked("needs_place", "Bạn hỏi cho nơi nào?", (), choices)
        self.duty = DutyAnswer("needs_place", "Nơi nào?", places=("Cần Thơ", "Lai Châu"))


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> Plans:
    found = Plans()
    monkeypatch.setattr(knowledge, "ask", found.ask)
    monkeypatch.setattr(knowledge, "duties", found.duties)
    monkeypatch.setattr(knowledge, "dated", lambda _citations: found.dated)
    monkeypatch.setattr(knowledge, "plan_name", str)
    return found


Run = Callable[..., Said]


def user(text: str, intent: str, triage: Triage | None = None, **metadata: Any) -> dict[str, Any]:
    """A message as Rasa hands it to an action server."""
    entities = [
        {
            "entity": "place",
            "value": place.place_id,
            "name": place.name,
            "province": place.province_id,
            "level": place.kind,
            "start": place.start,
            "end": place.end,
        }
        for place in find_places(text)
    ]
    return {
        "text": text,
        "intent": {"name": intent, "confidence": metadata.pop("confidence", 0.9)},
        "intent_ranking": [
            {"name": intent, "confidence": 0.6},
            {"name": metadata.pop("second", "chitchat"), "confidence": 0.3},
        ],
        "entities": entities,
        "triage": triage_data(triage or Triage(Level.NONE)),
        "metadata": metadata,
    }


@pytest.fixture
def run() -> Run:
    """``run(Action, text, intent, slots=…, earlier=[(text, intent)], triage=…)``."""

    def ran(
        action: type[Action],
        text: str,
        intent: str,
        *,
        slots: dict[str, Any] | None = None,
        earlier: tuple[tuple[str, str], ...] = (),
        triage: Triage | None = None,
        **metadata: Any,
    ) -> Said:
        latest = user(text, intent, triage, **metadata)
        events = [
            {"event": "user", "text": said, "parse_data": {"intent": {"name": name}}}
            for said, name in (*earlier, (text, intent))
        ]
        tracker = Tracker("her", slots or {}, latest, events, False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        set_ = asyncio.run(action().run(dispatcher, tracker, {}))
        return Said(dispatcher.messages, {event["name"]: event["value"] for event in set_})

    return ran

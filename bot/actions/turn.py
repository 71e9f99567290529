"""One turn of a conversation as actions read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rasa_sdk import Tracker

from bot.asking import asks_number
from knowledge.duties import asks_duty
from nlu.components.triage_data import read_triage
from nlu.text import fold
from nlu.triage import Level, Triage

__all__ = ["QUESTIONS", "Turn", "read_turn"]

QUESTIONS: Final = ("ask_plan", "ask_duty", "follow_up", "study", "work", "nlu_fallback")
"""Intents whose text may be the question a follow-up refers to."""

REMEMBERED: Final = 3
"""Questions before this one that a follow-up is read with."""

WORDS_BESIDE: Final = 3
"""Words that may stand beside a place in an answer to "which place?"."""

_ASKS = re.compile(
    r"\?|\b(?:gi|nao|dau|sao|ai|may|bao nhieu|bao lau|khi nao|duoc khong|duoc ko|dc k|dc ko"
    r"|phai khong|co duoc|co quyen|co bi|the nao|lam sao|mat tien|mien phi)\b"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the person just said, and what is known of her.

    Attributes:
        text: as typed; ``""`` for a button that carries an intent alone.
        intent: what the pipeline made of it.
        confidence: of the intent, from 0 to 1.
        second: the runner-up intent, ``""`` when there is none.
        second_confidence: from 0 to 1.
        triage: how urgent it is.
        places: ``place`` entities of this message.
        place: id of the place she is at or asks for, when known: what the front knows first, then
            what she said here.
        questions: her questions before this one, oldest first, at most :data:`REMEMBERED`.
        topic: ``"ask"`` or ``"duty"``: what the last question was about; ``""`` for none yet.
        pending: the question that waits for a place, ``""`` for none.
        awaiting: what the last reply asked for: ``"consent"``, ``"delete"``, ``"place"`` or
            ``"none"``.
        concern: she has told of violence in this conversation.
        case_open: staff have a case of hers already.
        consent: what she has said to staff reading along; ``None`` while she was not asked.
    """

    text: str
    intent: str
    confidence: float
    second: str
    second_confidence: float
    triage: Triage
    places: tuple[Mapping[str, Any], ...]
    place: str | None
    questions: tuple[str, ...]
    topic: str
    pending: str
    awaiting: str
    concern: bool
    case_open: bool
    consent: bool | None = None

    @property
    def named(self) -> Mapping[str, Any] | None:
        """The place this message names, the smallest where there are several."""
        order = ("ward", "district", "province")
        return min(
            (place for place in self.places if place.get("value")),
            key=lambda place: order.index(place.get("level", "province")),
            default=None,
        )

    @property
    def asks(self) -> bool:
        """Whether the message has the form of a question."""
        return bool(_ASKS.search(fold(self.text)))

    @property
    def asks_number(self) -> bool:
        """Whether she asks whom to call."""
        return asks_number(self.text)

    @property
    def asks_duty(self) -> bool:
        """Whether she asks in so many words who leads, helps or is reported to."""
        return asks_duty(self.text)

    @property
    def named_place(self) -> str:
        """Id of :attr:`named`, ``""`` when the message names no place."""
        return str(self.named["value"]) if self.named else ""

    @property
    def answers_place(self) -> bool:
        """Whether a question waits for a place and this message is one: "ở Cần Thơ nhé"."""
        if not self.pending or self.named is None:
            return False
        rest = self.text
        for place in sorted(self.places, key=lambda place: -int(place.get("start") or 0)):
            if place.get("end"):
                rest = f"{rest[: place['start']]} {rest[place['end'] :]}"
        return len(rest.split()) <= WORDS_BESIDE

    def at(self, place: str) -> Turn:
        """The same turn with the place known."""
        return replace(self, place=place)


def read_turn(tracker: Tracker) -> Turn:
    """The last turn of a conversation."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    intent = message.get("intent") or {}
    ranking = [entry for entry in message.get("intent_ranking") or () if entry.get("name")]
    taken = (intent.get("name"), "nlu_fallback")
    others = [entry for entry in ranking if entry["name"] not in taken]
    triage = read_triage(message.get("triage")) or read_triage(metadata.get("triage"))
    typed = str(message.get("text") or "")
    return Turn(
        text="" if typed.startswith("/") else typed,
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        second=str(others[0]["name"]) if others else "",
        second_confidence=float(others[0]["confidence"]) if others else 0.0,
        triage=triage or Triage(Level.NONE),
        places=tuple(
            entity for entity in message.get("entities") or () if entity.get("entity") == "place"
        ),
        place=metadata.get("place") or tracker.get_slot("whereabouts"),
        questions=_questions(tracker),
        topic=str(tracker.get_slot("last_topic") or ""),
        pending=str(tracker.get_slot("pending_question") or ""),
        awaiting=str(tracker.get_slot("awaiting") or "none"),
        concern=bool(tracker.get_slot("concern")),
        case_open=bool(metadata.get("case_open")),
        consent=metadata.get("consent"),
    )


def _questions(tracker: Tracker) -> tuple[str, ...]:
    said = [event for event in tracker.events if event.get("event") == "user"]
    found = []
    for event in said[:-1]:
        intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        text = str(event.get("text") or "")
        if intent in QUESTIONS and not text.startswith("/"):
            found.append(text)
    return tuple(found[-REMEMBERED:])

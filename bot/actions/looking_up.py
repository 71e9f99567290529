"""Looking things up in the plans: an answer from the text, or who has to do what."""

from __future__ import annotations

from typing import Final

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge, messages
from bot.actions.saying import human, numbers, quick, say
from bot.actions.telling import calm, tell, tell_duties
from bot.actions.turn import Turn
from bot.place import province_of
from handoff import messages as handoff_messages

__all__ = ["answer", "give_numbers", "go_on", "look_up"]

LIKELY: Final = 0.25
"""Confidence from which the runner-up intent is worth a second look."""


def answer(
    dispatcher: CollectingDispatcher, turn: Turn, question: str, previous: tuple[str, ...]
) -> list[EventType]:
    """Answer ``question`` from the text of the plans; ``previous`` helps to read it.

    "Ai chủ trì" in so many words is looked up among the duties first.
    """
    if turn.asks_duty:
        return look_up(dispatcher, turn, question, previous)
    if turn.asks_number:
        give_numbers(dispatcher, turn)
    asked = knowledge.ask(question, turn.place, previous)
    if asked is None:
        say(dispatcher, messages.KNOWLEDGE_AWAY, [human(), quick(messages.HELP)])
        return calm()
    perhaps_duty = turn.second == "ask_duty" and turn.second_confidence >= LIKELY
    if asked.status == "not_in_plans" and perhaps_duty:
        found = knowledge.duties(question, turn.place, previous)
        if found.status == "found":
            return [*_noted(turn), *tell_duties(dispatcher, found, question)]
    return [*_noted(turn), *tell(dispatcher, asked, question)]


def look_up(
    dispatcher: CollectingDispatcher, turn: Turn, question: str, context: tuple[str, ...]
) -> list[EventType]:
    """Look up who has to do what; ``context`` are the questions before it.

    Where no duty fits, the text of the plans may still answer.
    """
    found = knowledge.duties(question, turn.place, context)
    if found.status == "not_found":
        asked = knowledge.ask(question, turn.place, context)
        if asked is not None and asked.status == "answered":
            return [*_noted(turn), *tell(dispatcher, asked, question)]
    return [*_noted(turn), *tell_duties(dispatcher, found, question)]


def give_numbers(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    """The numbers of her place from the contact directory, before anything plans say."""
    place = turn.named_place or turn.place
    contacts = knowledge.directory().numbers("disclosure", turn.triage.kind, province_of(place))
    calls = [
        {
            "title": handoff_messages.CALL_TITLE.format(phone=one.phone, label=one.label),
            "phone": one.phone,
        }
        for one in contacts[:2]
    ]
    line = numbers(contacts)
    say(dispatcher, messages.NUMBERS.format(numbers=line), (), {"call": calls})


def go_on(dispatcher: CollectingDispatcher, turn: Turn, place: str) -> list[EventType]:
    """Continue the question that waited for ``place``."""
    way = look_up if turn.topic == "duty" else answer
    return [*way(dispatcher, turn.at(place), turn.pending, ()), SlotSet("whereabouts", place)]


def _noted(turn: Turn) -> list[EventType]:
    """The place this message names is what the next question is about."""
    return [SlotSet("whereabouts", turn.named_place)] if turn.named else []

"""How answers and duties are told, and the one question about the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge, messages
from bot.actions.saying import Quick, human, quick, say
from bot.asking import Asked
from knowledge.deadlines import days_in, is_before
from knowledge.duties import DutyAnswer
from knowledge.duties.wording import clause
from knowledge.plan import Duty
from nlu.text import fold

__all__ = ["ask_place", "calm", "tell", "tell_duties"]

PLACES: Final = 4
"""Places offered as buttons; with "somewhere else" that makes five, Zalo's limit."""

READ_OUT: Final = 2
"""Citations an answer reads out; further ones are only named."""

SHOWN: Final = 5
"""Duties sent as data; the text holds more where a list was asked for."""


def calm() -> list[EventType]:
    """Nothing is asked of her."""
    return [SlotSet("awaiting", "none"), SlotSet("pending_question", None)]


def tell(dispatcher: CollectingDispatcher, asked: Asked, question: str) -> list[EventType]:
    """Say a cited answer with the buttons that fit its status."""
    if asked.status == "needs_place":
        names = [choice.name for choice in asked.place_choices]
        return ask_place(dispatcher, asked.text, names, question, "ask")
    data: dict[str, Any] = {
        "status": asked.status,
        "citations": [asdict(one) for one in asked.citations],
    }
    if asked.status == "answered":
        duties = knowledge.dated(asked.citations[:READ_OUT])
        _offer(data, [duty for duty in duties if _when(duty) in asked.text])
    say(dispatcher, asked.text, _after_answer(asked.status), data)
    return [SlotSet("last_topic", "ask"), SlotSet("last_question", question), *calm()]


def tell_duties(
    dispatcher: CollectingDispatcher, found: DutyAnswer, question: str
) -> list[EventType]:
    """Say what was found, with the questions an officer asks next."""
    if found.status == "needs_place":
        return ask_place(dispatcher, found.text, found.places, question, "duty")
    data: dict[str, Any] = {
        "status": found.status,
        "duties": [asdict(duty) for duty in found.duties[:SHOWN]],
    }
    if found.status == "found":
        _offer(data, found.duties[:SHOWN])
    say(dispatcher, found.text, _after_duties(found, question), data)
    return [SlotSet("last_topic", "duty"), SlotSet("last_question", question), *calm()]


def _when(duty: Duty) -> str:
    return duty.report_date or duty.deadline or ""


def _offer(data: dict[str, Any], duties: Sequence[Duty]) -> None:
    """Add the dated deadlines to what the front gets: it keeps them and offers a reminder."""
    dated = [
        {
            "who": duty.agency,
            "to": duty.report_to or "",
            "when": _when(duty),
            "place": knowledge.plan_name(duty.plan),
            "section": clause(duty.section),
            "days": [list(day) for day in days_in(_when(duty))],
            "before": is_before(_when(duty)),
        }
        for duty in duties
        if days_in(_when(duty))
    ]
    if dated:
        data["deadlines"] = dated


def ask_place(
    dispatcher: CollectingDispatcher,
    text: str,
    names: Sequence[str],
    question: str,
    topic: str,
) -> list[EventType]:
    """Ask once which place a question is about; the answer continues it."""
    buttons = [quick(name[:40], messages.IN_PLACE.format(place=name)) for name in names[:PLACES]]
    buttons.append(quick(messages.ELSEWHERE_TITLE, messages.ELSEWHERE))
    say(dispatcher, text or messages.ASK_PLACE, buttons)
    return [
        SlotSet("awaiting", "place"),
        SlotSet("pending_question", question),
        SlotSet("last_topic", topic),
        SlotSet("last_question", question),
    ]


def _after_answer(status: str) -> list[Quick]:
    if status == "answered":
        return [quick(messages.WHO_LEADS), human()]
    if status == "refused":
        return [human(), quick(messages.HELP)]
    return [quick(messages.WHAT_SUPPORT_TITLE, messages.WHAT_SUPPORT), human()]


def _after_duties(found: DutyAnswer, question: str) -> list[Quick]:
    if found.status != "found":
        return [quick(messages.HELP), human()]
    asked = fold(question)
    steps = (messages.WHO_LEADS, messages.WHO_PARTNERS, messages.WHEN_REPORT)
    known = ("chu tri", "phoi hop", "bao cao")
    left = [step for step, words in zip(steps, known, strict=True) if words not in asked]
    return [quick(step) for step in left[:2]]

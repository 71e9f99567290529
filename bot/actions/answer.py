"""Cited answers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.looking_up import answer, go_on
from bot.actions.turn import read_turn

__all__ = ["ActionAnswer"]


class ActionAnswer(Action):
    """Answers a question from the plans."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer, or ask for the place first."""
        turn = read_turn(tracker)
        if turn.answers_place:
            return go_on(dispatcher, turn, turn.named_place)
        return answer(dispatcher, turn, turn.text, turn.questions)

"""Who leads, who helps, by when: the officers' questions."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.looking_up import go_on, look_up
from bot.actions.turn import read_turn

__all__ = ["ActionDuties"]


class ActionDuties(Action):
    """Looks up who has to do what."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_duties"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Tell the duties, or ask for the place first."""
        turn = read_turn(tracker)
        if turn.answers_place:
            return go_on(dispatcher, turn, turn.named_place)
        return look_up(dispatcher, turn, turn.text, turn.questions)

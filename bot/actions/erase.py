"""She wants everything gone."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import messages
from bot.actions.saying import quick, say
from bot.actions.turn import read_turn
from handoff import messages as handoff_messages

__all__ = ["ActionErase"]


class ActionErase(Action):
    """Asks once whether she is sure; the button "Xoá hết" is sure already."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_erase"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Ask, erase, or keep."""
        turn = read_turn(tracker)
        if turn.intent == "deny":
            say(dispatcher, messages.KEPT, [quick(messages.HELP)])
            return [SlotSet("awaiting", "none")]
        if turn.intent == "erase_now" or turn.awaiting == "delete":
            say(dispatcher, messages.ERASING, (), {"privacy": "erase"})
            return [SlotSet("awaiting", "none")]
        say(dispatcher, messages.ASK_ERASE, [quick(handoff_messages.ERASE), quick(messages.KEEP)])
        return [SlotSet("awaiting", "delete")]

"""She wants a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import messages
from bot.actions.saying import quick, say
from bot.actions.turn import read_turn
from handoff import messages as handoff_messages

__all__ = ["ActionHuman"]


class ActionHuman(Action):
    """Asks for her consent; asking for a person a second time is a yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Ask, or open the case."""
        turn = read_turn(tracker)
        if turn.awaiting == "consent" or turn.case_open:
            request = {"handoff": {"request": "open_case", "consent": True}}
            say(dispatcher, messages.CONSENTED, (), request)
            return [SlotSet("awaiting", "none")]
        buttons = [quick(handoff_messages.CONNECT), quick(handoff_messages.NOT_YET)]
        say(dispatcher, messages.ASK_CONSENT, buttons)
        return [SlotSet("awaiting", "consent")]

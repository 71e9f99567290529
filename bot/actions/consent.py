"""Her yes or no to a person reading along."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import messages
from bot.actions.saying import quick, say
from bot.actions.turn import read_turn

__all__ = ["ActionConsent"]


class ActionConsent(Action):
    """Opens a case with her consent, or leaves it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Ask the front for the case; it adds who is on duty and when."""
        refused = read_turn(tracker).intent == "deny"
        request: dict[str, Any]
        if refused:
            request = {"handoff": {"request": "decline"}}
            say(dispatcher, messages.DECLINED, [quick(messages.HELP)], request)
        else:
            request = {"handoff": {"request": "open_case", "consent": True}}
            say(dispatcher, messages.CONSENTED, (), request)
        return [SlotSet("awaiting", "none")]

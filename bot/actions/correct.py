"""She corrects us ("Không phải vậy") and is believed."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import messages
from bot.actions.saying import human, quick, say

__all__ = ["ActionCorrect"]


class ActionCorrect(Action):
    """Takes an alarm back in the conversation; staff see that she did."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_correct"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Believe her and say so."""
        withdraw = {"handoff": {"request": "withdraw"}}
        alarmed = bool(tracker.get_slot("concern")) or _history(tracker) != "none"
        said = messages.BELIEVED if alarmed else messages.BELIEVED_ASK
        say(dispatcher, said, [quick(messages.HELP), human()], withdraw)
        return [SlotSet("concern", False), SlotSet("awaiting", "none")]


def _history(tracker: Tracker) -> str:
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get("history_level") or "none")

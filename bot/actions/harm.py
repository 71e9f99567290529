"""Requests that could serve who hurts: refused without a lesson.

"Nhà tạm lánh ở đâu" is asked by the one who flees and by the one who follows her. The plans hold no
address, so answering from them gives nothing away; refusing would turn away the one who flees. Only
a request that is plainly about another person is refused, and one the plans say nothing to.
"""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge
from bot.actions.telling import calm, tell
from bot.actions.turn import read_turn

__all__ = ["ActionHarm"]

SURE: Final = 0.9
"""Confidence of the intent from which nothing else is asked."""

TOLD: Final = ("answered", "needs_place")
"""What an unsure request may still get; where the plans are silent it is refused."""


class ActionHarm(Action):
    """Refuses what could harm somebody, answers what only sounded like it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_harm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Refuse, or answer from the plans."""
        turn = read_turn(tracker)
        intent = (tracker.latest_message or {}).get("intent") or {}
        if float(intent.get("confidence") or 0.0) < SURE:
            asked = knowledge.ask(turn.text, turn.place, turn.questions)
            if asked is not None and asked.status in TOLD:
                return tell(dispatcher, asked, turn.text)
        dispatcher.utter_message(response="utter_refuse_harm")
        return calm()

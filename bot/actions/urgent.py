"""A person tells what is done to her, or is in danger."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge
from bot.actions.saying import say, say_reply
from bot.actions.turn import Turn, read_turn
from bot.place import province_of
from handoff import messages
from handoff.urgent import urgent_reply
from nlu.triage import Level

__all__ = ["ActionUrgent"]


class ActionUrgent(Action):
    """Warm words, the numbers and the offer of a person; then the answer, where she asked."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_urgent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Reply by level. Emergencies usually never get here: the front answers them itself."""
        turn = read_turn(tracker)
        triage = turn.triage
        # the classifier alone, or a button, can bring us here without triage
        emergency = triage.level is Level.EMERGENCY or turn.intent == "emergency"
        level = Level.EMERGENCY if emergency else Level.DISCLOSURE
        reply = urgent_reply(
            str(level),
            triage.kind if triage.urgent else "other",
            triage.who if triage.urgent else "self",
            speaker=str(triage.speaker),
            watched=triage.watched,
            consent=turn.consent,
            place_id=province_of(str(turn.named["value"]) if turn.named else turn.place),
        )
        case = {"handoff": {"request": "open_case", "consent": False}} if emergency else None
        asked = any(button.payload == messages.NOT_YET for button in reply.buttons)
        say_reply(dispatcher, reply, case)
        if not emergency and not triage.watched:
            _answer_too(dispatcher, turn)
        return [
            SlotSet("concern", True),
            SlotSet("awaiting", "consent" if asked else "none"),
            SlotSet("pending_question", None),
        ]


def _answer_too(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    """A disclosure that also asks something the plans answer gets that answer."""
    if not turn.asks:
        return
    asked = knowledge.ask(turn.text, turn.place, ())
    if asked is not None and asked.status == "answered":
        say(dispatcher, asked.text)

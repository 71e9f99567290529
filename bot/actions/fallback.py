"""A message nothing else fits: looked up all the same, then a way on is offered."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge, messages
from bot.actions.looking_up import give_numbers, go_on
from bot.actions.saying import human, quick, say
from bot.actions.telling import tell
from bot.actions.turn import read_turn
from handoff import messages as handoff_messages

__all__ = ["ActionFallback"]

WORDS: Final = 3
"""A text of fewer words is not looked up: it would match anything."""


SURE: Final = 0.7
"""Confidence from which another matter is taken to be one without looking."""


class ActionFallback(Action):
    """Tries the plans, then says plainly that it did not understand, or does not know such things.

    Another matter than ours gets here too: "đường dây nóng số mấy" looks like one to a classifier
    that is not sure, and turning away that question would be the worst of all.
    """

    def name(self) -> str:
        """Name in the domain."""
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer where the plans do, else offer a next step."""
        turn = read_turn(tracker)
        if turn.answers_place:
            return go_on(dispatcher, turn, turn.named_place)
        elsewhere = turn.intent == "out_of_scope"
        long = len(turn.text.split()) >= WORDS
        if long and (turn.asks or not turn.concern) and not (elsewhere and turn.confidence >= SURE):
            asked = knowledge.ask(turn.text, turn.place, turn.questions)
            if asked is not None and asked.status in ("answered", "needs_place", "refused"):
                if turn.asks_number and asked.status != "refused":
                    give_numbers(dispatcher, turn)
                return tell(dispatcher, asked, turn.text)
        support = quick(messages.WHAT_SUPPORT_TITLE, messages.WHAT_SUPPORT)
        if turn.concern:
            say(
                dispatcher, messages.NOT_UNDERSTOOD_CARE, [quick(handoff_messages.CONNECT), support]
            )
            return [SlotSet("awaiting", "consent")]
        text = messages.OUT_OF_SCOPE if elsewhere else messages.NOT_UNDERSTOOD
        say(dispatcher, text, [support, human(), quick(messages.HELP)])
        return [SlotSet("awaiting", "none")]

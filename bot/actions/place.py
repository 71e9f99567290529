"""Where she is: an answer to our question, or told by herself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import knowledge, messages
from bot.actions.looking_up import go_on
from bot.actions.saying import human, numbers, quick, say
from bot.actions.turn import Turn, read_turn

__all__ = ["ActionPlace"]


class ActionPlace(Action):
    """Notes the place and goes on with what waited for it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_place"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Continue the pending question, or give what is known of the place."""
        turn = read_turn(tracker)
        named = turn.named
        if named is None:
            say(dispatcher, messages.ASK_PLACE_NAME)
            return [SlotSet("awaiting", "place")]
        if turn.pending:
            return go_on(dispatcher, turn, turn.named_place)
        name = str(named.get("name") or turn.named_place)
        _tell_place(dispatcher, turn, name, named.get("province"))
        return [SlotSet("whereabouts", turn.named_place), SlotSet("awaiting", "none")]


def _tell_place(
    dispatcher: CollectingDispatcher, turn: Turn, name: str, province: str | None
) -> None:
    contacts = knowledge.directory().numbers("disclosure", turn.triage.kind, province)
    line = numbers(contacts[:4])
    if turn.concern:
        calls = [
            {"title": messages.NUMBER.format(phone=one.phone, label=one.label), "phone": one.phone}
            for one in contacts[:2]
        ]
        text = messages.NUMBERS_NEAR.format(place=name, numbers=line)
        say(dispatcher, text, [human()], {"call": calls})
    else:
        steps = [quick(messages.WHAT_SUPPORT_TITLE, messages.WHAT_SUPPORT), human()]
        say(dispatcher, messages.PLACE_NOTED.format(place=name), steps)

"""Questions with something left out: "còn Lai Châu?", "ai phối hợp?"."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import messages
from bot.actions.looking_up import answer, go_on, look_up
from bot.actions.saying import quick, say
from bot.actions.turn import read_turn
from nlu.text import fold

__all__ = ["ActionFollowUp"]

_DUTY_WORDS = ("chu tri", "phoi hop", "bao cao", "phu trach", "dau moi", "tham muu", "han nao")


class ActionFollowUp(Action):
    """Continues the last question."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_follow_up"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer in the light of the question before, as the same kind of question."""
        turn = read_turn(tracker)
        if turn.answers_place:
            return go_on(dispatcher, turn, turn.named_place)
        if not turn.questions:
            say(dispatcher, messages.NOTHING_TO_FOLLOW, [quick(messages.HELP)])
            return [SlotSet("awaiting", "none")]
        plain = fold(turn.text)
        duty = turn.topic == "duty" or any(words in plain for words in _DUTY_WORDS)
        if duty:
            return look_up(dispatcher, turn, turn.text, turn.questions)
        return answer(dispatcher, turn, turn.text, turn.questions)

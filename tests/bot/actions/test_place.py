from __future__ import annotations

from bot.actions import messages
from bot.actions.place import ActionPlace
from tests.bot.actions.conftest import Plans, Run


def test_the_pending_question_goes_on(run: Run, plans: Plans) -> None:
    slots = {"pending_question": "ai chủ trì?", "last_topic": "duty", "awaiting": "place"}
    said = run(ActionPlace, "Mình ở Lai Châu", "inform_place", slots=slots)
    assert plans.looked_up == [("ai chủ trì?", "lai-chau", ())]
    assert said.slots["whereabouts"] == "lai-chau"


def test_a_place_told_by_herself_is_noted(run: Run, plans: Plans) -> None:
    said = run(ActionPlace, "mình ở Cần Thơ", "inform_place")
    assert "Cần Thơ" in said.text
    assert said.slots == {"whereabouts": "can-tho", "awaiting": "none"}


def test_after_a_disclosure_she_gets_the_numbers_of_her_place(run: Run, plans: Plans) -> None:
    said = run(ActionPlace, "em ở Cần Thơ", "inform_place", slots={"concern": True})
    assert "18008065" in said.text
    assert said.custom["call"]


def test_numbers_of_one_place_are_not_lent_to_another(run: Run, plans: Plans) -> None:
    said = run(ActionPlace, "em ở Lai Châu", "inform_place", slots={"concern": True})
    assert "18008065" not in said.text


def test_an_unknown_place_is_asked_by_name(run: Run, plans: Plans) -> None:
    said = run(ActionPlace, "Mình ở nơi khác", "inform_place")
    assert said.text == messages.ASK_PLACE_NAME
    assert said.slots == {"awaiting": "place"}

from __future__ import annotations

from bot.actions import messages
from bot.actions.duties import ActionDuties
from bot.asking import Asked
from knowledge.duties import DutyAnswer
from tests.bot.actions.conftest import Plans, Run


def test_duties_are_told_with_what_an_officer_asks_next(run: Run, plans: Plans) -> None:
    said = run(ActionDuties, "Thành Sen: ai chủ trì?", "ask_duty")
    assert plans.looked_up == [("Thành Sen: ai chủ trì?", None, ())]
    assert said.text == "Sở Y tế chủ trì."
    assert said.buttons == [messages.WHO_PARTNERS, messages.WHEN_REPORT]
    assert said.custom["status"] == "found"
    assert said.slots["last_topic"] == "duty"


def test_where_no_duty_fits_the_text_may_answer(run: Run, plans: Plans) -> None:
    plans.duty = DutyAnswer("not_found", "Không thấy nhiệm vụ nào.")
    assert run(ActionDuties, "ai được hưởng?", "ask_duty").text == "Kế hoạch ghi: …"
    plans.answer = Asked("not_in_plans", "Không có trong các kế hoạch.")
    assert run(ActionDuties, "ai được hưởng?", "ask_duty").text == "Không thấy nhiệm vụ nào."


def test_the_place_is_asked_and_the_look_up_goes_on(run: Run, plans: Plans) -> None:
    plans.needs_place()
    said = run(ActionDuties, "ai chủ trì?", "ask_duty")
    assert said.slots["last_topic"] == "duty"
    slots = {"pending_question": "ai chủ trì?", "last_topic": "duty"}
    plans.duty = DutyAnswer("found", "Sở Y tế chủ trì.")
    said = run(ActionDuties, "Lai Châu", "ask_duty", slots=slots)
    assert plans.looked_up[-1] == ("ai chủ trì?", "lai-chau", ())
    assert said.text == "Sở Y tế chủ trì."

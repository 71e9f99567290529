from __future__ import annotations

from bot.actions import messages
from bot.actions.answer import ActionAnswer
from bot.asking import Asked
from knowledge.duties import DutyAnswer
from tests.bot.actions.conftest import Plans, Run


def test_an_answer_comes_with_its_citations_and_a_next_step(run: Run, plans: Plans) -> None:
    said = run(ActionAnswer, "được hỗ trợ gì?", "ask_plan", place="can-tho")
    assert plans.asked == [("được hỗ trợ gì?", "can-tho", ())]
    assert said.text == "Kế hoạch ghi: …"
    assert said.custom["citations"][0]["plan"] == "can-tho-2024"
    assert said.buttons
    assert said.slots["last_topic"] == "ask"
    assert said.slots["awaiting"] == "none"


def test_earlier_questions_come_along_but_not_small_talk(run: Run, plans: Plans) -> None:
    earlier = (("chào", "greet"), ("nơi tạm lánh?", "ask_plan"), ("/inform_place", "ask_plan"))
    run(ActionAnswer, "còn Lai Châu?", "ask_plan", earlier=earlier)
    assert plans.asked[0][2] == ("nơi tạm lánh?",)


def test_the_place_is_asked_once_with_buttons(run: Run, plans: Plans) -> None:
    plans.needs_place()
    said = run(ActionAnswer, "nơi tạm lánh?", "ask_plan")
    assert said.buttons == ["Cần Thơ", "Lai Châu", messages.ELSEWHERE_TITLE]
    assert said.messages[0]["buttons"][0]["payload"] == "Mình ở Cần Thơ"
    assert said.slots["awaiting"] == "place"
    assert said.slots["pending_question"] == "nơi tạm lánh?"


def test_a_bare_place_goes_on_with_what_waited(run: Run, plans: Plans) -> None:
    slots = {"pending_question": "nơi tạm lánh?", "last_topic": "ask"}
    said = run(ActionAnswer, "ở Cần Thơ nhé", "ask_plan", slots=slots)
    assert plans.asked == [("nơi tạm lánh?", "can-tho", ())]
    assert said.slots["whereabouts"] == "can-tho"
    assert said.slots["pending_question"] is None


def test_a_new_question_that_names_a_place_is_a_new_question(run: Run, plans: Plans) -> None:
    slots = {"pending_question": "nơi tạm lánh?", "last_topic": "ask"}
    run(ActionAnswer, "nơi tạm lánh ở Cần Thơ do ai quản lý?", "ask_plan", slots=slots)
    assert plans.asked[0][0] == "nơi tạm lánh ở Cần Thơ do ai quản lý?"


def test_what_the_text_does_not_say_may_be_a_duty(run: Run, plans: Plans) -> None:
    plans.answer = Asked("not_in_plans", "Không có trong các kế hoạch.")
    said = run(ActionAnswer, "bên nào lo?", "ask_plan", second="ask_duty")
    assert said.text == "Sở Y tế chủ trì."
    plans.duty = DutyAnswer("not_found", "Không thấy.")
    said = run(ActionAnswer, "bên nào lo?", "ask_plan", second="ask_duty")
    assert said.text == "Không có trong các kế hoạch."
    assert messages.WANT_HUMAN in said.buttons


def test_who_leads_in_so_many_words_is_looked_up_first(run: Run, plans: Plans) -> None:
    for question in ("ai chu tri mo hinh tam lanh", "phối hợp với ai?", "báo cáo gửi cho ai ạ"):
        said = run(ActionAnswer, question, "ask_plan", place="can-tho")
        assert said.text == "Sở Y tế chủ trì."
    assert plans.asked == []


def test_without_an_index_it_says_so(run: Run, plans: Plans) -> None:
    plans.answer = None
    said = run(ActionAnswer, "được hỗ trợ gì?", "ask_plan")
    assert said.text == messages.KNOWLEDGE_AWAY
    assert messages.WANT_HUMAN in said.buttons


def test_who_asks_whom_to_call_gets_the_numbers_of_her_place(run: Run, plans: Plans) -> None:
    said = run(ActionAnswer, "Cần Thơ: đường dây nóng số mấy?", "ask_plan")
    numbers, answer = (message["text"] for message in said.messages if message["text"])
    assert "18008065" in numbers
    assert answer == "Kế hoạch ghi: …"
    assert said.custom["call"]
    elsewhere = run(ActionAnswer, "gọi ai bây giờ", "ask_plan", place="lai-chau")
    assert "18008065" not in elsewhere.text
    assert "113" in elsewhere.text

from __future__ import annotations

from bot.actions.urgent import ActionUrgent
from bot.asking import Asked
from handoff.urgent import urgent_reply
from nlu.triage import Level, Speaker, Triage
from tests.bot.actions.conftest import Plans, Run

PARTNER = Triage(Level.DISCLOSURE, "partner", "self", 0.9)


def test_a_disclosure_gets_the_fixed_words_numbers_and_offer(run: Run, plans: Plans) -> None:
    said = run(ActionUrgent, "chồng em hay đánh em", "disclosure", triage=PARTNER)
    assert said.text == urgent_reply("disclosure", "partner", "self").text
    assert "Có, cho tôi gặp người" in said.buttons
    assert said.custom["call"]
    assert "handoff" not in said.custom
    assert said.slots == {"concern": True, "awaiting": "consent", "pending_question": None}
    assert not plans.asked


def test_a_question_in_it_is_answered_after_the_numbers(run: Run, plans: Plans) -> None:
    text = "chồng em hay đánh em, em có được hỗ trợ gì không?"
    said = run(ActionUrgent, text, "disclosure", triage=PARTNER, place="can-tho")
    first, *rest = (message["text"] for message in said.messages if message["text"])
    assert first == urgent_reply("disclosure", "partner", "self", place_id="can-tho").text
    assert rest == ["Kế hoạch ghi: …"]
    plans.answer = Asked("not_in_plans", "Không có.")
    said = run(ActionUrgent, text, "disclosure", triage=PARTNER)
    assert "Không có." not in said.text


def test_the_place_named_in_the_message_counts(run: Run, plans: Plans) -> None:
    said = run(ActionUrgent, "em ở Cần Thơ, chồng đánh em", "disclosure", triage=PARTNER)
    assert "18008065" in said.text


def test_a_watched_person_gets_no_telling_words(run: Run, plans: Plans) -> None:
    watched = Triage(Level.DISCLOSURE, "partner", "self", 0.9, watched=True)
    said = run(ActionUrgent, "chồng em hay xem máy, em phải làm sao?", "disclosure", triage=watched)
    assert "bạo lực" not in said.text
    assert len(said.messages) == 1
    assert not plans.asked


def test_a_child_is_spoken_to_as_a_child(run: Run, plans: Plans) -> None:
    child = Triage(Level.DISCLOSURE, "child", "self", 0.9, speaker=Speaker.CHILD)
    assert "111" in run(ActionUrgent, "bố hay đánh con", "disclosure", triage=child).text


def test_an_emergency_that_got_here_opens_a_case(run: Run, plans: Plans) -> None:
    danger = Triage(Level.EMERGENCY, "partner", "self", 0.99)
    said = run(ActionUrgent, "nó cầm dao ngoài cửa", "emergency", triage=danger)
    assert said.text.startswith("Gọi ngay: 113")
    assert said.custom["handoff"] == {"request": "open_case", "consent": False}
    assert said.slots["awaiting"] == "none"


def test_the_intent_alone_is_enough(run: Run, plans: Plans) -> None:
    said = run(ActionUrgent, "", "disclosure")
    assert said.text == urgent_reply("disclosure", "other", "self").text

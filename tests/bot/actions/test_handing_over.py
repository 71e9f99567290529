"""Consent, a person, correction, deletion and fallback: effects are data, words are ours."""

from __future__ import annotations

from bot.actions import messages
from bot.actions.consent import ActionConsent
from bot.actions.correct import ActionCorrect
from bot.actions.erase import ActionErase
from bot.actions.fallback import ActionFallback
from bot.actions.human import ActionHuman
from bot.asking import Asked
from handoff import messages as handoff_messages
from tests.bot.actions.conftest import Plans, Run


def test_a_yes_opens_a_case_with_consent(run: Run) -> None:
    said = run(ActionConsent, "vâng", "affirm", slots={"awaiting": "consent"})
    assert said.custom == {"handoff": {"request": "open_case", "consent": True}}
    assert said.slots == {"awaiting": "none"}


def test_a_no_opens_none(run: Run) -> None:
    said = run(ActionConsent, "chưa", "deny", slots={"awaiting": "consent"})
    assert said.custom == {"handoff": {"request": "decline"}}
    assert said.text == messages.DECLINED


def test_asking_for_a_person_asks_for_consent_once(run: Run) -> None:
    said = run(ActionHuman, "cho gặp người", "want_human")
    assert said.buttons == [handoff_messages.CONNECT, handoff_messages.NOT_YET]
    assert said.slots == {"awaiting": "consent"}
    assert not said.custom
    again = run(ActionHuman, "cho gặp người", "want_human", slots=said.slots)
    assert again.custom == {"handoff": {"request": "open_case", "consent": True}}


def test_a_correction_is_believed_and_withdraws(run: Run) -> None:
    said = run(ActionCorrect, "không phải vậy", "correct_alarm", slots={"concern": True})
    assert said.text == messages.BELIEVED
    assert said.custom == {"handoff": {"request": "withdraw"}}
    assert said.slots == {"concern": False, "awaiting": "none"}


def test_a_correction_of_an_answer_asks_again(run: Run) -> None:
    assert run(ActionCorrect, "không phải", "correct_alarm").text == messages.BELIEVED_ASK
    said = run(ActionCorrect, "không phải", "correct_alarm", history_level="emergency")
    assert said.text == messages.BELIEVED


def test_deleting_is_asked_once(run: Run) -> None:
    said = run(ActionErase, "xoá dữ liệu của tôi", "delete_data")
    assert said.buttons == [handoff_messages.ERASE, messages.KEEP]
    assert said.slots == {"awaiting": "delete"}
    assert not said.custom
    yes = run(ActionErase, "có", "affirm", slots=said.slots)
    assert yes.custom == {"privacy": "erase"}
    no = run(ActionErase, "thôi", "deny", slots=said.slots)
    assert no.text == messages.KEPT
    assert not no.custom


def test_the_button_deletes_at_once(run: Run) -> None:
    assert run(ActionErase, "Xoá hết", "erase_now").custom == {"privacy": "erase"}


def test_what_is_not_understood_is_looked_up(run: Run, plans: Plans) -> None:
    said = run(ActionFallback, "cái vụ bị đập là đi đâu ta", "nlu_fallback")
    assert said.text == "Kế hoạch ghi: …"


def test_a_word_or_two_are_not_looked_up(run: Run, plans: Plans) -> None:
    said = run(ActionFallback, "hả trời", "nlu_fallback")
    assert said.text == messages.NOT_UNDERSTOOD
    assert messages.WANT_HUMAN in said.buttons
    assert not plans.asked


def test_what_the_plans_do_not_say_is_said_to_be_not_understood(run: Run, plans: Plans) -> None:
    plans.answer = Asked("out_of_scope", "Nằm ngoài phần đó.")
    said = run(ActionFallback, "la la la la la", "nlu_fallback")
    assert said.text == messages.NOT_UNDERSTOOD


def test_another_matter_is_looked_up_unless_it_surely_is_one(run: Run, plans: Plans) -> None:
    said = run(ActionFallback, "ai được ở nhà tạm lánh", "out_of_scope", confidence=0.4)
    assert said.text == "Kế hoạch ghi: …"
    said = run(ActionFallback, "giá vàng hôm nay mấy", "out_of_scope", confidence=0.9)
    assert said.text == messages.OUT_OF_SCOPE
    plans.answer = Asked("out_of_scope", "Nằm ngoài phần đó.")
    said = run(ActionFallback, "giá vàng hôm nay mấy", "out_of_scope", confidence=0.4)
    assert said.text == messages.OUT_OF_SCOPE


def test_a_question_after_a_disclosure_is_answered(run: Run, plans: Plans) -> None:
    said = run(ActionFallback, "em được giúp gì?", "nlu_fallback", slots={"concern": True})
    assert said.text == "Kế hoạch ghi: …"


def test_after_a_disclosure_what_is_no_question_is_not_looked_up(run: Run, plans: Plans) -> None:
    said = run(ActionFallback, "em cũng không biết nữa", "nlu_fallback", slots={"concern": True})
    assert said.text == messages.NOT_UNDERSTOOD_CARE
    assert handoff_messages.CONNECT in said.buttons
    assert said.slots == {"awaiting": "consent"}
    assert not plans.asked

from __future__ import annotations

import pytest

from bot.actions import messages
from bot.actions.follow_up import ActionFollowUp
from tests.bot.actions.conftest import Plans, Run

ASKED = (("nơi tạm lánh ở Cần Thơ?", "ask_plan"),)


def test_a_follow_up_is_read_with_the_question_before(run: Run, plans: Plans) -> None:
    run(ActionFollowUp, "còn Lai Châu?", "follow_up", earlier=ASKED, slots={"last_topic": "ask"})
    assert plans.asked == [("còn Lai Châu?", None, ("nơi tạm lánh ở Cần Thơ?",))]


@pytest.mark.parametrize(
    ("text", "topic"), [("ai phối hợp?", "ask"), ("còn Lai Châu?", "duty"), ("hạn báo cáo?", "")]
)
def test_duties_are_followed_up_as_duties(run: Run, plans: Plans, text: str, topic: str) -> None:
    run(ActionFollowUp, text, "follow_up", earlier=ASKED, slots={"last_topic": topic})
    assert plans.looked_up == [(text, None, ("nơi tạm lánh ở Cần Thơ?",))]


def test_with_nothing_before_it_asks_for_the_whole_question(run: Run, plans: Plans) -> None:
    said = run(ActionFollowUp, "còn Lai Châu?", "follow_up")
    assert said.text == messages.NOTHING_TO_FOLLOW
    assert not plans.asked


def test_the_place_it_names_is_the_place_from_then_on(run: Run, plans: Plans) -> None:
    said = run(
        ActionFollowUp, "còn Lai Châu?", "follow_up", earlier=ASKED, slots={"last_topic": "ask"}
    )
    assert said.slots["whereabouts"] == "lai-chau"

"""Look-ups of what a plan aims at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.duties import lookup
from knowledge.duties.by_target import asks_target
from knowledge.duties.question import read_question


def test_a_target_with_its_share_its_year_and_its_clause(plans):
    answer = lookup("Lai Châu: chỉ tiêu nhân viên trợ giúp nạn nhân được tập huấn?", plans)
    assert answer.status == "found"
    assert "100% nhân viên trực tiếp thực hiện trợ giúp nạn nhân" in answer.text
    assert "đến năm 2025" in answer.text
    assert "mục I.2" in answer.text
    assert answer.duties[0].agency == ""


def test_a_body_named_in_a_target_is_not_asked_what_it_does(plans):
    answer = lookup("ct bao nhieu % can bo cong tac xa hoi thanh sen duoc tap huan", plans)
    assert answer.status == "found"
    assert "nhân viên và cộng tác viên làm công tác xã hội được tập huấn" in answer.text
    assert "%" in answer.duties[0].task


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì thực hiện chỉ tiêu tập huấn ở Lai Châu?",
        "Lai Châu báo cáo kết quả thực hiện mục tiêu khi nào?",
        "Sở Y tế Lai Châu làm gì?",
    ],
)
def test_who_and_when_are_other_questions(plans, question):
    assert not asks_target(read_question(question, plans))


def test_no_target_of_that_kind(plans):
    assert "Chỉ tiêu theo" not in lookup("Lai Châu: chỉ tiêu trồng rừng ngập mặn?", plans).text


def test_what_is_for_staff_alone_is_no_answer(plans):
    plan = plans["lai-chau-2021-2025"]
    hidden = tuple(
        replace(one, internal=True) if "100% nhân viên trực tiếp" in one.text else one
        for one in plan.passages
    )
    some = {plan.name: replace(plan, passages=hidden)}
    answer = lookup("Lai Châu: chỉ tiêu nhân viên trợ giúp nạn nhân được tập huấn?", some)
    assert "Chỉ tiêu theo" not in answer.text or "100% nhân viên trực tiếp" not in answer.text

from __future__ import annotations

import pytest

from bot.actions.harm import SURE, ActionHarm
from bot.asking import Asked
from tests.bot.actions.conftest import Plans, Run

UNSURE = SURE - 0.3


def refused(said: object) -> bool:
    return [m.get("response") for m in said.messages] == ["utter_refuse_harm"]  # type: ignore[attr-defined]


def test_a_sure_request_is_refused_unasked(run: Run, plans: Plans) -> None:
    said = run(ActionHarm, "nhà tạm lánh nó trốn ở đâu", "harmful_request", confidence=SURE)
    assert refused(said)
    assert plans.asked == []


def test_an_unsure_one_that_the_plans_answer_is_answered(run: Run, plans: Plans) -> None:
    said = run(ActionHarm, "nhà tạm lánh là gì", "harmful_request", confidence=UNSURE)
    assert said.text == "Kế hoạch ghi: …"


@pytest.mark.parametrize("status", ["not_in_plans", "out_of_scope", "refused"])
def test_an_unsure_one_the_plans_are_silent_on_is_refused(
    run: Run, plans: Plans, status: str
) -> None:
    plans.answer = Asked(status, "Không có trong các kế hoạch.")
    assert refused(run(ActionHarm, "nhà tạm lánh ở đâu", "harmful_request", confidence=UNSURE))


def test_without_the_plans_it_is_refused(run: Run, plans: Plans) -> None:
    plans.answer = None
    assert refused(run(ActionHarm, "nhà tạm lánh ở đâu", "harmful_request", confidence=UNSURE))

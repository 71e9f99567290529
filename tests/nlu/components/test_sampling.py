from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.exceptions import InvalidConfigException

from nlu.components.sampling import ExampleLimit
from tests.nlu.components.conftest import Make, examples, message

MANY = [(f"chào số {number}", "greet") for number in range(30)]
FEW = [("cảm ơn", "thanks"), ("cám ơn", "thanks")]


def kept(make: Make, rows: list[tuple[str, str]], most: int) -> list[str]:
    data = make(ExampleLimit, most=most).process_training_data(examples(rows))
    return [example.get("text") for example in data.training_examples]


def test_only_what_is_above_the_limit_goes(make: Make) -> None:
    texts = kept(make, [*MANY, *FEW], 5)
    assert len(texts) == 7
    assert texts[-2:] == ["cảm ơn", "cám ơn"]


def test_the_choice_does_not_depend_on_the_order(make: Make) -> None:
    assert set(kept(make, MANY, 5)) == set(kept(make, MANY[::-1], 5))


def test_one_more_example_changes_one_at_most(make: Make) -> None:
    before = set(kept(make, MANY, 10))
    after = set(kept(make, [*MANY, ("chào thêm", "greet")], 10))
    assert len(before - after) <= 1


def test_intents_that_are_only_for_triage_are_left_out(make: Make) -> None:
    rows = [*FEW, ("trời mưa ghê", "ordinary")]
    data = make(ExampleLimit, leave_out=["ordinary"]).process_training_data(examples(rows))
    assert [example.get("text") for example in data.training_examples] == ["cảm ơn", "cám ơn"]


def test_a_list_that_is_none_is_refused(make: Make) -> None:
    with pytest.raises(InvalidConfigException, match="leave_out"):
        make(ExampleLimit, leave_out="ordinary")


def test_messages_pass(make: Make) -> None:
    messages = [message("chào")]
    assert make(ExampleLimit).process(messages) == messages


@pytest.mark.parametrize("most", [0, 1.5, True, "5"])
def test_a_limit_that_is_none_is_refused(make: Make, most: Any) -> None:
    with pytest.raises(InvalidConfigException, match="most"):
        make(ExampleLimit, most=most)

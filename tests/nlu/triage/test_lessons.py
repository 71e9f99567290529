"""What is learnt from messages and dialogues."""

from __future__ import annotations

import random

import pytest

from nlu.triage import lessons
from nlu.triage.examples import Dialogue, Example
from nlu.triage.lessons import ALWAYS, lessons_from


@pytest.fixture(autouse=True)
def few_everyday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "EVERYDAY", 5)
    monkeypatch.setattr(lessons, "LONG", 12)


def _texts(dialogue: Dialogue) -> list[tuple[str, str]]:
    made = lessons_from([], [dialogue], random.Random(1))
    return [(lesson.restored, lesson.example.level) for lesson in made.each if lesson.fold >= 0]


def test_a_message_is_learnt_as_typed_and_in_another_spelling() -> None:
    message = Example("chồng em đánh em", "disclosure", "partner", "self", "standard", "disclosure")
    made = lessons_from([message], [], random.Random(1))
    own = [lesson for lesson in made.each if lesson.example is message]
    assert own[0].restored == "chồng em đánh em"
    assert 1 <= len(own) <= 2
    assert {lesson.fold for lesson in own} <= {0, 1, 2}
    assert len({lesson.fold for lesson in own}) == 1


def test_everyday_messages_are_calm_and_never_unseen() -> None:
    made = lessons_from([], [], random.Random(1))
    assert len(made.each) == 5
    assert {(lesson.example.level, lesson.fold) for lesson in made.each} == {("none", ALWAYS)}


def test_a_turn_is_learnt_alone_and_after_the_one_before() -> None:
    dialogue = Dialogue(
        ("chào ad", "nó đang ở ngoài cửa"), ("none", "emergency"), "partner", "self"
    )
    (first, calm), (second, alarm), (pair, alarm_too) = _texts(dialogue)
    assert (calm, alarm, alarm_too) == ("none", "emergency", "emergency")
    assert first in pair and second in pair


def test_what_follows_an_urgent_turn_teaches_nothing() -> None:
    dialogue = Dialogue(("nó đang đạp cửa", "cảm ơn ad"), ("emergency", "none"), "partner", "self")
    assert [level for _, level in _texts(dialogue)] == ["emergency"]


def test_long_messages_are_put_together_with_and_without_a_cry() -> None:
    calm = Example("trời hôm nay đẹp quá", "none", "none", "none", "standard", "ordinary")
    cry = Example("nó đang cầm dao ngoài cửa", "emergency", "partner", "self", "standard", "x")
    made = lessons_from([calm] * 40 + [cry] * 40, [], random.Random(1))
    own = [lesson for lesson in made.each if lesson.fold != ALWAYS]
    long = [lesson for lesson in own if len(lesson.restored) >= lessons.SHORTEST]
    cries = {lesson.restored for lesson in made.each if lesson.example is cry} - {
        lesson.restored for lesson in long
    }
    assert len(long) == 12
    for lesson in long:
        assert len(lesson.restored) < lessons.LONGEST + lessons.SHORT
        assert any(said in lesson.restored for said in cries) == (lesson.example is cry)
    assert {lesson.example.level for lesson in long} == {"none", "emergency"}


def test_no_ordinary_messages_no_long_ones() -> None:
    cry = Example("nó đang cầm dao ngoài cửa", "emergency", "partner", "self", "standard", "x")
    made = lessons_from([cry] * 9, [], random.Random(1))
    assert all(len(lesson.restored) < lessons.SHORT for lesson in made.each)

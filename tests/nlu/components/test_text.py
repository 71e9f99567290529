from __future__ import annotations

from nlu.components.attributes import RESTORED
from nlu.components.text import VietnameseText
from tests.nlu.components.conftest import Make, examples, message


def test_spelling_is_put_right_beside_what_was_typed(make: Make) -> None:
    (read,) = make(VietnameseText).process([message("ck e đánh  e")])
    assert read.get("text") == "ck e đánh  e"
    assert read.get(RESTORED).startswith("chồng em")


def test_a_message_without_text_is_left_alone(make: Make) -> None:
    (read,) = make(VietnameseText).process([message("")])
    assert read.get(RESTORED) is None


def test_training_examples_get_the_same(make: Make) -> None:
    data = make(VietnameseText).process_training_data(examples([("ko bít", "chitchat")]))
    assert data.training_examples[0].get(RESTORED)

"""Harmless messages from frames."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlu.lexicons.check import LexiconError
from nlu.triage.everyday import everyday_messages


def test_drawn_messages_are_filled_and_repeatable() -> None:
    messages = everyday_messages(300, random.Random(5))
    assert messages == everyday_messages(300, random.Random(5))
    assert len(set(messages)) > 250
    assert not any("{" in message or "}" in message for message in messages)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "everyday.yml"
    path.write_text("slots:\n  kin: mẹ\nframes:\n  none: []\n", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        everyday_messages(1, random.Random(0), path)
    assert caught.value.field == "slots.kin"

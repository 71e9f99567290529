"""Training messages and dialogues as they lie in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.triage.examples import load_dialogues, load_examples
from nlu.triage.result import KINDS

DATA = Path(__file__).parents[3] / "nlu" / "data"


def test_the_messages_in_the_repository() -> None:
    examples = load_examples(DATA)
    assert len(examples) > 5_000
    for example in examples:
        assert example.text
        assert (example.kind in KINDS) == (example.level != "none")
        assert (example.who in ("self", "third_party")) == (example.level != "none")


def test_the_dialogues_in_the_repository() -> None:
    dialogues = load_dialogues(DATA / "dialogues.jsonl")
    assert len(dialogues) >= 150
    urgent = [dialogue for dialogue in dialogues if set(dialogue.levels) != {"none"}]
    assert 0.4 < len(urgent) / len(dialogues) < 0.6
    assert all(dialogue.kind in KINDS for dialogue in urgent)


def test_an_unknown_level_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: x\n  metadata:\n    level: high\n  examples: |\n    - a\n'
    )
    with pytest.raises(ValueError, match="high"):
        load_examples(tmp_path)


def test_blocks_without_level_and_missing_dialogues_are_no_lesson(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text('version: "3.1"\nnlu:\n- intent: x\n  examples: |\n    - a\n')
    assert load_examples(tmp_path) == []
    assert load_dialogues(tmp_path / "dialogues.jsonl") == []


def test_turns_and_levels_go_together(tmp_path: Path) -> None:
    path = tmp_path / "dialogues.jsonl"
    path.write_text('{"turns": ["a", "b"], "levels": ["none"]}\n')
    with pytest.raises(ValueError, match=":1:"):
        load_dialogues(path)

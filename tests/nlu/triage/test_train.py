"""Training from a folder to an artefact that can be loaded, the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.triage import lessons
from nlu.triage import train as training
from nlu.triage.linear import COLUMNS, LinearModel
from nlu.triage.ngrams import hashed_ngrams
from nlu.triage.result import KINDS

HURT = ("chồng đánh em", "em bị nhốt trong nhà", "nó dọa giết em", "ba đánh con chảy máu")
CALM = ("ai chủ trì kế hoạch", "báo cáo trước ngày nào", "cảm ơn ad nhiều", "số điện thoại sở y tế")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lessons, "EVERYDAY", 60)
    monkeypatch.setattr(training, "MADE_DIALOGUES", 30)
    blocks = ['version: "3.1"', "nlu:"]
    for place, kind in enumerate(KINDS):
        level = "emergency" if place % 2 else "disclosure"
        who = "third_party" if place % 3 else "self"
        blocks += [
            f"- intent: {level}",
            f"  metadata: {{level: {level}, kind: {kind}, who: {who}}}",
            "  examples: |",
            *(f"    - {text} lần {number} {kind}" for number in range(4) for text in HURT),
        ]
    blocks += ["- intent: ask_plan", "  metadata: {level: none}", "  examples: |"]
    blocks += [f"    - {text} số {number}" for number in range(12) for text in CALM]
    (tmp_path / "messages.yml").write_text("\n".join(blocks) + "\n", encoding="utf-8")
    return tmp_path


def test_train_writes_a_model_that_has_learnt(folder: Path) -> None:
    output = folder / "models" / "triage.npz"
    training.train(folder, output)
    model = LinearModel.load(output)

    def urgency(text: str) -> float:
        return float(model.scores(hashed_ngrams(text))[COLUMNS["urgent"]][0])

    assert urgency("chồng đánh em") > 0 > urgency("ai chủ trì kế hoạch")


def test_training_is_repeatable(folder: Path) -> None:
    first = training.train(folder, folder / "first.npz").arrays()
    second = training.train(folder, folder / "second.npz").arrays()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="không có tin nhắn"):
        training.train(tmp_path, tmp_path / "x.npz")

"""Training of the accent network on a handful of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.text import train_accent_network as training
from nlu.text.accent_network import AccentNetwork
from nlu.text.accents import AccentRestorer
from nlu.text.train_accents import train


def test_it_learns_what_stands_far_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("WIDTH", 32), ("BATCH_WORDS", 200), ("POOL", 400)):
        monkeypatch.setattr(training, name, size)
    # the words around "ma" say nothing; the first word of the sentence does
    lines = [
        "mẹ đi chợ về rồi má vui",
        "đêm đi chợ về rồi ma vui",
    ]
    (tmp_path / "general.txt").write_text("\n".join(lines * 30), encoding="utf-8")
    train(tmp_path, [], tmp_path / "trigrams.npz")
    restorer = AccentRestorer(tmp_path / "trigrams.npz")
    said: list[str] = []
    target = tmp_path / "network.onnx"
    training.train_accent_network(tmp_path, lines, restorer, said.append, target, words_seen=40_000)
    restorer.network = AccentNetwork(restorer.words, target)
    assert restorer.restore("me di cho ve roi ma vui").endswith("má vui")
    assert restorer.restore("dem di cho ve roi ma vui").endswith("ma vui")
    assert said


def test_learning_goes_on_after_a_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("WIDTH", 16), ("BATCH_WORDS", 200), ("POOL", 400), ("KEEP_STEPS", 5)):
        monkeypatch.setattr(training, name, size)
    (tmp_path / "general.txt").write_text("mẹ đi chợ về rồi má vui\n" * 60, encoding="utf-8")
    train(tmp_path, [], tmp_path / "trigrams.npz")
    restorer = AccentRestorer(tmp_path / "trigrams.npz")
    target, state = tmp_path / "network.onnx", tmp_path / "state.pt"

    reports = 0

    def stopping(line: str) -> None:
        nonlocal reports
        reports += "sai số" in line
        if reports == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training.train_accent_network(
            tmp_path, [], restorer, stopping, target, words_seen=100_000, state=state
        )
    assert state.is_file()
    assert not target.exists()
    said: list[str] = []
    training.train_accent_network(
        tmp_path, [], restorer, said.append, target, words_seen=52_000, state=state
    )
    assert any("học tiếp" in line for line in said)
    assert target.exists()
    assert not state.exists(), "what is learnt needs no state any more"


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="không có câu nào"):
        training.train_accent_network(
            tmp_path, [], AccentRestorer(), target=tmp_path / "network.onnx"
        )

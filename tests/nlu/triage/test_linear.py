"""Scores of a small model worked out by hand, and its way to disk and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.triage.linear import HEADS, LinearModel, sigmoid


def small() -> LinearModel:
    outputs = sum(len(names) for names in HEADS.values())
    weights = np.zeros((3, outputs), dtype=np.int8)
    weights[:, 0] = (100, -50, 0)
    return LinearModel(
        features=np.array([5, 9, 12], dtype=np.uint32),
        idf=np.array([1.0, 1.0, 2.0], dtype=np.float32),
        weights=weights,
        scale=np.full(outputs, 0.01, dtype=np.float32),
        bias=np.full(outputs, 0.25, dtype=np.float32),
        context=np.array([1, 0, 0, 0], dtype=np.float32),
    )


def test_known_features_are_scaled_to_length_one() -> None:
    block = (np.array([5, 7, 9], dtype=np.uint32), np.array([3.0, 8.0, 4.0], dtype=np.float32))
    scores = small().scores([block])
    assert scores[0] == pytest.approx(0.25 + 0.6 * 1.0 - 0.8 * 0.5)
    assert scores[1] == pytest.approx(0.25)


def test_unknown_text_scores_the_bias() -> None:
    block = (np.array([99], dtype=np.uint32), np.array([1.0], dtype=np.float32))
    assert small().scores([block, block])[0] == pytest.approx(0.25)


def test_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    np.savez_compressed(path, **small().arrays())
    loaded = LinearModel.load(path)
    block = (np.array([5], dtype=np.uint32), np.array([1.0], dtype=np.float32))
    assert np.array_equal(loaded.scores([block]), small().scores([block]))


def test_sigmoid_never_overflows() -> None:
    assert sigmoid(0) == 0.5
    assert sigmoid(-1e9) == pytest.approx(0, abs=1e-20)
    assert sigmoid(1e9) == pytest.approx(1)

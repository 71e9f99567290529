"""Two models, one word; and one model alone when the other cannot be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock

import numpy as np
import pytest

from nlu.triage import opinion as opinions
from nlu.triage.linear import HEADS
from nlu.triage.opinion import SHARE, opinion, sure, warm

OUTPUTS = sum(len(names) for names in HEADS.values())


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    network = opinions.network
    network.cache_clear()
    yield
    network.cache_clear()


def _words(monkeypatch: pytest.MonkeyPatch, log_odds: float) -> None:
    words = Mock()
    words.scores.return_value = np.full(OUTPUTS, log_odds, dtype=np.float32)
    monkeypatch.setattr(opinions, "linear_model", lambda: words)


def _models(monkeypatch: pytest.MonkeyPatch, linear: float, network: float) -> Mock:
    _words(monkeypatch, linear)
    second = Mock()
    second.scores.return_value = np.full(OUTPUTS, network, dtype=np.float32)
    monkeypatch.setattr(opinions, "network", lambda: second)
    return second


def test_in_doubt_both_count(monkeypatch: pytest.MonkeyPatch) -> None:
    _models(monkeypatch, 1.0, -2.0)
    scores = opinion("nửa đêm rồi")
    assert np.allclose(scores, 1.0 - 3.0 * SHARE)
    assert (scores < 1.0).all()
    assert (scores > -2.0).all()


@pytest.mark.parametrize("times", [1, 30])
@pytest.mark.parametrize("sign", [1, -1])
def test_where_the_ngrams_are_sure_the_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, sign: int, times: int
) -> None:
    text = "cứu em với " * times
    second = _models(monkeypatch, sign * (sure(text) + 0.1), 0.0)
    assert np.allclose(opinion(text), sign * (sure(text) + 0.1))
    second.scores.assert_not_called()
    _models(monkeypatch, sign * (sure(text) - 0.1), 0.0)
    assert abs(opinion(text)[0]) < sure(text) - 0.1


def test_the_shorter_a_text_the_surer_its_ngrams_must_be() -> None:
    lengths = [sure("x" * length) for length in (0, 10, 100, 200, 100_000)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1] > 0


def test_without_the_network_triage_works(monkeypatch: pytest.MonkeyPatch) -> None:
    _words(monkeypatch, 0.5)
    monkeypatch.setattr(opinions, "Network", Mock(side_effect=ImportError("onnxruntime")))
    warned = Mock()
    monkeypatch.setattr(opinions.logger, "warning", warned)
    assert np.allclose(opinion("nó đang đứng ngoài cửa"), 0.5)
    assert np.allclose(opinion("nó đang đứng ngoài cửa"), 0.5)
    warned.assert_called_once()


def test_warming_reads_both_models() -> None:
    warm()
    assert opinions.network.cache_info().currsize == 1

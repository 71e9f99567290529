from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException

from nlu.components import encoding
from nlu.components.attributes import RESTORED
from nlu.components.featurizer import SentenceEncoder
from tests.nlu.components.conftest import Make, examples, message


class CountingEncoder:
    """Stands in for the sentence encoder; counts what it is asked for."""

    id = "counting"
    dimension = 4

    def __init__(self) -> None:
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = [
            np.frombuffer(hashlib.sha256(text.encode()).digest()[:4], np.uint8) for text in texts
        ]
        vectors = np.array(rows, np.float32) + 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CountingEncoder:
    monkeypatch.setenv("TINCAY_HOME", str(tmp_path))
    inner = CountingEncoder()
    shared = encoding.QueryEncoder("counting")
    shared._encoder = inner
    monkeypatch.setattr("nlu.components.featurizer.shared_encoder", lambda _model: shared)
    return inner


def test_the_sentence_vector_is_that_of_the_restored_text(
    make: Make, encoder: CountingEncoder
) -> None:
    read = message("ck e", **{RESTORED: "chồng em"})
    make(SentenceEncoder).process([read, message("xin chào")])
    assert encoder.asked == ["chồng em", "xin chào"]
    sequence, sentence = read.get_dense_features("text")
    assert sequence is None
    assert sentence.features.shape == (1, 4)


def test_no_text_is_encoded_twice(make: Make, encoder: CountingEncoder) -> None:
    component = make(SentenceEncoder)
    component.process([message("a b"), message("a b")])
    component.process([message("a b")])
    assert encoder.asked == ["a b"]


def test_training_vectors_are_kept_between_trainings(
    make: Make, encoder: CountingEncoder, tmp_path: Path
) -> None:
    component = make(SentenceEncoder)
    first = component.process_training_data(examples([("một", "a"), ("hai", "b"), ("một", "b")]))
    assert sorted(encoder.asked) == ["hai", "một"]
    again = component.process_training_data(examples([("hai", "b"), ("ba", "a")]))
    assert sorted(encoder.asked) == ["ba", "hai", "một"]
    vectors = [
        data.training_examples[place].get_dense_features("text")[1].features
        for data, place in ((first, 1), (again, 0))
    ]
    assert np.array_equal(*vectors)
    assert list((tmp_path / "cache").iterdir())


def test_a_broken_cache_is_made_anew(make: Make, encoder: CountingEncoder, tmp_path: Path) -> None:
    make(SentenceEncoder).process_training_data(examples([("một", "a")]))
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(b"PK\x03\x04 half a file")
    make(SentenceEncoder).process_training_data(examples([("một", "a")]))
    assert encoder.asked == ["một", "một"]


def test_syllables_repeat_the_vector_where_asked(make: Make, encoder: CountingEncoder) -> None:
    from nlu.components.tokenizer import SyllableTokenizer

    (read,) = make(SyllableTokenizer).process([message("một hai ba")])
    make(SentenceEncoder, sequence_features=True).process([read])
    assert read.get_dense_features("text")[0].features.shape == (3, 4)


@pytest.mark.parametrize("config", [{"model": 3}, {"sequence_features": 1}])
def test_wrong_settings_are_refused(make: Make, config: dict) -> None:
    with pytest.raises(InvalidConfigException, match="SentenceEncoder"):
        make(SentenceEncoder, **config)

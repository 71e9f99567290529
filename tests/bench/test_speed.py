import numpy as np
import pytest

from bench.searches import Corpus, write_index
from bench.speed import Prepared
from knowledge.answer.asked import bank_of
from knowledge.search import Index
from tests.knowledge.fake_encoder import FakeEncoder

TEXTS = ["tổng đài bảo vệ trẻ em", "kinh phí thực hiện kế hoạch", "nơi tạm lánh"]


@pytest.fixture(scope="module")
def vectors():
    return FakeEncoder().passages(TEXTS)


@pytest.fixture(scope="module")
def bank(vectors):
    return bank_of(FakeEncoder(), (), vectors)


def test_an_index_is_written_without_an_encoder(vectors, bank, tmp_path):
    index = Index(write_index(Corpus(TEXTS, Prepared(vectors, bank), tmp_path)))
    assert len(index.passages) == len(index.lexical) == len(index.dense) == 3
    assert np.allclose(index.bank.questions, bank.questions, atol=1e-3)


def test_vectors_of_a_file_are_given_some_at_a_time(vectors, bank, tmp_path):
    np.save(tmp_path / "vectors.npy", vectors)
    prepared = Prepared(tmp_path / "vectors.npy", bank)
    parts = [prepared.passages(TEXTS[:2]), prepared.passages(TEXTS[2:])]
    assert np.array_equal(np.vstack(parts), vectors)
    assert np.array_equal(prepared.passages(["câu"] * len(bank.snippets)), bank.snippets)


def test_other_texts_have_no_vectors(vectors, bank):
    with pytest.raises(ValueError, match="no vectors for these 2 texts"):
        prepared = Prepared(vectors, bank)
        prepared.passages(TEXTS)
        prepared.passages(TEXTS[:2])
    with pytest.raises(ValueError, match="no vectors for these 3 texts"):
        Prepared(vectors, bank).queries(TEXTS)

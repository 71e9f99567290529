import numpy as np
import pytest

from bench.recombined import NOISE, Lines, recombine, write_lines

SENTENCES = [f"câu {number}" for number in range(60)]


@pytest.fixture(scope="module")
def vectors():
    made = np.random.default_rng(1).normal(size=(60, 16)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_the_same_seed_makes_the_same_corpus(vectors):
    one, two, other = (recombine(SENTENCES, vectors, 200, seed) for seed in (3, 3, 4))
    assert one.texts == two.texts != other.texts
    assert np.array_equal(one.vectors, two.vectors)


def test_vectors_are_unit_and_near_the_mean_of_their_sentences(vectors):
    made = recombine(SENTENCES, vectors, 200)
    assert len(made.texts) == len(made.vectors) == 200
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(made.texts, made.vectors, strict=True):
        members = [int(word) for word in text.split() if word.isdigit()]
        mean = vectors[members].mean(axis=0)
        assert vector @ mean / np.linalg.norm(mean) == pytest.approx(1, abs=NOISE**2)


def test_passages_are_made_of_neighbours(vectors):
    for text in recombine(SENTENCES, vectors, 200).texts:
        members = [int(word) for word in text.split() if word.isdigit()]
        assert 2 <= len(members) <= 4
        assert max(members) - min(members) <= 24
        assert len(set(members)) == len(members)


def test_lines_are_read_when_they_are_asked_for(tmp_path):
    texts = ["kế hoạch", "", 'hai\ndòng "và" dấu']
    write_lines(tmp_path / "texts.jsonl", texts)
    lines = Lines(tmp_path / "texts.jsonl")
    assert list(lines) == [lines[row] for row in range(len(lines))] == texts

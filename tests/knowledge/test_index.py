import numpy as np
import pytest

from knowledge import index as module
from knowledge.index import DenseIndex, nearest, recall


@pytest.fixture
def vectors():
    made = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_nearest_is_the_vector_itself(vectors):
    index = DenseIndex.build(vectors)
    scores, rows = index.search(vectors[7:8], 3)
    assert rows[0, 0] == 7
    assert scores[0, 0] == pytest.approx(1, abs=1e-5)
    assert list(scores[0]) == sorted(scores[0], reverse=True)


def test_search_stays_inside_ranges(vectors):
    index = DenseIndex.build(vectors)
    _, rows = index.search(vectors[7:8], 50, [(10, 14), (20, 22)])
    assert set(rows[0].tolist()) == {10, 11, 12, 13, 20, 21}


def test_maps_what_it_saved(vectors, tmp_path):
    DenseIndex.build(vectors).save(tmp_path)
    index = DenseIndex.load(tmp_path)
    assert len(index) == 50
    assert np.allclose(index.vectors([3, 4]), vectors[3:5], atol=1e-6)
    assert index.vectors([]).shape == (0, 8)


def test_missing_file_is_an_error(tmp_path):
    with pytest.raises(OSError):
        DenseIndex.load(tmp_path)


@pytest.fixture(scope="module")
def many():
    random = np.random.default_rng(3)
    centres = random.normal(size=(40, 16))
    made = centres[random.integers(40, size=6000)] + 0.3 * random.normal(size=(6000, 16))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def test_a_large_index_is_approximate_and_good_enough(many, tmp_path):
    built = DenseIndex.build(many, exact_up_to=1000)
    assert not built.exact
    assert built.probes in module.PROBES
    exact = DenseIndex.build(many)
    assert exact.exact
    assert exact.probes == 0
    queries = many[:200] + 0.02
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    found = built.search(queries, 10)[1]
    assert recall(exact.search(queries, 10)[1], found) > 0.95
    built.save(tmp_path)
    loaded = DenseIndex.load(tmp_path)
    assert loaded.probes == built.probes
    assert (loaded.search(queries, 10)[1] == found).mean() > 0.99


def test_questions_choose_how_many_cells_are_looked_into(many, monkeypatch):
    monkeypatch.setattr(module, "PROBES", (1, 2, 4, 8, 16, 32, 64))
    plain = DenseIndex.build(many, exact_up_to=1000)
    far = np.random.default_rng(4).normal(size=(300, 16)).astype(np.float32)
    far /= np.linalg.norm(far, axis=1, keepdims=True)
    asked = DenseIndex.build(many, exact_up_to=1000, questions=far)
    assert asked.probes > plain.probes
    found = asked.search(far, 10)[1]
    assert recall(nearest(many, far, 10), found) >= module.WANTED_RECALL


def test_nearest_compares_all_in_parts(many, monkeypatch):
    wanted = np.argsort(-(many[:9] @ many.T), axis=1, kind="stable")[:, :5]
    monkeypatch.setattr(module, "ADDED", 700)
    assert np.array_equal(nearest(many, many[:9], 5), wanted)
    assert nearest(many[:3], many[:2], 5)[0].tolist()[3:] == [-1, -1]


@pytest.mark.parametrize("exactly", [0, 20_000])
def test_a_large_index_stays_inside_ranges(many, exactly, monkeypatch):
    monkeypatch.setattr(module, "READ_EXACTLY", exactly)
    index = DenseIndex.build(many, exact_up_to=1000)
    _, rows = index.search(many[5:6], 20, [(3000, 3100)])
    assert all(3000 <= row < 3100 for row in rows[0].tolist() if row >= 0)


def test_recall():
    assert recall(np.array([[1, 2], [3, 4]]), np.array([[2, 9], [4, 3]])) == 0.75

import numpy as np
import pytest

from knowledge import lexical
from knowledge.lexical import LexicalIndex, terms


@pytest.fixture(scope="module")
def index():
    return LexicalIndex.build(
        ["Tổng đài bảo vệ trẻ em", "Sở Tư pháp trợ giúp pháp lý", "Kinh phí thực hiện"]
    )


def test_terms_are_folded_syllables_and_pairs():
    assert terms("Bạo lực giới") == ["bao", "luc", "gioi", "bao_luc", "luc_gioi"]


def best(index, words, ranges=None):
    rows, scores = index.scores(dict.fromkeys(terms(words), 1.0), ranges)
    return int(rows[np.argmax(scores)]) if len(rows) else None


def test_finds_words_typed_without_accents(index):
    assert best(index, "tro giup phap ly") == 1


def test_only_passages_with_a_term_are_returned(index):
    rows, scores = index.scores({"kinh": 1.0})
    assert rows.tolist() == [2]
    assert scores[0] > 0


def test_weights_count(index):
    one = index.scores({"kinh": 1.0})[1][0]
    assert index.scores({"kinh": 0.5})[1][0] == pytest.approx(one / 2)


def test_unknown_words_find_nothing(index):
    assert best(index, "xyz") is None
    assert best(index, "") is None


def test_stays_inside_ranges(index):
    assert best(index, "trẻ em pháp lý kinh phí", [(1, 2)]) == 1
    assert best(index, "trẻ em", [(1, 3)]) is None


def test_the_commonest_words_are_left_out_of_a_large_corpus(monkeypatch):
    monkeypatch.setattr(lexical, "BUDGET", 10)
    monkeypatch.setattr(lexical, "PROPOSED", 5)
    index = LexicalIndex.build([f"chung w{row % 25}" for row in range(100)])
    rows, _ = index.scores({"chung": 1.0, "w": 1.0, "7": 1.0})
    assert rows.tolist() == [7, 32, 57, 82]


def test_weight_is_higher_for_rarer_terms():
    index = LexicalIndex.build(["a b", "a c", "a d", "a e"])
    assert index.weight("b") > index.weight("a")
    assert index.weight("never seen") >= index.weight("b")


def test_survives_a_round_trip_through_disk(index, tmp_path):
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    query = dict.fromkeys(terms("bảo vệ trẻ em"), 1.0)
    for mine, theirs in zip(loaded.scores(query), index.scores(query), strict=True):
        assert np.allclose(mine, theirs)
    assert len(loaded) == len(index) == 3
    assert loaded.weight("so") == index.weight("so")

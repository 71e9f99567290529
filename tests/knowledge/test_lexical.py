import bm25s
import numpy as np
import pytest

from knowledge import counting, lexical
from knowledge.lexical import LexicalIndex, terms

TEXTS = ["Tổng đài bảo vệ trẻ em", "Sở Tư pháp trợ giúp pháp lý", "Kinh phí thực hiện"]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return LexicalIndex.build(TEXTS, tmp_path_factory.mktemp("words"))


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


def test_further_terms_add_what_they_would_have_counted(index):
    rows, scores = index.scores({"kinh": 1.0})
    assert index.added({"phi": 0.5}, [0, 2, 1]).tolist()[::2] == [0.0, 0.0]
    both = index.scores({"kinh": 1.0, "phi": 0.5})
    assert both[0].tolist() == rows.tolist() == [2]
    assert scores + index.added({"phi": 0.5, "xyz": 1.0}, [2]) == pytest.approx(both[1])
    assert index.added({"phi": 1.0}, []).tolist() == []


def test_unknown_words_find_nothing(index):
    assert best(index, "xyz") is None
    assert best(index, "") is None


def test_stays_inside_ranges(index):
    assert best(index, "trẻ em pháp lý kinh phí", [(1, 2)]) == 1
    assert best(index, "trẻ em", [(1, 3)]) is None


def test_the_commonest_words_are_left_out_of_a_large_corpus(monkeypatch, tmp_path):
    monkeypatch.setattr(lexical, "BUDGET", 10)
    monkeypatch.setattr(lexical, "PROPOSED", 5)
    index = LexicalIndex.build([f"chung w{row % 25}" for row in range(100)], tmp_path)
    rows, _ = index.scores({"chung": 1.0, "w": 1.0, "7": 1.0})
    assert rows.tolist() == [7, 32, 57, 82]


def test_weight_is_higher_for_rarer_terms(tmp_path):
    index = LexicalIndex.build(["a b", "a c", "a d", "a e"], tmp_path)
    assert index.weight("b") > index.weight("a")
    assert index.weight("never seen") >= index.weight("b")


def test_is_mapped_from_disk(index, tmp_path):
    LexicalIndex.build(TEXTS, tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    query = dict.fromkeys(terms("bảo vệ trẻ em"), 1.0)
    for mine, theirs in zip(loaded.scores(query), index.scores(query), strict=True):
        assert np.array_equal(mine, theirs)
    assert len(loaded) == len(index) == 3
    assert loaded.weight("so") == index.weight("so")
    for postings in (loaded._rows, loaded._weights):
        assert isinstance(postings.base, np.memmap)


def test_only_postings_of_the_terms_asked_are_read(index, monkeypatch):
    class Watched:
        def __init__(self, array, read):
            self.array, self.read = array, read

        def __getitem__(self, span):
            self.read.append(span.stop - span.start)
            return self.array[span]

    read = []
    monkeypatch.setattr(index, "_rows", Watched(index._rows, read))
    monkeypatch.setattr(index, "_weights", Watched(index._weights, read))
    index.scores({"kinh": 1.0, "phi": 1.0, "xyz": 1.0})
    assert sum(read) == 4


def test_no_passages_no_scores(tmp_path):
    index = LexicalIndex.build([], tmp_path)
    assert len(index) == 0
    assert best(index, "trẻ em") is None


@pytest.mark.parametrize(("part", "together"), [(7, 40), (1, 1), (20_000, 8_000_000)])
def test_weights_are_those_of_bm25s_to_the_last_bit(part, together, plans, tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "PART", part)
    monkeypatch.setattr(counting, "TOGETHER", together)
    texts = [passage.text for passage in plans["can-tho-2024"].passages]
    texts = ["", *texts, "a a a a", "!", ""]
    theirs = bm25s.BM25(k1=lexical.K1, b=lexical.B, method="lucene")
    theirs.index([terms(text) or [""] for text in texts], show_progress=False)
    mine = LexicalIndex.build(texts, tmp_path)
    assert mine._numbers.keys() == theirs.vocab_dict.keys()
    for term, number in theirs.vocab_dict.items():
        start, end = theirs.scores["indptr"][number : number + 2]
        (piece,) = mine._pieces(term, None, 1.0)
        here = slice(piece.start, piece.end)
        assert np.array_equal(mine._rows[here], theirs.scores["indices"][start:end])
        assert np.array_equal(mine._weights[here], theirs.scores["data"][start:end])


def test_bm25s_itself_reads_the_index(index, tmp_path):
    LexicalIndex.build(TEXTS, tmp_path)
    theirs = bm25s.BM25.load(str(tmp_path), mmap=True, show_progress=False)
    query = terms("kinh phí trẻ em")
    rows, scores = index.scores(dict.fromkeys(query, 1.0))
    found = [term for term in query if term in theirs.vocab_dict]
    assert np.allclose(theirs.get_scores(found)[rows], scores)

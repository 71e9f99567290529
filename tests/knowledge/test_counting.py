from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from knowledge import counting
from knowledge.counting import count

TEXTS = ["a b a", "b", "c a b", "b b b b", "d", "a b"]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(counting, "PART", 2)
    monkeypatch.setattr(counting, "TOGETHER", 4)


def found(counted):
    """Times by term and row."""
    times = {}
    names = counted.numbers.names
    for part in counted.postings():
        owners = np.repeat(part.terms, part.sizes).tolist()
        for term, row, each in zip(owners, part.rows.tolist(), part.times.tolist(), strict=True):
            assert (names[term], row) not in times
            times[names[term], row] = each
    return times


def expected(texts):
    times = Counter()
    for row, text in enumerate(texts):
        words = text.split()
        for term in [*words, *map("_".join, pairwise(words))]:
            times[term, row] += 1
    return times


def test_counts_words_and_pairs(tmp_path):
    counted = count(TEXTS, str.split, tmp_path)
    assert found(counted) == expected(TEXTS)
    assert counted.lengths.tolist() == [5, 1, 5, 7, 1, 3]
    assert counted.sizes[counted.numbers["a_b"]] == 3


def test_rows_of_a_term_ascend_and_parts_stay_small(tmp_path):
    for part in count(TEXTS * 5, str.split, tmp_path).postings():
        assert len(part.rows) <= 4 or len(part.terms) == 1
        for rows in np.split(part.rows, np.cumsum(part.sizes)[:-1]):
            assert (np.diff(rows) > 0).all()


def test_more_times_than_a_byte_holds(tmp_path):
    texts = ["a " * 70_000, "a " * 300, "a"]
    assert found(count(texts, str.split, tmp_path)) == expected(texts)


def test_nothing_to_count(tmp_path):
    counted = count([], str.split, tmp_path)
    assert list(counted.postings()) == []
    assert len(counted.lengths) == 0


class Words:
    """Cuts words, and is killed at one text."""

    def __init__(self, fatal=None):
        self.fatal, self.cut = fatal, []

    def __call__(self, text):
        if text == self.fatal:
            raise KeyboardInterrupt
        self.cut.append(text)
        return text.split()


def test_goes_on_at_the_part_it_had_reached(tmp_path):
    steps = []
    with pytest.raises(KeyboardInterrupt):
        count(TEXTS, Words("d"), tmp_path, steps.append)
    assert steps == [2, 4]
    again = Words()
    counted = count(TEXTS, again, tmp_path, steps.append)
    assert again.cut == ["d", "a b"]
    assert steps == [2, 4, 2, 4, 6]
    assert found(counted) == expected(TEXTS)


def test_what_was_being_written_is_written_anew(tmp_path, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(_number):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(counting.os, "fsync", killed)
        with pytest.raises(Killed):
            count(TEXTS, str.split, tmp_path)
    assert found(count(TEXTS, str.split, tmp_path)) == expected(TEXTS)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["000000", "000001", "000002"]


def test_other_passages_are_counted_anew(tmp_path):
    count(TEXTS, str.split, tmp_path)
    changed = [*TEXTS[:2], "e", *TEXTS[3:]]
    words = Words()
    assert found(count(changed, words, tmp_path)) == expected(changed)
    assert words.cut == changed[2:]
    fewer = TEXTS[:3]
    assert found(count(fewer, str.split, tmp_path)) == expected(fewer)

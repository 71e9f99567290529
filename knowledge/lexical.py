"""Word search: BM25 over accent-stripped words and word pairs.

Vietnamese words are mostly two syllables ("bạo lực"), so pairs of neighbouring syllables are
terms of their own; stripping accents lets a question typed without them find its passage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.counting import Counted, count
from knowledge.store import begin_array
from nlu.text import fold, tokens

__all__ = ["PARTS", "POSTINGS", "LexicalIndex", "Range", "Rows", "Scores", "pairs", "terms"]

Range = tuple[int, int]
"""Rows of one plan: first, and the one after the last."""

Scores = npt.NDArray[np.float32]
"""Scores of passages."""

Rows = npt.NDArray[np.int64]
"""Rows of passages in the index."""

K1 = 0.9
B = 0.4
"""Weak length normalisation: passages are clauses, and long ones are no worse answers."""

BUDGET = 150_000
"""Postings read for one question. In a large corpus the commonest words are left out: they tell
passages least apart and have nearly all of the postings."""

PROPOSED = 20_000
"""Postings, rarest terms first, whose passages are candidates in a large corpus."""


PARTS = "counted"
"""Folder inside the index's own with what is counted; of no use once the index is written."""

_WEIGHTS, _ROWS = "data.csc.index.npy", "indices.csc.index.npy"
"""Where bm25s reads weights and rows of postings from."""

POSTINGS = (_WEIGHTS, _ROWS)
"""Files of the folder that questions read from all over: to be read ahead."""


def terms(text: str) -> list[str]:
    """Folded syllables of ``text`` and its pairs of neighbours (``"bao_luc"``)."""
    words = tokens(fold(text))
    return words + pairs(words)


def pairs(words: Sequence[str]) -> list[str]:
    """The terms of neighbours among folded syllables."""
    return [f"{first}_{second}" for first, second in pairwise(words)]


class _Piece(NamedTuple):
    """Postings of one term that stand side by side."""

    start: int
    end: int
    weight: float
    """What the term counts."""


class LexicalIndex:
    """A BM25 index that is built once, written to a folder and mapped into memory."""

    def __init__(self, bm25: Any) -> None:
        """Wrap a ``bm25s.BM25``; use :meth:`build` or :meth:`load`."""
        parts: Mapping[str, Any] = bm25.scores
        self._numbers: dict[str, int] = bm25.vocab_dict
        # plain views: each slice of a numpy.memmap would be one more object to set up
        self._weights, self._rows, self._starts = map(
            np.asarray, (parts["data"], parts["indices"], parts["indptr"])
        )
        self._count = int(parts["num_docs"])

    def __len__(self) -> int:
        return self._count

    @classmethod
    def build(
        cls,
        texts: Iterable[str],
        folder: Path,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> LexicalIndex:
        """Index ``texts`` in order, write the index to ``folder`` and map it.

        A build that was broken off goes on with what it left in the folder :data:`PARTS` there.

        Args:
            texts: the passages, read once.
            folder: made if missing.
            progress: called with passages counted, now and then.

        Raises:
            OSError: the disk is full or not writable.
        """
        counted = count(texts, _words, folder / PARTS, progress)
        _write(counted, folder)
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Map an index written by :meth:`build`.

        Raises:
            OSError: a file is missing.
        """
        import bm25s

        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False))

    def scores(
        self, query: Mapping[str, float], ranges: Sequence[Range] | None = None
    ) -> tuple[Rows, Scores]:
        """BM25 of the passages that have some of the terms.

        Args:
            query: terms with what each counts, more than 0.
            ranges: rows to stay inside, as first and one after the last; ``None``: all.

        Returns:
            Rows in ascending order, each once, and their scores. Where the terms have more
            postings than :data:`BUDGET`, only passages with rarer terms are returned.
        """
        from scipy.sparse import csc_matrix

        pieces = sorted(
            (
                piece
                for term, weight in query.items()
                for piece in self._pieces(term, ranges, weight)
            ),
            key=lambda piece: piece.end - piece.start,
        )
        taken: list[_Piece] = []
        ends = [0]
        proposing = 0
        for piece in pieces:
            length = piece.end - piece.start
            if taken and ends[-1] + length > BUDGET:
                break
            proposing += ends[-1] < PROPOSED
            taken.append(piece)
            ends.append(ends[-1] + length)
        if not taken:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows = np.concatenate([self._rows[piece.start : piece.end] for piece in taken])
        weights = np.concatenate([self._weights[piece.start : piece.end] for piece in taken])
        # a matrix of passages and terms times the query: one pass over the postings
        matrix = csc_matrix(
            (weights, rows, np.array(ends, np.int32)), shape=(self._count, len(taken))
        )
        sums: Scores = matrix @ np.array([piece.weight for piece in taken], np.float32)
        if proposing == len(taken):
            found = np.flatnonzero(sums)
        else:
            among = np.zeros(self._count, np.bool_)
            among[rows[: ends[proposing]]] = True
            found = np.flatnonzero(among)
        return found, sums[found]

    def added(self, query: Mapping[str, float], rows: Sequence[int]) -> Scores:
        """What further terms add to the scores of some passages.

        Args:
            query: terms with what each counts.
            rows: of the passages, in any order.
        """
        wanted = np.array(rows, self._rows.dtype)
        sums = np.zeros(len(wanted), np.float32)
        for term, weight in query.items():
            for piece in self._pieces(term, None, weight):
                here = self._rows[piece.start : piece.end]
                at = np.minimum(np.searchsorted(here, wanted), len(here) - 1)
                weights = self._weights[piece.start : piece.end][at]
                sums += np.where(here[at] == wanted, weight * weights, 0)
        return sums

    def _pieces(self, term: str, ranges: Sequence[Range] | None, weight: float) -> Iterator[_Piece]:
        """The postings of a term, in pieces that lie inside ``ranges``."""
        start, end = self._span(term)
        if start == end:
            return
        if ranges is None:
            yield _Piece(start, end, weight)
            return
        rows = self._rows[start:end]
        for first, last in ranges:
            low, high = np.searchsorted(rows, np.array((first, last), rows.dtype))
            if low < high:
                yield _Piece(start + int(low), start + int(high), weight)

    def weight(self, term: str) -> float:
        """Rarity of a term (idf); that of a term of one passage for terms never seen."""
        start, end = self._span(term)
        return math.log1p((self._count - (end - start) + 0.5) / (end - start + 0.5))

    def _span(self, term: str) -> tuple[int, int]:
        """Where the postings of a term begin and end."""
        number = self._numbers.get(term)
        if number is None or number + 1 >= len(self._starts):
            return 0, 0
        return int(self._starts[number]), int(self._starts[number + 1])


def _words(text: str) -> list[str]:
    """Folded syllables of ``text``; a passage without any has an empty one."""
    return tokens(fold(text)) or [""]


def _write(counted: Counted, folder: Path) -> None:
    """Write weights and rows of all postings as bm25s does, a few million at a time.

    The arithmetic is that of bm25s for ``method="lucene"``, step by step in the same precision.
    """
    import bm25s

    passages, size = len(counted.lengths), int(counted.sizes.sum())
    mean = counted.lengths.mean() if passages else 1.0
    length = (K1 * ((1 - B) + B * counted.lengths / mean)).astype(np.float32)
    found, which = np.unique(counted.sizes, return_inverse=True)
    idf = [math.log(1 + (passages - each + 0.5) / (each + 0.5)) for each in found.tolist()]
    rarity = np.array(idf, np.float32)[which]

    bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
    starts = np.zeros(len(counted.sizes) + 1, np.int64)
    np.cumsum(counted.sizes, out=starts[1:])
    none = np.zeros(0, np.float32)  # the postings themselves follow below
    bm25.scores = {"data": none, "indices": none, "indptr": starts, "num_docs": passages}
    bm25.vocab_dict, bm25.nonoccurrence_array = counted.numbers, None
    _ = bm25.vocab_dict[""]  # bm25s wants a number for it, also where no passage has it
    bm25.save(str(folder), show_progress=False)
    with (folder / _WEIGHTS).open("wb") as weights, (folder / _ROWS).open("wb") as rows:
        begin_array(weights, np.float32, (size,))
        begin_array(rows, np.int32, (size,))
        for part in counted.postings():
            times = part.times.astype(np.float32)
            weight = np.repeat(rarity[part.terms], part.sizes)
            weight *= times / (length[part.rows] + times)
            weights.write(weight.data)
            rows.write(part.rows.data)

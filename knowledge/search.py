"""Hybrid search over the passages of all plans."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.bank import Bank
from knowledge.building import searchable
from knowledge.closeness import Closeness
from knowledge.index import DenseIndex, Range
from knowledge.interrogatives import interrogative
from knowledge.lexical import POSTINGS, LexicalIndex, Rows, Scores, pairs, terms
from knowledge.plan import Passage, Plan
from knowledge.store import TEXTS, PassageStore, read_ahead, read_plans
from knowledge.words import folded, written
from nlu.encoder import Vectors

__all__ = ["Hit", "Index", "Query"]

CANDIDATES = 100
"""Passages each of the two searches proposes."""

KEPT = 20_000
"""Passages kept in memory once read."""

DENSE_WEIGHT = 0.5
"""Share of meaning against words in the mixture that picks out what is looked at closely."""

CLOSELY = 20
"""Passages whose text is looked at; the first five have nearly all that can become the first."""

SEARCHING = 4
"""Questions whose words are searched for at once, each beside the search for its vector."""

MEANING, WORDS, STRETCH, SENTENCE = 0.75, 0.5, 0.5, 0.7
"""What counts for them: meaning, words anywhere, in one stretch, in one sentence."""

COSINE_LOW, COSINE_HIGH = 0.78, 0.92
"""Cosines of e5-small between unrelated and near-identical texts: the scale is made [0, 1]."""


_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Query:
    """One question as the searches need it: words for BM25, a vector for the encoder."""

    words: str
    vector: Vectors
    plans: frozenset[str] | None = None
    """Plans to look in; ``None``: all."""
    more: str = ""
    """Further words, such as the plans' own for what the question says in everyday ones."""
    more_weight: float = 0.5
    """What they count against the question's own words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found.

    Attributes:
        row: its row in the index.
        passage: the passage.
        score: mixture of the two below and of how close together the words stand, for ranking.
        dense: similarity of meaning, 0 (unrelated) to 1 (the same).
        lexical: share of the best BM25 score the question's words could reach, 0 to 1.
    """

    row: int
    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a question with what each counts.

    Attributes:
        own: of its own words, each once.
        names: what is looked for: its own but for those that only ask, and further words.
        only_ask: the others of its own.
    """

    own: frozenset[str]
    names: dict[str, float]
    only_ask: dict[str, float]

    @classmethod
    def of(cls, query: Query) -> _Asked:
        """Sort the terms; where all only ask, they are what is looked for."""
        spelt = written(query.words)
        plain, asks = folded(spelt), interrogative(spelt)
        each = [*plain, *pairs(plain)]
        # a pair of which one word only asks still tells where the other stands
        idle = [*asks, *(one and other for one, other in pairwise(asks))]
        names = Counter(term for term, only in zip(each, idle, strict=True) if not only)
        rest = Counter(term for term, only in zip(each, idle, strict=True) if only)
        if not names:
            names, rest = rest, names
        wanted: dict[str, float] = {term: float(times) for term, times in names.items()}
        for term in terms(query.more):
            wanted[term] = wanted.get(term, 0.0) + query.more_weight
        return cls(frozenset(each), wanted, {term: float(times) for term, times in rest.items()})


class Index:
    """An index folder mapped into memory: plans, passages, words and vectors.

    Args:
        folder: a folder :func:`knowledge.building.build` wrote.

    Raises:
        OSError: it is incomplete.
    """

    def __init__(self, folder: Path) -> None:
        """Map the files."""
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.version: str = manifest["version"]
        self.ranges: dict[str, Range] = {
            name: (start, end) for name, (start, end) in manifest["ranges"].items()
        }
        self.plans: dict[str, Plan] = read_plans(folder)
        for name in (TEXTS, *POSTINGS):
            read_ahead(folder / name)
        self.passages = PassageStore(folder)
        self.lexical = LexicalIndex.load(folder)
        self.dense = DenseIndex.load(folder)
        self.bank = Bank.load(folder)
        self._beside = ThreadPoolExecutor(SEARCHING, thread_name_prefix="words")
        self._read: dict[int, Passage] = {}

    def passages_of(self, plan: str) -> list[Passage]:
        """The passages of one plan in the order of the text."""
        start, end = self.ranges[plan]
        return [self.passages[row] for row in range(start, end)]

    def search(self, query: Query, count: int = 20) -> list[Hit]:
        """The best passages for a question, best first; internal ones included."""
        ranges = self._ranges(query.plans)
        if not ranges:
            return []
        inside = None if query.plans is None else ranges
        asked = _Asked.of(query)
        candidates, cosines, words = self._candidates(asked, query.vector, inside)
        top = float(words.max(initial=0.0)) or 1.0
        dense = (cosines - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW)
        scores = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * words / top
        order = np.lexsort((candidates, -scores))
        close = Closeness(query.words, self.lexical.weight)
        likely = order[:CLOSELY]
        texts = [searchable(self._passage(row)) for row in candidates[likely].tolist()]
        near_by = [close.of(text) for text in texts]
        together = [STRETCH * one.stretch + SENTENCE * one.sentence for one in near_by]
        closely = MEANING * dense[likely] + WORDS * words[likely] / top + together
        # those behind keep their order, below the last that was looked at
        behind = scores[order[CLOSELY:]]
        below = closely.min() - behind[0] if len(behind) else 0.0
        again = np.lexsort((candidates[likely], -closely))
        told = np.concatenate([likely[again], order[CLOSELY:]])[:count]
        final = np.concatenate([closely[again], behind + below])[:count].tolist()
        rows = candidates[told].tolist()
        whole = words[told] + self.lexical.added(asked.only_ask, rows)
        shares = whole / max(1e-6, sum(map(self.lexical.weight, asked.own)))
        return [
            Hit(row, self._passage(row), score, meaning, min(1.0, share))
            for row, score, meaning, share in zip(
                rows, final, dense[told].tolist(), shares.tolist(), strict=True
            )
        ]

    def _candidates(
        self, asked: _Asked, vector: Vectors, inside: Sequence[Range] | None
    ) -> tuple[Rows, _Numbers, _Numbers]:
        """What either search proposes: rows, their cosines with the question, their BM25."""
        one = vector.reshape(1, -1)
        if self.dense.exact:
            found, sums = self.lexical.scores(asked.names, inside)
            cosines, near = self.dense.search(one, CANDIDATES, inside)
        else:
            # faiss lets go of Python at once: the other thread has it while cells are looked into
            begun = self._beside.submit(self.lexical.scores, asked.names, inside)
            cosines, near = self.dense.search(one, CANDIDATES, inside)
            found, sums = begun.result()
        there = near[0] >= 0
        rows, known = near[0][there], cosines[0][there]
        best = found
        if len(found) > CANDIDATES:
            best = found[np.argpartition(sums, -CANDIDATES)[-CANDIDATES:]]
        missing = np.setdiff1d(best, rows)
        rows = np.concatenate([rows, missing])
        # no BLAS: its threads would spin on both cores long after so small a product
        others = np.einsum("ij,j->i", self.dense.vectors(missing), vector.reshape(-1))
        cosines = np.concatenate([known, others])
        return rows, cosines.astype(np.float64), self._looked_up(rows, found, sums)

    @staticmethod
    def _looked_up(rows: Rows, found: Rows, sums: Scores) -> _Numbers:
        """The scores of some rows among those found; 0 for the others."""
        if not len(found):
            return np.zeros(len(rows))
        at = np.minimum(np.searchsorted(found, rows), len(found) - 1)
        return np.where(found[at] == rows, sums[at], 0.0).astype(np.float64)

    def _passage(self, row: int) -> Passage:
        """A passage, kept once read."""
        passage = self._read.get(row)
        if passage is None:
            if len(self._read) >= KEPT:
                self._read.clear()
            passage = self._read[row] = self.passages[row]
        return passage

    def _ranges(self, plans: Collection[str] | None) -> list[Range]:
        names = self.ranges if plans is None else [name for name in self.ranges if name in plans]
        return [self.ranges[name] for name in names if self.ranges[name][0] < self.ranges[name][1]]

"""Hybrid search over the passages of all plans."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.bank import Bank
from knowledge.building import searchable
from knowledge.closeness import Closeness
from knowledge.index import DenseIndex, Range
from knowledge.lexical import LexicalIndex, Rows, Scores, terms
from knowledge.plan import Passage, Plan
from knowledge.store import PassageStore, read_plans
from nlu.encoder import Vectors

__all__ = ["Hit", "Index", "Query"]

CANDIDATES = 100
"""Passages each of the two searches proposes."""

KEPT = 20_000
"""Passages kept in memory once read."""

DENSE_WEIGHT = 0.5
"""Share of meaning against words in the mixture that picks out what is looked at closely."""

CLOSELY = 50
"""Passages whose text is looked at."""

MEANING, WORDS, STRETCH, SENTENCE = 0.75, 0.5, 0.5, 0.7
"""What counts for them: meaning, words anywhere, in one stretch, in one sentence."""

COSINE_LOW, COSINE_HIGH = 0.78, 0.92
"""Cosines of e5-small between unrelated and near-identical texts: the scale is made [0, 1]."""


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
        self.passages = PassageStore(folder)
        self.lexical = LexicalIndex.load(folder)
        self.dense = DenseIndex.load(folder)
        self.bank = Bank.load(folder)
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
        words = Counter(terms(query.words))
        asked: dict[str, float] = {term: float(times) for term, times in words.items()}
        for term in terms(query.more):
            asked[term] = asked.get(term, 0.0) + query.more_weight
        found, sums = self.lexical.scores(asked, inside)
        cosines, rows = self.dense.search(query.vector.reshape(1, -1), CANDIDATES, inside)
        candidates = dict(zip(rows[0].tolist(), cosines[0].tolist(), strict=True))
        candidates.pop(-1, None)
        best = np.argpartition(-sums, CANDIDATES)[:CANDIDATES] if len(sums) > CANDIDATES else ...
        missing = [row for row in found[best].tolist() if row not in candidates]
        near = self.dense.vectors(missing) @ query.vector.reshape(-1)
        candidates.update(zip(missing, near.tolist(), strict=True))
        lexical = self._looked_up(list(candidates), found, sums)
        top = max(lexical, default=0.0) or 1.0
        ceiling = max(1e-6, sum(map(self.lexical.weight, words)))
        hits = []
        for (row, cosine), word in zip(candidates.items(), lexical, strict=True):
            dense = (cosine - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW)
            score = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * word / top
            hits.append((score, row, dense, word))
        hits.sort(key=lambda hit: (-hit[0], hit[1]))
        close = Closeness(query.words, self.lexical.weight)
        closely = []
        for _, row, dense, word in hits[:CLOSELY]:
            text = searchable(self._passage(row))
            together = STRETCH * close.stretch(text) + SENTENCE * close.sentence(text)
            closely.append((MEANING * dense + WORDS * word / top + together, row, dense, word))
        closely.sort(key=lambda hit: (-hit[0], hit[1]))
        # those behind keep their order, below the last that was looked at
        below = closely[-1][0] - hits[len(closely)][0] if len(hits) > len(closely) else 0.0
        closely += [(score + below, *rest) for score, *rest in hits[len(closely) :]]
        return [
            Hit(row, self._passage(row), score, dense, min(1.0, word / ceiling))
            for score, row, dense, word in closely[:count]
        ]

    @staticmethod
    def _looked_up(rows: Sequence[int], found: Rows, sums: Scores) -> list[float]:
        """The scores of some rows among those found; 0 for the others."""
        if not len(found):
            return [0.0] * len(rows)
        at = np.minimum(np.searchsorted(found, rows), len(found) - 1)
        scores: list[float] = np.where(found[at] == rows, sums[at], 0.0).tolist()
        return scores

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

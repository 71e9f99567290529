"""Which passages answer: search hits in the order a learned sum of features gives them.

The weights of ``ranking.yml`` are learned by ``tincay train answers`` from the questions of
``knowledge/answer/asked``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from knowledge.answer.features import FEATURES, Table, features_of, own_words, owners
from knowledge.answer.question import Understood
from knowledge.bank import Scores
from knowledge.plan import Passage
from knowledge.search import Hit

__all__ = [
    "MODEL",
    "Judged",
    "judge",
    "learning",
    "model",
    "own_words",
    "owners",
    "rankable",
    "weights",
]

MODEL = Path(__file__).with_name("ranking.yml")

SHORT = 60
"""Headings shorter than this name a clause and say nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A hit with what was found out about it.

    Attributes:
        hit: the search hit.
        score: for ranking; a difference of 1 makes a passage e times as likely to answer.
        features: what speaks for it, in the order of :data:`FEATURES`.
    """

    hit: Hit
    score: float
    features: tuple[float, ...]

    @property
    def passage(self) -> Passage:
        """The passage."""
        return self.hit.passage

    def value(self, feature: str) -> float:
        """One of the features.

        Raises:
            KeyError: there is none of that name.
        """
        return self.features[_PLACES[feature]]

    @property
    def shared(self) -> float:
        """Share of the question's own rare words found in the passage or above it."""
        return max(self.value("shared"), self.value("phone"))

    @property
    def concept(self) -> float:
        """Share of the plans' words for what it asks about found there."""
        return self.value("concept")

    @property
    def agency(self) -> bool:
        """Whether it belongs to an agency the question names."""
        return self.value("agency") > 0

    @property
    def number(self) -> bool:
        """Whether it has a number that the question names."""
        return self.value("number") > 0


_PLACES = {name: place for place, name in enumerate(FEATURES)}


@cache
def _written() -> Mapping[str, Any]:
    return dict(YAML(typ="safe", pure=True).load(MODEL.read_text(encoding="utf-8")))


_learning: list[Mapping[str, Any]] = []


def model() -> Mapping[str, Any]:
    """What was learned: ``ranking`` and ``gate``, weights by feature."""
    return _learning[-1] if _learning else _written()


@contextmanager
def learning() -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """While it lasts, the weights last given to what it yields are in force, not those written."""
    try:
        yield _learning.append
    finally:
        _learning.clear()
        _written.cache_clear()


def weights(part: str, names: Sequence[str]) -> Table:
    """The learned weights of some features.

    Raises:
        KeyError: one was not learned; ``tincay train answers`` learns them anew.
    """
    learned = model()[part]
    return np.array([learned[name] for name in names])


def rankable(hit: Hit) -> bool:
    """Whether a hit says anything: short headings only name a clause."""
    return not (hit.passage.kind == "heading" and len(hit.passage.text) < SHORT)


def judge(
    question: Understood,
    hits: Sequence[Hit],
    issuers: Collection[str] = (),
    known: Scores | None = None,
    unanswered: float = 0.0,
) -> list[Judged]:
    """Hits judged and ranked, best first.

    Args:
        question: what was understood.
        hits: search hits.
        issuers: agencies that issued the plans in scope: nearly every clause is theirs.
        known: for each hit, how far it is like what answered old questions of the same meaning.
        unanswered: how near an old question without an answer is.
    """
    table = features_of(question, hits, issuers)
    if known is not None and len(hits):
        table[:, _PLACES["known"]] = known
        table[:, _PLACES["unanswered"]] = unanswered
    scores = table @ weights("ranking", FEATURES)
    judged = [
        Judged(hit, float(score), tuple(row.tolist()))
        for hit, score, row in zip(hits, scores, table, strict=True)
    ]
    judged.sort(key=lambda one: (-one.score, one.hit.row))
    return judged

"""What a question is about, each point in everyday words and in those plans use for it.

``thesaurus.yml`` says for a way of speaking ("tiền đâu ra") the phrases plans write instead
("kinh phí", "ngân sách"); a passage with one of them speaks to that point of the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import Cue, Words, cue
from knowledge.plan import Passage

__all__ = ["Facet", "coverage", "facets_in", "plan_words"]

_FILE = Path(__file__).with_name("thesaurus.yml")

PARTLY = 0.7
"""What a phrase counts for of which only pairs of words are there, at most."""

OUTSIDE = 0.4
"""What a point counts for that a long message tells but does not ask."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A point people ask about.

    Attributes:
        phrases: how plans put it, folded, each between spaces.
        words: the same with accents, for the search by words.
        cue: how people put it.
    """

    phrases: tuple[str, ...]
    words: str
    cue: Cue


@cache
def _facets() -> tuple[Facet, ...]:
    entries = YAML(typ="safe", pure=True).load(_FILE.read_text(encoding="utf-8"))
    facets = []
    for number, entry in enumerate(entries, 1):
        if set(entry) != {"plan", "say"}:
            raise ValueError(f"{_FILE.name}: mục {number}: cần plan, say")
        phrases = [part.strip() for part in entry["plan"].split(",")]
        folded = tuple(dict.fromkeys(f" {plain_words(phrase)} " for phrase in phrases))
        facets.append(Facet(folded, " ".join(phrases), cue(entry["say"])))
    return tuple(facets)


def facets_in(words: Words, focus: Words) -> tuple[tuple[Facet, float], ...]:
    """The points a question has, each with what it counts for.

    Args:
        words: words of the whole message, without places.
        focus: words of what it asks.
    """
    found = []
    for facet in _facets():
        if facet.cue.search(focus):
            found.append((facet, 1.0))
        elif words != focus and facet.cue.search(words):
            found.append((facet, OUTSIDE))
    return tuple(found)


def plan_words(facets: Sequence[tuple[Facet, float]]) -> str:
    """The plans' words for the points, for the search by words."""
    return " ".join(facet.words for facet, _ in facets)


def coverage(facet: Facet, text: str) -> float:
    """How much of a point a text speaks to, from 0 to 1.

    Args:
        facet: the point.
        text: from :func:`spaced`.
    """
    best = 0.0
    for phrase in facet.phrases:
        if phrase in text:
            return 1.0
        pairs = _pairs(phrase)
        if len(pairs) > 1:
            best = max(best, PARTLY * sum(pair in text for pair in pairs) / len(pairs))
    return best


@lru_cache(maxsize=4000)
def _pairs(phrase: str) -> tuple[str, ...]:
    return tuple(f" {first} {second} " for first, second in pairwise(phrase.split()))


@lru_cache(maxsize=20_000)
def spaced(passage: Passage) -> tuple[str, str]:
    """Folded words of a passage and of the headings above it, each with a space at both ends."""
    return f" {plain_words(passage.text)} ", f" {plain_words(passage.heading)} "

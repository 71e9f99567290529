"""Which passages answer: search hits judged by agency, kind of answer and place in the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import cues
from knowledge.answer.numbers import has_number
from knowledge.answer.question import Understood
from knowledge.answer.wants import has_kind
from knowledge.lexical import terms
from knowledge.plan import Passage
from knowledge.search import Hit
from nlu.entities import find_agencies

__all__ = ["Judged", "judge", "own_words", "owners", "terms_of"]

_FRONT = ("letterhead", "recipients", "signature")
SHORT = 60
"""Headings shorter than this name a clause and say nothing."""

_LABEL = re.compile(r"^(?:[a-zđ0-9.]{1,4}[).]|Đề nghị|-|\+)\s*(?:Đề nghị)?\s*")
_HARD = ("percent", "date", "phone", "money", "count")


@dataclass(frozen=True, slots=True)
class Judged:
    """A hit with what was found out about it.

    Attributes:
        hit: the search hit.
        score: for ranking.
        shared: share of the question's own rare words found in the passage or above it.
        concept: share of the plans' words for what it asks about found there.
        agency: it belongs to an agency the question names.
        number: it has a number that the question names.
    """

    hit: Hit
    score: float
    shared: float
    concept: float
    agency: bool
    number: bool

    @property
    def passage(self) -> Passage:
        """The passage."""
        return self.hit.passage


_STOP = frozenset(" ".join(cues("stop")).split())


def own_words(question: Understood) -> list[str]:
    """The folded words a question is about, without those any question has and without numbers."""
    return [
        word
        for word in dict.fromkeys(plain_words(question.words).split())
        if word not in _STOP and len(word) > 1 and not word[0].isdigit()
    ]


def judge(
    question: Understood,
    hits: Sequence[Hit],
    weight: Callable[[str], float],
    issuers: Collection[str] = (),
) -> list[Judged]:
    """Hits judged and ranked, best first.

    Args:
        question: what was understood.
        hits: search hits.
        weight: rarity (idf) of a folded word or pair of words.
        issuers: agencies that issued the plans: nearly every clause is theirs.
    """
    weights = {
        word: weight(word) * (1.0 if word in question.focus else 0.4)
        for word in own_words(question)
    }
    total = sum(weights.values()) or 1.0
    concepts = [
        {term: weight(term) for term in dict.fromkeys(terms(concept.words))}
        for concept in question.concepts
    ]
    rarity = _rarity(question, hits, issuers)
    judged = []
    for hit in hits:
        passage = hit.passage
        if passage.kind == "heading" and len(passage.text) < SHORT:
            continue
        inside = terms_of(passage)
        shared = sum(value for word, value in weights.items() if word in inside) / total
        covered = [
            sum(value for term, value in words.items() if term in inside) / sum(words.values())
            for words in concepts
        ]
        concept = max(covered, default=0.0)
        agency = max((rarity[key] for key in owners(passage) if key in rarity), default=0.0)
        score = hit.score + 0.3 * agency + 0.25 * shared
        if covered:
            score += 0.15 * concept + 0.1 * sum(covered) / len(covered)
        for want in _HARD:
            if want in question.wants and has_kind(want, passage.text):
                score += 0.08
        if question.about("hotline") and has_kind("phone", passage.text):
            score += 0.15
        if any(phone in re.sub(r"[ .-]", "", passage.text) for phone in question.phones):
            score += 0.5
            shared = 1.0
        if passage.kind in _FRONT:
            score -= 0.6
        elif passage.kind == "basis":
            score -= 0.25
        elif passage.kind == "heading":
            score -= 0.12
        number = any(has_number(passage.text, one) for one in question.numbers)
        score += 0.15 * number
        judged.append(Judged(hit, score, shared, concept, agency > 0, number))
    judged.sort(key=lambda one: (-one.score, one.hit.row))
    return judged


def _rarity(
    question: Understood, hits: Sequence[Hit], issuers: Collection[str]
) -> dict[str, float]:
    """How telling each agency of the question is: 1 where few clauses are its own, 0 for half."""
    owned = Counter(key for hit in hits for key in owners(hit.passage))
    return {
        agency.key: max(0.1, 1 - 2 * owned[agency.key] / max(1, len(hits)))
        for agency in question.agencies
        if agency.key not in issuers
    }


@lru_cache(maxsize=20_000)
def terms_of(passage: Passage) -> frozenset[str]:
    """Words and pairs of words of a passage and the headings above it."""
    return frozenset(terms(f"{passage.heading} {passage.text}"))


@lru_cache(maxsize=20_000)
def owners(passage: Passage) -> frozenset[str]:
    """Agencies a clause speaks to: named in the headings above it or as its first words."""
    if passage.kind == "table":
        return frozenset(agency.key for agency in find_agencies(passage.text))
    start = _LABEL.sub("", passage.text)[:200]
    subject = [agency.key for agency in find_agencies(start) if agency.start < 12]
    return frozenset([*subject, *(agency.key for agency in find_agencies(passage.heading))])

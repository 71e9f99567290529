"""What speaks for a passage as the answer to a question, in numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import cues
from knowledge.answer.facets import coverage, spaced
from knowledge.answer.numbers import has_number
from knowledge.answer.question import Understood
from knowledge.answer.wants import has_kind
from knowledge.lexical import terms
from knowledge.plan import Passage
from knowledge.search import Hit
from nlu.entities import find_agencies

__all__ = ["FEATURES", "Table", "features_of", "own_words", "owners", "terms_of"]

Table = npt.NDArray[np.float64]
"""A row for each passage, a column for each of :data:`FEATURES`."""

FEATURES = (
    "dense", "dense_below_best", "lexical", "lexical_of_best",
    "lay", "lay_heading", "lay_best", "lay_whole",
    "shared", "shared_text", "pairs", "concept", "concepts",
    "agency", "number", "phone", "document",
    "percent", "date", "phone_kind", "money", "count", "hotline",
    "led", "basis_asked", "announces",
    "front", "basis", "heading", "table", "length",
    "known", "unanswered",
)  # fmt: skip

_FRONT = ("letterhead", "recipients", "signature")
_HARD = ("percent", "date", "phone", "money", "count")
_LABEL = re.compile(r"^(?:[a-zđ0-9.]{1,4}[).]|Đề nghị|-|\+)\s*(?:Đề nghị)?\s*")
_PAPER = re.compile(r"(?:Quyết định|Kế hoạch|Nghị quyết|Đề án|Nghị định) số|\bLuật ")
_BASIS = re.compile(r"\b(?:quyet dinh|can cu|van ban|qd|thu tuong|to giay|duyet)\b")
_STOP = frozenset(" ".join(cues("stop")).split())
SHORT = 0.4
"""What words count for that a long message tells but does not ask."""


def own_words(question: Understood) -> list[str]:
    """The folded words a question is about, without those any question has and without numbers."""
    return [
        word
        for word in dict.fromkeys(plain_words(question.words).split())
        if word not in _STOP and len(word) > 1 and not word[0].isdigit()
    ]


def features_of(
    question: Understood,
    hits: Sequence[Hit],
    issuers: Collection[str] = (),
) -> Table:
    """The features of some hits of one search; those of the bank are left 0.

    Args:
        question: what was understood.
        hits: search hits.
        issuers: agencies that issued the plans in scope: nearly every clause is theirs.
    """
    table: Table = np.zeros((len(hits), len(FEATURES)))
    if not hits:
        return table
    column = {name: table[:, place] for place, name in enumerate(FEATURES)}
    passages = [hit.passage for hit in hits]
    column["dense"][:] = [hit.dense for hit in hits]
    column["dense_below_best"][:] = column["dense"] - column["dense"].max()
    column["lexical"][:] = [hit.lexical for hit in hits]
    column["lexical_of_best"][:] = column["lexical"] / (column["lexical"].max() or 1.0)
    _lay(question, passages, column)
    _words(question, passages, column)
    _named(question, passages, issuers, column)
    _kinds(question, passages, column)
    return table


def _lay(
    question: Understood, passages: Sequence[Passage], column: dict[str, npt.NDArray[np.float64]]
) -> None:
    """How much of the question's points a passage speaks to, in its text and above it."""
    if not question.facets:
        return
    both = [spaced(passage) for passage in passages]
    text = np.array([[coverage(f, t) for f, _ in question.facets] for t, _ in both])
    head = np.array([[coverage(f, h) for f, _ in question.facets] for _, h in both])
    most = np.maximum(text, head)
    rare = np.log1p(len(passages) / (0.5 + most.sum(axis=0)))
    asked = np.array([share for _, share in question.facets]) * rare * (most.max(axis=0) > 0)
    total = asked.sum() or 1.0
    column["lay"][:] = text @ asked / total
    column["lay_heading"][:] = np.maximum(head - text, 0) @ asked / total
    column["lay_best"][:] = (most * asked).max(axis=1) / (asked.max() or 1.0)
    column["lay_whole"][:] = (most >= 1) @ asked / total


def _words(
    question: Understood,
    passages: Sequence[Passage],
    column: dict[str, npt.NDArray[np.float64]],
) -> None:
    """How much of the question's own words, pairs of words and concepts a passage has."""
    known = Counter(term for passage in passages for term in terms_of(passage))

    def weight(term: str) -> float:
        return math.log1p(len(passages) / (0.5 + known[term]))

    weights = {
        word: weight(word) * (1.0 if word in question.focus else SHORT)
        for word in own_words(question)
    }
    total = sum(weights.values()) or 1.0
    pairs = [
        pair
        for pair in dict.fromkeys(terms(question.words))
        if "_" in pair and weights.keys() >= set(pair.split("_"))
    ]
    concepts = [
        {term: weight(term) for term in dict.fromkeys(terms(concept.words))}
        for concept in question.concepts
    ]
    for row, passage in enumerate(passages):
        inside, alone = terms_of(passage), _text_terms(passage)
        column["shared"][row] = sum(v for w, v in weights.items() if w in inside) / total
        column["shared_text"][row] = sum(v for w, v in weights.items() if w in alone) / total
        if pairs:
            column["pairs"][row] = sum(pair in inside for pair in pairs) / len(pairs)
        covered = [
            sum(v for term, v in words.items() if term in inside) / sum(words.values())
            for words in concepts
        ]
        column["concept"][row] = max(covered, default=0.0)
        column["concepts"][row] = sum(covered) / len(covered) if covered else 0.0


def _named(
    question: Understood,
    passages: Sequence[Passage],
    issuers: Collection[str],
    column: dict[str, npt.NDArray[np.float64]],
) -> None:
    """Agencies, numbers and papers of the question that a passage has."""
    owned = [owners(passage) for passage in passages]
    rarity = {
        agency.key: max(
            0.1, 1 - 2 * sum(agency.key in keys for keys in owned) / max(1, len(passages))
        )
        for agency in question.agencies
        if agency.key not in issuers
    }
    basis = _BASIS.search(question.plain) is not None
    for row, passage in enumerate(passages):
        text = passage.text
        column["agency"][row] = max((rarity[k] for k in owned[row] if k in rarity), default=0.0)
        column["number"][row] = any(has_number(text, one) for one in question.numbers)
        if question.phones:
            bare = re.sub(r"[ .-]", "", text)
            column["phone"][row] = any(phone in bare for phone in question.phones)
        column["document"][row] = any(
            re.search(rf"(?<!\d){number}(?!\d)", text) for number in question.documents
        )
        column["led"][row] = "agency" in question.wants and bool(owned[row])
        column["basis_asked"][row] = basis and _PAPER.search(text) is not None


def _kinds(
    question: Understood, passages: Sequence[Passage], column: dict[str, npt.NDArray[np.float64]]
) -> None:
    """Kinds of answer asked for that a passage has, and what kind of passage it is."""
    for row, passage in enumerate(passages):
        for want in _HARD:
            name = "phone_kind" if want == "phone" else want
            column[name][row] = want in question.wants and has_kind(want, passage.text)
        column["hotline"][row] = question.about("hotline") and has_kind("phone", passage.text)
        column["announces"][row] = passage.text.rstrip().endswith(":")
        column["front"][row] = passage.kind in _FRONT
        column["basis"][row] = passage.kind == "basis"
        column["heading"][row] = passage.kind == "heading"
        column["table"][row] = passage.kind == "table"
        column["length"][row] = math.log(max(20, len(passage.text)) / 200)


@lru_cache(maxsize=20_000)
def terms_of(passage: Passage) -> frozenset[str]:
    """Words and pairs of words of a passage and the headings above it."""
    return frozenset(terms(f"{passage.heading} {passage.text}"))


@lru_cache(maxsize=20_000)
def _text_terms(passage: Passage) -> frozenset[str]:
    return frozenset(terms(passage.text))


@lru_cache(maxsize=20_000)
def owners(passage: Passage) -> frozenset[str]:
    """Agencies a clause speaks to: named in the headings above it or as its first words."""
    if passage.kind == "table":
        return frozenset(agency.key for agency in find_agencies(passage.text))
    start = _LABEL.sub("", passage.text)[:200]
    subject = [agency.key for agency in find_agencies(start) if agency.start < 12]
    return frozenset([*subject, *(agency.key for agency in find_agencies(passage.heading))])

"""When the plans do not say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answer.concepts import plain_words
from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged, own_words, terms_of
from knowledge.answer.wants import UNANSWERED, has_kind, kind_pattern
from knowledge.lexical import terms
from nlu.entities import Agency, find_agencies

__all__ = ["FLOOR", "FLOOR_HERE", "off_topic", "unanswered_kind", "weak"]

FLOOR, FLOOR_HERE = 0.30, 0.24
"""Evidence below which nothing was found, and the same when the question says where."""

PAIRS = 0.3
"""Share of its pairs of words a passage must have then, too."""

LINES = frozenset(("trung-tam-ctxh", "ubnd", "hdnd", "hoi-lhpn"))
"""Agencies whose name does not say whose number is wanted: they run lines or issue plans."""

NEAR = 90
"""Characters before a number in which its owner is named."""

_COUNTRY = re.compile(r"\b(?:quoc gia|toan quoc|ca nuoc|trung uong)\b")
_FIELD = re.compile(r"\b(?:bao luc|bao hanh|gioi|phu nu|mua ban)\b")

SHARED = 0.5
"""Share of its words a question must find in one passage when nothing else of it is ours."""


def unanswered_kind(question: Understood, judged: Sequence[Judged]) -> str | None:
    """The kind of answer asked for that the best passages do not have, or ``None``."""
    named = any(number.endswith("%") for number in question.numbers)
    asks_share = "percent" in question.wants and (named or "count" in question.wants)
    if asks_share and judged and not any(has_kind("percent", o.passage.text) for o in judged[:4]):
        return "statistics"
    for kind in UNANSWERED:
        if kind not in question.wants:
            continue
        percent = kind in ("statistics", "money") and "percent" in question.wants
        if percent and any(_target(question, one) for one in judged[:2]):
            continue
        fitting = [one for one in judged[:3] if has_kind(kind, one.passage.text)]
        if kind == "phone" and (
            _others_number(question, fitting) or _not_the_countrys(question, fitting)
        ):
            return kind
        if not fitting:
            return kind
    return None


def _target(question: Understood, one: Judged) -> bool:
    """Whether a passage sets the share that is asked for, not one of another matter."""
    if not has_kind("percent", one.passage.text):
        return False
    if one.number:
        return True
    return one.shared > 0.3 or (one.concept > 0.5 and (one.shared > 0 or not own_words(question)))


def _others_number(question: Understood, fitting: Sequence[Judged]) -> bool:
    """Whether the number of an agency is asked for and the clauses give only other numbers."""
    wanted = {agency.key for agency in question.agencies} - LINES
    if not wanted or question.phones:
        return False
    return not any(wanted & {agency.key for agency in _before_number(one)} for one in fitting)


def _not_the_countrys(question: Understood, fitting: Sequence[Judged]) -> bool:
    """Whether the line of the whole country is asked for and the clauses give only others.

    A national line for children is no answer to who asks for the one of another field.
    """
    if not _COUNTRY.search(question.plain) or question.phones:
        return False
    children = question.about("harm_children")
    for one in fitting:
        for before in _texts_before_number(one):
            plain = plain_words(before)
            if _COUNTRY.search(plain) and (
                children or "tre em" not in plain or not _FIELD.search(question.plain)
            ):
                return False
    return True


def _texts_before_number(one: Judged) -> list[str]:
    text = one.passage.text
    return [
        text[max(0, match.start() - NEAR) : match.start()]
        for match in kind_pattern("phone").finditer(text)
    ]


def _before_number(one: Judged) -> list[Agency]:
    """Agencies named shortly before a telephone number of a passage, or above it."""
    found = list(find_agencies(one.passage.heading))
    for text in _texts_before_number(one):
        found += find_agencies(text)
    return found


def evidence(one: Judged) -> float:
    """How much speaks for a passage, in [0, 1] or a little above."""
    words = 0.4 * one.shared + 0.35 * one.concept
    words += 0.1 * one.agency + 0.2 * one.number
    return 0.4 * max(0.0, one.hit.dense) + words


def weak(judged: Sequence[Judged], place_known: bool) -> bool:
    """Whether no passage is near enough to the question."""
    floor = FLOOR_HERE if place_known else FLOOR
    return not judged or max(evidence(one) for one in judged[:3]) < floor


def off_topic(question: Understood, judged: Sequence[Judged], place_known: bool) -> bool:
    """Whether the question is about something else altogether."""
    shares = any(one.number for one in judged[:3]) and "percent" in question.wants
    anchored = (
        shares or question.agencies or question.documents or question.phones or question.in_domain
    )
    if anchored or (place_known and question.concepts) or not judged:
        return not judged
    return not any(one.shared >= SHARED and _pairs(question, one) >= PAIRS for one in judged[:3])


def _pairs(question: Understood, one: Judged) -> float:
    """Share of the question's telling pairs of neighbouring words that a passage has."""
    words = set(own_words(question))
    pairs = [
        pair for pair in terms(question.words) if "_" in pair and words.issuperset(pair.split("_"))
    ]
    inside = terms_of(one.passage)
    return sum(pair in inside for pair in pairs) / len(pairs) if pairs else 1.0

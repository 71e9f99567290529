"""When the plans do not say it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from knowledge.answer.calling import RUN_BY_OTHERS
from knowledge.answer.concepts import plain_words
from knowledge.answer.features import Table, own_words, terms_of
from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged, weights
from knowledge.plan import Passage
from nlu.entities import find_agencies

__all__ = [
    "FLOOR",
    "FLOOR_HERE",
    "SIGNS",
    "anchored",
    "chance",
    "evidence",
    "nowhere_named",
    "ours",
    "signs_of",
    "unlikely",
]  # fmt: skip

FLOOR, FLOOR_HERE = 0.30, 0.24
"""Evidence below which nothing was found, and the same when the question says where."""

CHANCE, CHANCE_HERE = 0.3, 0.2
"""Chance below which the plans are taken not to say it, and the same where the place is known."""

NAMED_SHARE, NAMED_PAIRS = 0.6, 0.5
"""Shares of its words and of its pairs of words with which a question names a passage itself."""

_OF_THE_BEST = ("dense", "lexical", "shared", "pairs", "lay", "lay_whole", "concept", "known")
_OF_THE_FIRST = ("front", "basis", "led", "unanswered")
SIGNS = (
    *_OF_THE_BEST,
    *_OF_THE_FIRST,
    "facets",
    "concept_count",
    "in_domain",
    "elsewhere",
    "strange",
)
"""What tells whether the plans have an answer."""

_ITS_WORK = re.compile(
    r"\b(?:duoc |bi )?(?:giao|phan cong|phan)"
    r"( (?:cho|viec|nhiem vu|trach nhiem|lam|nhung|phu trach))*"
    r" (?:gi|nhung gi|chi|j|viec nao|nhiem vu nao)\b"
    r"|\b(?:phai|can|se) (?:lam|lo|thuc hien)( (?:nhung|viec|nhiem vu))* (?:gi|chi|j)\b"
    r"|\blam (?:nhung |viec )?(?:gi|chi|j) (?:trong|theo) ke hoach\b"
    r"|\bphoi hop (?:lam )?(?:nhung )?(?:viec )?(?:gi|chi|j)\b"
    r"|\b(?:co|nhan) (?:nhung )?(?:trach nhiem|nhiem vu) (?:gi|nao|chi)\b"
    r"|\b(?:nhiem vu|trach nhiem) (?:cua|giao)\b.*\b(?:la gi|gom gi|nhung gi)\b"
)
_DEPARTMENT = re.compile(r"\bSở (?!nào|gì|này|đó|ấy)[^\W\d_]+ [^\W\d_]+")
_OFFICES = ("so-", "ban-", "hoi-", "bo-", "phong-", "toa-", "vien-", "bhxh")
"""Bodies with a name of their own; "công an", "trạm y tế" stand for those of every level."""


def nowhere_named(
    question: Understood, passages: Sequence[Passage], issuers: Collection[str]
) -> str | None:
    """The body whose work is asked for, where no passage names it; ``None`` where one does.

    Args:
        question: what was understood.
        passages: the whole plan.
        issuers: keys of the agencies that issued the plan.
    """
    if _ITS_WORK.search(question.plain) is None:
        return None
    if not question.agencies:
        return _unknown_department(question, passages)
    asked = min(question.agencies, key=lambda agency: agency.start)
    if asked.key in {*issuers, *RUN_BY_OTHERS} or not asked.key.startswith(_OFFICES):
        return None
    short = plain_words(asked.name)
    for passage in passages:
        text = f"{passage.heading} {passage.text}"
        if short in plain_words(text) or any(one.key == asked.key for one in find_agencies(text)):
            return None
    return asked.name


def _unknown_department(question: Understood, passages: Sequence[Passage]) -> str | None:
    """A department of a province that is on no list of ours and that no passage names."""
    found = _DEPARTMENT.search(question.text)
    if found is None:
        return None
    named = plain_words(found[0])
    if any(named in plain_words(f"{one.heading} {one.text}") for one in passages):
        return None
    return found[0]


def evidence(one: Judged) -> float:
    """How much speaks for a passage, in [0, 1] or a little above."""
    words = 0.4 * one.shared + 0.35 * one.concept
    words += 0.1 * one.agency + 0.2 * one.number
    return 0.4 * max(0.0, one.hit.dense) + words


def signs_of(question: Understood, judged: Sequence[Judged]) -> Table:
    """What speaks for the plans having the answer, in the order of :data:`SIGNS`.

    Args:
        question: what was understood.
        judged: what the search found, best first; not empty.
    """
    best = judged[:3]
    strange = [
        word
        for word in own_words(question)
        if not any(word in terms_of(one.passage) for one in judged)
    ]
    signs = {name: max(one.value(name) for one in best) for name in _OF_THE_BEST}
    signs |= {name: judged[0].value(name) for name in _OF_THE_FIRST}
    signs["facets"] = min(4, len(question.facets)) / 4
    signs["concept_count"] = min(3, len(question.concepts)) / 3
    signs["in_domain"] = float(question.in_domain)
    signs["elsewhere"] = _another_field(question, best)
    signs["strange"] = len(strange) / max(1, len(own_words(question)))
    return np.array([signs[name] for name in SIGNS])


def _another_field(question: Understood, best: Sequence[Judged]) -> float:
    """1 where another field is asked about, less where the plans' own is too, 0 where they say it.

    Who asks whether an identity card is wanted, or lives a motorbike's ride away, asks the plan.
    """
    if not question.elsewhere:
        return 0.0
    if any(question.elsewhere in plain_words(one.passage.text) for one in best):
        return 0.0
    return 0.5 if question.in_domain else 1.0


def anchored(question: Understood) -> bool:
    """Whether it names what plans are full of: an agency, a paper, a telephone number."""
    return bool(question.agencies or question.documents or question.phones)


def chance(question: Understood, judged: Sequence[Judged]) -> float:
    """How likely it is that the plans say it, in (0, 1), as learned from questions.

    Args:
        question: what was understood.
        judged: what the search found, best first.
    """
    if not judged:
        return 0.0
    logit = signs_of(question, judged) @ weights("gate", SIGNS) + weights("gate", ("bias",))[0]
    return float(1 / (1 + np.exp(-logit)))


def unlikely(question: Understood, judged: Sequence[Judged], place_known: bool) -> bool:
    """Whether the plans most likely do not say what is asked."""
    if not judged:
        return True
    floor = FLOOR_HERE if place_known else FLOOR
    if question.numbers and not own_words(question) and any(one.number for one in judged[:3]):
        return False  # a number and nothing else: "625"
    if anchored(question) and max(evidence(one) for one in judged[:3]) >= floor:
        return False
    if any(one.shared >= NAMED_SHARE and one.value("pairs") >= NAMED_PAIRS for one in judged[:3]):
        return False
    return chance(question, judged) < (CHANCE_HERE if place_known else CHANCE)


def ours(question: Understood, place_known: bool) -> bool:
    """Whether a question without an answer is at least of this field."""
    return anchored(question) or question.in_domain or (place_known and bool(question.concepts))

"""Targets of one plan that set different shares for the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from knowledge.duties.clash import TARGET
from knowledge.duties.ranking import content_words
from knowledge.plan import Duty, Passage
from nlu.text import fold

__all__ = ["shares_apart"]

_SHARE = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d+)?)\s?%")
_END = re.compile(r"[;.|\n]|,\s(?=\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_WORD = re.compile(r"\w+")
_WORDS = 4
"""Words a target must have to be compared; all count: "cán bộ xã" is not "cán bộ thôn"."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A share a clause sets, of what, and for which years."""

    share: str
    words: frozenset[str]
    years: frozenset[str]
    record: Duty


def shares_apart(passages: Iterable[Passage]) -> tuple[tuple[Duty, Duty], ...]:
    """Of one plan, pairs of targets for the same with different shares, in the order of the text.

    A target of fewer words must say nothing that the other does not; targets for different years
    are stages, not a disagreement.
    """
    found = [
        (first.record, second.record)
        for first, second in combinations(_targets(passages), 2)
        if first.share != second.share
        and (first.words <= second.words or second.words <= first.words)
        and not (first.years and second.years and first.years != second.years)
    ]
    return tuple(dict.fromkeys(found))


def _targets(passages: Iterable[Passage]) -> list[_Target]:
    found = []
    for passage in passages:
        if passage.kind not in ("body", "table"):
            continue
        for match in _SHARE.finditer(passage.text):
            end = _END.search(passage.text, match.end())
            said = passage.text[match.end() : end.start() if end else None]
            words = frozenset(_WORD.findall(fold(said)))
            if len(words) < _WORDS or not content_words(said):
                continue
            start = max(passage.text.rfind(mark, 0, match.start()) for mark in ";.|\n") + 1
            clause = passage.text[start : end.start() if end else None].strip(" -+")
            record = Duty(passage.plan, passage.section, "", TARGET, clause, quote=passage.text)
            years = frozenset(_YEAR.findall(clause))
            found.append(_Target(match[1], words, years, record))
    return found

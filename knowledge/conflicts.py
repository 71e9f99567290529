"""Clauses of one plan that give the same work to different bodies, or a report two dates."""

from __future__ import annotations

import re
from itertools import combinations

from knowledge.duties.dates import months_in
from knowledge.duties.identity import identify, same
from knowledge.duties.ranking import Ranker, content_words
from knowledge.duties.role import REQUEST, is_lead, is_partner
from knowledge.plan import Duty, Plan

__all__ = ["conflicts_of"]

_SHARED = 0.6
"""Share of the shorter task's weight both tasks must have in common."""
_WORDS = 4
"""Telling words both tasks must have in common."""


def conflicts_of(plan: Plan, ranker: Ranker | None = None) -> tuple[tuple[Duty, Duty], ...]:
    """Pairs of duties that disagree, in the order of the text.

    Two clauses disagree where different bodies answer for much the same task and at least one is
    said to lead it, or where one body reports to the same receiver on different dates.
    """
    ranker = ranker or Ranker({plan.name: plan})
    doers = [
        duty
        for duty in plan.duties
        if duty.agency and not is_partner(duty.role) and duty.role != REQUEST
    ]
    subject = frozenset(content_words(plan.title))
    found: list[tuple[Duty, Duty]] = []
    seen: set[tuple[str, str, str, str]] = set()
    for first, second in combinations(doers, 2):
        if first.section == second.section:
            continue
        key = (first.section, first.agency, second.section, second.agency)
        if key in seen:
            continue
        if _same_work(first, second, ranker, subject) or _two_dates(first, second):
            seen.add(key)
            found.append((first, second))
    return tuple(found)


def _same_work(first: Duty, second: Duty, ranker: Ranker, subject: frozenset[str]) -> bool:
    # words of the plan's own subject stand in every task: they tell nothing
    if not (is_lead(first.role) or is_lead(second.role)) or first.report_to or second.report_to:
        return False
    if same(identify(first.agency), identify(second.agency)):
        return False
    a, b = (
        [word for word in content_words(duty.task) if word not in subject]
        for duty in (first, second)
    )
    if not a or not b or a[0] != b[0]:
        return False  # what is done differs: "xây dựng" against "tuyên truyền"
    common = set(a) & set(b)
    weight = sum(map(ranker.weight, common))
    least = min(sum(map(ranker.weight, set(a))), sum(map(ranker.weight, set(b))))
    return len(common) >= _WORDS and weight >= _SHARED * least


def _two_dates(first: Duty, second: Duty) -> bool:
    if not (first.report_date and second.report_date and first.report_to and second.report_to):
        return False
    if not same(identify(first.agency), identify(second.agency)):
        return False
    if not same(identify(first.report_to), identify(second.report_to)):
        return False
    months = months_in(first.report_date), months_in(second.report_date)
    return bool(months[0] and months[1]) and _days(first.report_date) != _days(second.report_date)


def _days(date: str) -> tuple[int, ...]:
    numbers = re.findall(r"\d+", date)
    return tuple(int(number) for number in numbers if int(number) < 1900)

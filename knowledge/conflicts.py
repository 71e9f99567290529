"""Clauses of one plan that disagree: who does a task, by when, and what share a target sets."""

from __future__ import annotations

import re
from itertools import combinations

from knowledge.duties.clash import apart
from knowledge.duties.identity import identify, same
from knowledge.duties.ranking import Ranker, content_words
from knowledge.duties.role import REQUEST, is_lead, is_partner
from knowledge.plan import Duty, Plan
from knowledge.shares import shares_apart
from nlu.text import fold

__all__ = ["conflicts_of"]

_SHARED = 0.6
"""Share of the shorter task's weight both tasks must have in common."""
_WORDS = 4
"""Telling words both tasks must have in common."""


def conflicts_of(plan: Plan, ranker: Ranker | None = None) -> tuple[tuple[Duty, Duty], ...]:
    """Pairs of duties that disagree, in the order of the text.

    Two clauses disagree where different bodies answer for much the same task and at least one is
    said to lead it, where one body reports to the same receiver on different dates or has two
    times for one task, and where a target has two shares.
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
        if _two_dates(first, second) or (
            _same_work(first, second, ranker, subject)
            and (_two_bodies(first, second) or _two_times(first, second))
        ):
            seen.add(key)
            found.append((first, second))
    return (*found, *shares_apart(plan.passages))


_BROAD = re.compile(
    r"^(?:(?:to chuc|thuc hien|trien khai|day manh|tang cuong|tiep tuc|chu dong|bao dam|dam bao)"
    r"[ ,]+)+"
)
_TIMES = re.compile(r"(?:hoan thanh|xong|truoc ngay|truoc|cham nhat|vao|trong)? ?\d[\d/.]*")
_KINDS = {
    first: kind
    for kind, verbs in {
        "lập": "xay thanh hinh thiet lap",  # xây dựng, thành lập, hình thành, thiết lập
        "dạy": "tap boi dao huong",  # tập huấn, bồi dưỡng, đào tạo
        "nói": "tuyen truyen pho",  # tuyên truyền, truyền thông, phổ biến
        "soát": "ra thong khao",  # rà soát, thống kê, khảo sát
    }.items()
    for first in verbs.split()
}
"""What is done, by the first syllable of the verb, where several verbs are used for it."""


def _same_work(first: Duty, second: Duty, ranker: Ranker, subject: frozenset[str]) -> bool:
    # words of the plan's own subject stand in every task: they tell nothing
    if first.report_to or second.report_to:
        return False
    tasks = _bare(first.task), _bare(second.task)
    a, b = ([word for word in content_words(task) if word not in subject] for task in tasks)
    if not a or not b or _kind(tasks[0], a[0]) != _kind(tasks[1], b[0]):
        return False  # what is done differs: "xây dựng" against "tuyên truyền"
    common = set(a) & set(b)
    weight = sum(map(ranker.weight, common))
    least = min(sum(map(ranker.weight, set(a))), sum(map(ranker.weight, set(b))))
    return len(common) >= _WORDS and weight >= _SHARED * least


def _kind(task: str, first: str) -> str:
    """What kind of work a task is: by its verb where that has others of its kind."""
    verb = task.split(maxsplit=1)[0] if task else ""
    return _KINDS.get(verb) or _KINDS.get(first, first)


def _bare(task: str) -> str:
    """A task without the broad verb it begins with and without its dates."""
    return _TIMES.sub(" ", _BROAD.sub("", fold(task)))


def _two_bodies(first: Duty, second: Duty) -> bool:
    if not (is_lead(first.role) or is_lead(second.role)):
        return False
    return not same(identify(first.agency), identify(second.agency))


def _two_times(first: Duty, second: Duty) -> bool:
    if not (first.deadline and second.deadline):
        return False
    if not same(identify(first.agency), identify(second.agency)):
        return False
    return apart(first.deadline, second.deadline)


def _two_dates(first: Duty, second: Duty) -> bool:
    if not (first.report_date and second.report_date and first.report_to and second.report_to):
        return False
    if not same(identify(first.agency), identify(second.agency)):
        return False
    if not same(identify(first.report_to), identify(second.report_to)):
        return False
    return apart(first.report_date, second.report_date)

"""Answering officers: who leads what, with whom, by when, reporting to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.duties import wording
from knowledge.duties.answer import DutyAnswer
from knowledge.duties.by_body import due_of_body, of_body
from knowledge.duties.by_money import of_money
from knowledge.duties.by_report import of_reports
from knowledge.duties.by_target import asks_target, of_target
from knowledge.duties.by_topic import (
    by_deadline_words,
    by_month,
    deadline_words,
    of_conflicts,
    of_topic,
    without_lead,
)
from knowledge.duties.finding import FEW, MANY, Found, body_duties, ranker_of, topic_alone
from knowledge.duties.identity import identify, same
from knowledge.duties.question import Question, read_question
from knowledge.duties.question_words import NO_LEAD, WHICH
from knowledge.duties.ranking import Ranker, Similar, content_words
from knowledge.duties.role import is_lead
from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = ["DutyAnswer", "lookup"]

_SHORT_TEXT, _LONG_TEXT = 1990, 5990
"""Characters of an answer, and of a list."""


def lookup(
    question: str,
    corpus: Mapping[str, Plan],
    *,
    place: str | None = None,
    context: Sequence[str] | None = None,
    similar: Similar | None = None,
) -> DutyAnswer:
    """Answer an officer's question from the plans' duties.

    Args:
        question: as typed.
        corpus: plans by name.
        place: id of the place the conversation is about, used where the question names none.
        context: earlier questions of the conversation, oldest first, for follow-ups.
        similar: dense scorer mixed into the ranking.
    """
    plans = dict(corpus)
    asked = _read(question, plans, place, context)
    ranker = ranker_of(tuple(plans.values()))
    if asked.elsewhere and not asked.plans:
        names = ", ".join(wording.name_of(plan) for plan in plans.values())
        return DutyAnswer(
            "not_found", wording.NO_PLAN.format(place=", ".join(asked.elsewhere), plans=names)
        )
    if asked.plans and len(asked.plans) == 1:
        return _single(_in_plan(plans[asked.plans[0]], asked, ranker, similar))
    if asked.bodies and not asked.plans and not asked.across:
        holders = [plan for plan in plans.values() if _gives_any(plan, asked)]
        if len(holders) == 1:
            return _single(_in_plan(holders[0], asked, ranker, similar))
    chosen = [plans[name] for name in asked.plans] or list(plans.values())
    results = [_in_plan(plan, asked, ranker, similar) for plan in chosen]
    if asked.across or asked.plans:
        return _compare(results, asked)
    if len(results) == 1:
        return _single(results[0])
    return _choose(results)


def _gives_any(plan: Plan, asked: Question) -> bool:
    """Whether a plan gives one of the bodies asked about anything to do."""
    return any(any(body_duties(plan, body.identity)[:2]) for body in asked.bodies)


def _read(
    question: str, plans: Mapping[str, Plan], place: str | None, context: Sequence[str] | None
) -> Question:
    """The question, completed from the one before where it is only a follow-up."""
    asked = read_question(question, plans, place)
    if not context:
        return asked
    before = read_question(context[-1], plans, place)
    follows = re.match(r"(?:con|the con|vay con|the|vay|thi sao)\b", asked.folded) is not None
    if follows and not asked.bodies and not content_words(asked.topic):
        return replace(
            before, plans=asked.plans or before.plans, places=asked.places or before.places,
            elsewhere=asked.elsewhere, across=asked.across,
        )  # fmt: skip
    if follows and asked.bodies and not content_words(asked.topic):
        return replace(
            before,
            bodies=asked.bodies,
            plans=asked.plans or before.plans,
            elsewhere=asked.elsewhere,
        )
    if not asked.plans and not asked.elsewhere and not asked.across:
        return replace(asked, plans=before.plans)
    return asked


def _single(found: Found) -> DutyAnswer:
    limit = _LONG_TEXT if found.listed or found.conflicts else _SHORT_TEXT
    tail = wording.caution(found.plan, found.duties[:MANY]) if found.duties else ""
    text = wording.shorten(found.head, limit - len(tail) - 1)
    duties = found.duties[: MANY if found.listed else FEW]
    status = "found" if found.status == "found" else "not_found"
    return DutyAnswer(status, f"{text}\n{tail}".strip(), duties, found.conflicts)  # type: ignore[arg-type]


def _choose(results: list[Found]) -> DutyAnswer:
    """No plan was named: the one plan that answers, or the question which one is meant."""
    found = [result for result in results if result.status == "found"]
    top = max((result.score for result in found), default=0.0)
    found = [result for result in found if result.score >= 0.75 * top]
    known = [result for result in results if result.duties]
    if len(found) == 1 and (len(known) == 1 or not found[0].listed):
        return _single(found[0])
    if len(found) < 2 and len(known) >= 2 and known[0].listed:
        found = known
    if len(found) == 1:
        return _single(found[0])
    if not found:
        best = max(results, key=lambda result: result.score)
        return DutyAnswer("not_found", best.head if len(results) == 1 else wording.NOWHERE)
    ordered = sorted(found, key=lambda result: -result.score)
    if ordered[0].score >= 0.85 and ordered[0].score >= 1.6 * ordered[1].score:
        return _single(ordered[0])
    return DutyAnswer(
        "needs_place",
        wording.ask_place(result.plan for result in found),
        places=tuple(dict.fromkeys(result.plan.place for result in found)),
    )


def _compare(results: list[Found], asked: Question) -> DutyAnswer:
    lines: list[str] = []
    duties: list[Duty] = []
    share = MANY // max(1, len(results))
    found = [result for result in results if result.status == "found"]
    if found and asked.bodies and asked.role == "lead":
        lines.append(_led_where(found, asked))
    elif found:
        names = ", ".join(wording.name_of(result.plan) for result in found)
        lines.append(wording.IN_PLANS.format(count=len(found), plans=names))
    else:
        lines.append(wording.NONE_OF_THEM)
    for result in results:
        tail = wording.caution(result.plan, result.duties[:3]) if result.status == "found" else ""
        name = wording.name_of(result.plan)
        body = wording.shorten(result.head, 1100)
        lines.append(f"• {name[:1].upper()}{name[1:]}: {body}" + (f"\n{tail}" if tail else ""))
        if result.status == "found" or not found:
            duties += result.duties[: max(share, 3)]
    conflicts = tuple(pair for result in found for pair in result.conflicts)
    text = wording.shorten("\n".join(lines), _LONG_TEXT)
    return DutyAnswer("found" if found else "not_found", text, tuple(duties[:MANY]), conflicts)


def _led_where(found: list[Found], asked: Question) -> str:
    """In which plans the body asked about leads."""
    body = ", ".join(body.name for body in asked.bodies)
    leading = [
        wording.name_of(result.plan)
        for result in found
        if any(
            is_lead(duty.role)
            and any(same(b.identity, identify(duty.agency)) for b in asked.bodies)
            for duty in result.duties
        )
    ]
    if leading:
        return wording.LEADS_IN.format(body=body, plans=", ".join(leading))
    return wording.LEADS_NOWHERE.format(body=body)


_ANNEX = re.compile(r"\b(?:phu luc|bang|roi|vao)\b")
_DOER_TOO = re.compile(
    r"\b(?:ai|(?:co quan|don vi|so|phong|ban|bo phan|to) (?:nao|gi)) "
    r"(?:\w+ ){0,3}?(?:chu tri|dau moi|tham muu)\b.*\bbao cao\b"
)
_TO_WHOM = re.compile(r"\b(?:len|ve|cho|toi|den|gui) (?:dau|noi nao|ai)\b")


def _doer_and_report(
    plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None
) -> Found | None:
    """Who does the task and to whom that body reports: "ban nào làm đầu mối, báo cáo ai?"."""
    doing = replace(asked, kind="forward", topic=_TO_WHOM.sub(" ", asked.topic))
    found = of_topic(plan, doing, ranker, similar)
    if found.status != "found" or not found.duties or not found.duties[0].agency:
        return None
    doer = identify(found.duties[0].agency)
    reports = [
        duty
        for duty in plan.duties
        if (duty.report_to or duty.report_date)
        and duty.agency
        and same(doer, identify(duty.agency))
    ]
    if not reports:
        return None
    lines = "\n".join(wording.report_line(duty, plan) for duty in reports[:3])
    duties = tuple(dict.fromkeys((found.duties[0], *reports[:3], *found.duties)))
    return replace(found, head=f"{found.head}\n{lines}", duties=duties)


_TROUBLE = re.compile(r"\b(?:kho khan|vuong mac)\b")


def _is_trouble_settled(plan: Plan, asked: Question) -> bool:
    """Whether trouble is asked about that the plan has settled by a body, not reported to one."""
    if asked.bodies or not _TROUBLE.search(asked.folded):
        return False
    tasks = [fold(duty.task) for duty in plan.duties if duty.agency]
    return not any("phan anh" in task for task in tasks) and any(
        _TROUBLE.search(task) for task in tasks
    )


def _in_plan(plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None) -> Found:
    """The answer of one plan."""
    if not asked.bodies and NO_LEAD.search(asked.folded) and WHICH.search(asked.folded):
        return without_lead(plan)
    if asks_target(asked) and (aimed := of_target(plan, asked, ranker)) is not None:
        return aimed
    if asked.kind == "conflict":
        return of_conflicts(plan, asked, ranker, similar)
    if asked.kind == "report" and not asked.bodies and _DOER_TOO.search(asked.folded):
        both = _doer_and_report(plan, asked, ranker, similar)
        if both is not None:
            return both
    if asked.kind == "report" and _is_trouble_settled(plan, asked):
        return of_topic(plan, asked, ranker, similar)
    if asked.kind == "report":
        return of_reports(plan, asked, ranker, similar)
    if asked.kind == "funding":
        return of_money(plan, asked, ranker, similar)
    if asked.kind == "deadline" and asked.bodies and not content_words(topic_alone(asked)):
        return due_of_body(plan, asked)
    if asked.kind in ("reverse", "role") and asked.bodies:
        return of_body(plan, asked, ranker, similar)
    if asked.months and not content_words(_ANNEX.sub(" ", asked.topic)):
        return by_month(plan, asked)
    words = None if asked.bodies else deadline_words(plan, asked)
    if words is not None:
        return by_deadline_words(plan, words)
    return of_topic(plan, asked, ranker, similar)

"""Where the money comes from, and who sees to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.duties import wording
from knowledge.duties.answer import merge
from knowledge.duties.by_body import no_body
from knowledge.duties.finding import FEW, Found, body_duties
from knowledge.duties.identity import identify, same
from knowledge.duties.question import Question
from knowledge.duties.ranking import Ranker, Similar, content_words
from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = ["of_money"]


_SOURCE = re.compile(r"\bnguon\b|\btu dau\b|\blay\b|\bo dau\b")


def of_money(plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None) -> Found:
    money = [duty for duty in plan.duties if duty.funding]
    if asked.bodies:
        mine = [
            duty
            for duty in money
            if any(same(body.identity, identify(duty.agency)) for body in asked.bodies)
        ]
        if not mine:
            name = ", ".join(body.name for body in asked.bodies)
            part = [
                duty
                for duty in money
                if any(
                    same(body.identity, identify(partner))
                    for body in asked.bodies
                    for partner in duty.partners
                )
            ]
            if not part:
                return (
                    no_body(plan, asked, name, [])
                    if not any(body_duties(plan, b.identity)[0] for b in asked.bodies)
                    else Found(
                        plan, "not_found", wording.NO_FUNDING.format(plan=wording.name_of(plan))
                    )
                )
            mine = part
        if _SOURCE.search(asked.folded):
            mine += [duty for duty in _in_money_part(money, plan) if duty not in mine]
        money = mine
    if not money:
        return Found(plan, "not_found", wording.NO_FUNDING.format(plan=wording.name_of(plan)))
    who = re.search(
        r"\bai\b|\b(?:phong|so|co quan|don vi|ben|ban|cap) nao\b|\btham muu\b|\bbo tri\b|\bdu "
        r"toan\b|\bchu tri\b",
        asked.folded,
    )
    source = _SOURCE.search(asked.folded)
    own = _in_money_part(money, plan)
    scores = (
        ranker.scores(asked.topic, money, similar)
        if content_words(asked.topic)
        else [0.0] * len(money)
    )
    order = sorted(
        range(len(money)),
        key=lambda i: (
            -round(float(scores[i]), 1)
            - (0.6 if bool(money[i].agency) == bool(who and not source) else 0.0)
            - (0.5 if source and money[i] in own else 0.0),
            i,
        ),
    )
    chosen = merge([money[i] for i in order])[:FEW]
    top = chosen[0]
    if top.agency:
        head = wording.opening(top, plan)
    else:
        chosen = [*own, *(duty for duty in chosen if duty not in own)][:FEW] if own else chosen
        said = wording.shorten("; ".join(duty.task for duty in own or [top]), 900)
        head = wording.MONEY.format(
            plan=wording.name_of(plan), said=said, section=wording.clause((own or [top])[0].section)
        )
        chosen_rest = [duty for duty in chosen if duty not in own and duty is not top]
        if chosen_rest:
            head += wording.money_lines(chosen_rest)
        return Found(plan, "found", head, tuple(chosen), score=0.9)
    if chosen[1:]:
        head += wording.money_lines(chosen[1:])
    return Found(plan, "found", head, tuple(chosen), score=0.9)


def _in_money_part(money: Sequence[Duty], plan: Plan) -> list[Duty]:
    """Of the records about money those that stand in the plan's own part on it, unassigned."""
    parts = [
        section.path
        for section in plan.sections
        if re.match(r"(?:nguon )?kinh phi|nguon luc tai chinh|ngan sach", fold(section.title))
    ]
    return [
        duty
        for duty in money
        if not duty.agency
        and any(duty.section == part or duty.section.startswith(part + ".") for part in parts)
    ]

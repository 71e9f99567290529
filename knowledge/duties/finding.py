"""What one plan says to a question, and what every kind of answer needs to find it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.duties.agency import split_names
from knowledge.duties.clash import TARGET
from knowledge.duties.identity import Identity, identify, named_within, same
from knowledge.duties.kept import once_per_plan
from knowledge.duties.question import Question
from knowledge.duties.ranking import Ranker, Similar
from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = [
    "FEW",
    "MANY",
    "Found",
    "body_duties",
    "conflicts_in",
    "own_record",
    "pairs_about",
    "ranked",
    "ranker_of",
    "topic_alone",
]

FEW, MANY = 5, 30
"""Records shown where one answer, or a list, was asked for."""


@dataclass(frozen=True)
class Found:
    """What one plan says."""

    plan: Plan
    status: str
    head: str
    duties: tuple[Duty, ...] = ()
    conflicts: tuple[tuple[Duty, Duty], ...] = ()
    score: float = 0.0
    listed: bool = False


_RANKERS: dict[tuple[int, ...], tuple[tuple[Plan, ...], Ranker]] = {}


def ranker_of(plans: tuple[Plan, ...]) -> Ranker:
    """The ranker of these very plans, built once (hashing a whole plan would cost more)."""
    key = tuple(map(id, plans))
    known = _RANKERS.get(key)
    if known is None:
        if len(_RANKERS) >= 4:
            _RANKERS.clear()
        known = _RANKERS[key] = (plans, Ranker({plan.name: plan for plan in plans}))
    return known[1]


@once_per_plan
def conflicts_in(plan: Plan) -> tuple[tuple[Duty, Duty], ...]:
    from knowledge.conflicts import conflicts_of  # which itself rests on this package

    return conflicts_of(plan)


def ranked(
    duties: Sequence[Duty], asked: Question, ranker: Ranker, similar: Similar | None
) -> list[tuple[float, Duty]]:
    aside = frozenset(asked.topic.split()) - frozenset(topic_alone(asked).split())
    scores = ranker.scores(asked.topic, duties, similar, aside, asked.text)
    order = sorted(range(len(duties)), key=lambda index: -scores[index])
    return [(float(scores[index]), duties[index]) for index in order]


def body_duties(plan: Plan, body: Identity) -> tuple[list[Duty], list[Duty], list[Duty]]:
    """Duties of a body: given to it, those it takes part in, reports it receives."""
    own, part, received = [], [], []
    for duty in plan.duties:
        if duty.agency and same(body, identify(duty.agency)):
            own.append(duty)
            continue
        partner = next(
            (
                name
                for name in duty.partners
                if same(body, identify(name)) or named_within(name, body)
            ),
            None,
        )
        if partner:
            leads = (duty.agency,) if duty.agency else ()
            part.append(replace(duty, agency=partner, role="phối hợp", partners=leads))
        elif duty.report_to and any(
            same(body, identify(name)) for name in split_names(duty.report_to)
        ):
            received.append(duty)
    return own, part, received


def topic_alone(asked: Question) -> str:
    """The topic without the words of the bodies named."""
    names = {word for body in asked.bodies for word in re.findall(r"\w+", fold(body.name))}
    names |= {word for body in asked.bodies for word in body.identity.words}
    names |= {word for body in asked.bodies for word in re.findall(r"\w+", fold(body.typed))}
    return " ".join(word for word in asked.topic.split() if word not in names)


def own_record(duty: Duty, plan: Plan) -> Duty:
    """The plan's own record of a duty seen from a partner's side."""
    return next(
        (
            other
            for other in plan.duties
            if other.section == duty.section and other.task == duty.task
        ),
        duty,
    )


def pairs_about(plan: Plan, duties: Sequence[Duty]) -> tuple[tuple[Duty, Duty], ...]:
    """Disagreements that touch the duties."""
    keys = {(duty.section, duty.task) for duty in duties}
    quotes = {(duty.section, duty.quote) for duty in duties}
    return tuple(
        pair
        for pair in conflicts_in(plan)
        if any(
            (side.section, side.quote) in quotes
            if side.role == TARGET
            else (side.section, side.task) in keys
            for side in pair
        )
    )

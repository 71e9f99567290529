"""Who does a task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answer.concepts import concepts_in, plain_words
from knowledge.duties import wording
from knowledge.duties.answer import merge
from knowledge.duties.by_body import no_body, of_body
from knowledge.duties.dates import months_in
from knowledge.duties.finding import (
    FEW,
    Found,
    body_duties,
    conflicts_in,
    own_record,
    pairs_about,
    ranked,
    topic_alone,
)
from knowledge.duties.identity import identify, same
from knowledge.duties.kept import once_per_plan
from knowledge.duties.question import Question
from knowledge.duties.question_words import WHICH
from knowledge.duties.ranking import Ranker, Similar, content_words
from knowledge.duties.role import PLAIN, REQUEST, is_lead
from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = [
    "by_deadline_words",
    "by_month",
    "deadline_words",
    "of_conflicts",
    "of_topic",
    "without_lead",
]

ENOUGH = 0.42
"""Share of the topic's weight a task must cover to count as an answer."""


UNSURE = 0.55
"""Below this the topic is also put into the words of plans, which may fit better."""


PLAIN_ENOUGH = 0.45
"""The same where the topic was put into the words of plans first."""


NEAR = 0.72
"""Share of the best score below which other tasks are not shown."""


_WITH_WHOM_ONLY = re.compile(
    r"(?!.*\b(?:ai|(?:co quan|don vi|so|phong|ban) nao)\b.*\bphoi "
    r"hop)(?=.*\bphoi hop (?:voi|cung)\b)"
)


def of_topic(plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None) -> Found:
    """Who does the task the question describes."""
    duties = [*plan.duties, *_unassigned(plan)]
    with_whom = asked.bodies and _WITH_WHOM_ONLY.match(asked.folded)
    alone = content_words(_ROW_WORDS.sub(" ", topic_alone(asked)))
    if asked.bodies and (with_whom or not alone):
        mine = [
            duty
            for body in asked.bodies
            for group in body_duties(plan, body.identity)[:2]
            for duty in group
        ]
        if not mine:
            return no_body(plan, asked, ", ".join(body.name for body in asked.bodies), [])
        if not alone:
            return of_body(plan, asked, ranker, similar)
        duties = [own_record(duty, plan) for duty in mine]
    if re.search(r"\bphu luc\b", asked.folded):
        duties = [duty for duty in duties if duty.section.startswith("Phụ lục")] or duties
    row = re.search(
        _ROW_BY_NUMBER if re.search(r"\b(?:phu luc|bang)\b", asked.folded) else _ROW_ALONE,
        fold(asked.text),
    )
    if row:
        ending = re.compile(rf"(?:TT|STT) (?:[IVX]+\.)?{row[1]}$")
        named = [duty for duty in duties if ending.search(duty.section)]
        if named and (
            not content_words(_ROW_WORDS.sub(" ", asked.topic))
            or ranked(named, asked, ranker, similar)[0][0] < ENOUGH
        ):
            return _row(plan, named)
        duties = named or duties
    if not content_words(asked.topic) and not asked.bodies and asked.role:
        return _with_role_words(plan, asked)
    if not duties or _of_no_such_body(plan, asked):
        return Found(plan, "not_found", wording.NOTHING.format(plan=wording.name_of(plan)))
    order = ranked(duties, asked, ranker, similar)
    order = [(score + _lift(duty, asked), duty) for score, duty in order]
    order.sort(key=lambda pair: -pair[0])
    best = order[0][0]
    if best < UNSURE and not asked.months:
        spoken = _in_plan_words(plan.duties, asked, ranker, similar)
        if spoken and (best < ENOUGH or spoken[0][0] > best + 0.1):
            order = spoken
        best = order[0][0]
    if best < ENOUGH and asked.months:
        return by_month(plan, asked)
    if best < ENOUGH:
        return Found(
            plan, "not_found", wording.NOTHING.format(plan=wording.name_of(plan)), score=best
        )
    near = [(score, duty) for score, duty in order if score >= max(ENOUGH, NEAR * best)]
    if not is_lead(near[0][1].role):
        # the same body's tasks that do say "chủ trì" must not lend the word to this one
        near = [
            (score, duty)
            for score, duty in near
            if score >= 0.95 * best or not (is_lead(duty.role) and duty.agency == near[0][1].agency)
        ]
    chosen = merge([duty for _, duty in near])[:FEW]
    top = chosen[0]
    pairs = pairs_about(plan, chosen[:2]) or _sides(plan, asked, order)
    if asked.kind == "deadline" and not top.deadline and not top.report_date:
        dated = next((duty for duty in chosen if duty.deadline or duty.report_date), None)
        if dated is None:
            head = wording.NO_DEADLINE.format(
                plan=wording.name_of(plan),
                task=wording.shorten(top.task, 160),
                section=wording.clause(top.section),
            )
            return Found(plan, "not_found", head, (top,), score=best)
        chosen = [dated, *(duty for duty in chosen if duty is not dated)]
        top = dated
    head = wording.opening(top, plan)
    others = [duty for duty in chosen[1:] if duty.task != top.task][:3]
    if others:
        head += "\nViệc liên quan:\n" + "\n".join(f"- {wording.line(duty, 180)}" for duty in others)
    if pairs:
        head += "\n" + wording.conflict_lines(pairs[:2])
        sides = [duty for pair in pairs[:2] for duty in pair]
        chosen = list(dict.fromkeys([top, *sides, *chosen]))
    return Found(plan, "found", head, tuple(chosen), tuple(pairs[:2]), best)


_STEERING = re.compile(
    r"\b(?:ban chi dao|ban dieu hanh|ban quan ly|to cong tac|to giup viec|hoi dong|"
    r"uy ban quoc gia)\b"
)


def _of_no_such_body(plan: Plan, asked: Question) -> bool:
    """Whether the question is about a committee the plan nowhere speaks of."""
    named = _STEERING.search(asked.folded)
    return named is not None and not any(
        named.group() in fold(passage.text) for passage in plan.passages
    )


def _sides(
    plan: Plan, asked: Question, order: Sequence[tuple[float, Duty]]
) -> tuple[tuple[Duty, Duty], ...]:
    """The two clauses where "A hay B chủ trì" is asked and the plan has each lead a share."""
    if len(asked.bodies) != 2 or asked.role != "lead":
        return ()
    best = order[0][0]
    sides = [
        next(
            (
                duty
                for score, duty in order
                if score >= 0.5 * best
                and is_lead(duty.role)
                and same(body.identity, identify(duty.agency))
            ),
            None,
        )
        for body in asked.bodies
    ]
    first, second = sides
    if first is None or second is None or first.section == second.section:
        return ()
    return ((first, second),)


def _in_plan_words(
    duties: Sequence[Duty], asked: Question, ranker: Ranker, similar: Similar | None
) -> list[tuple[float, Duty]]:
    """The ranking once more, everyday words ("loa đài") put as plans put them."""
    concepts = concepts_in(plain_words(asked.topic))
    if not concepts:
        return []
    words = [concept.words for concept in concepts[:2]]
    known = [word for word in content_words(asked.topic) if ranker.known(word)]
    order = ranked(duties, replace(asked, topic=" ".join([*words, *known])), ranker, similar)
    order = [(score + _lift(duty, asked), duty) for score, duty in order]
    order.sort(key=lambda pair: -pair[0])
    return order if order and order[0][0] >= PLAIN_ENOUGH and order[0][1].agency else []


_ROW_WORDS = re.compile(r"\b(?:phu luc|bang|(?:stt|tt)\d*|dong|so thu tu|hang|so|thu|xong|\d+)\b")
_ROW_ALONE = re.compile(r"\b(?:tt|stt|dong|so thu tu|hang)\s*(?:so )?(\d{1,2})\b")
_ROW_BY_NUMBER = re.compile(
    r"\b(?:tt|stt|dong|so thu tu|hang|nhiem vu|viec|muc|phu luc)\s*(?:so |thu )*(\d{1,2})\b(?!/)"
)


def _row(plan: Plan, duties: Sequence[Duty]) -> Found:
    """The duties of one row of a table, asked for by its number."""
    chosen = merge(list(duties))
    head = wording.opening(chosen[0], plan)
    lines = "\n".join(f"- {wording.line(duty, 180)}" for duty in chosen[1:])
    text = f"{head}\n{lines}".strip()
    return Found(plan, "found", text, tuple(chosen), score=1.0, listed=True)


@once_per_plan
def _unassigned(plan: Plan) -> tuple[Duty, ...]:
    """What the plan wants done, or aims at, without giving it to anybody in a duty of its own."""
    given = {duty.quote for duty in plan.duties}
    return tuple(
        Duty(plan.name, passage.section, "", PLAIN, passage.text, quote=passage.text)
        for passage in plan.passages
        if passage.kind == "body"
        and passage.section
        and passage.text not in given
        and len(passage.text) > 30
    )


def _with_role_words(plan: Plan, asked: Question) -> Found:
    """Who has the role asked about, where no task is named."""
    words = [
        word for word in ("chu tri", "tham muu", "dau moi", "phoi hop") if word in asked.folded
    ]
    chosen = [
        duty
        for duty in plan.duties
        if duty.agency
        and (all(word in fold(duty.role) for word in words) if words else duty.role == REQUEST)
    ]
    if not chosen:
        return Found(plan, "not_found", wording.NOTHING.format(plan=wording.name_of(plan)))
    chosen = merge(chosen)
    lines = "\n".join(f"{number}. {wording.line(duty)}" for number, duty in enumerate(chosen, 1))
    head = wording.ROLE_LIST.format(count=len(chosen), plan=wording.name_of(plan))
    return Found(plan, "found", f"{head}\n{lines}", tuple(chosen), score=0.6, listed=True)


_KIND_OF_BODY = re.compile(r"\b(so|ban|phong|hoi|bao|tram|trung tam) (?:nao|gi|dau)\b")


def _lift(duty: Duty, asked: Question) -> float:
    """A little more for records that say what the question is after."""
    lift = 0.0
    if duty.agency:
        lift += 0.08
    if asked.role == "lead" and is_lead(duty.role):
        lift += 0.06
    for word in ("tham muu", "dau moi"):
        if asked.role == "advise" and word in asked.folded and word in fold(duty.role):
            lift += 0.3
    kind = _KIND_OF_BODY.search(asked.folded)
    if kind and fold(duty.agency).startswith(f"{kind[1]} "):
        lift += 0.12
    if asked.kind == "deadline" and (duty.deadline or duty.report_date):
        lift += 0.08
    if any(same(body.identity, identify(duty.agency)) for body in asked.bodies):
        lift += 0.15
    return lift


def by_month(plan: Plan, asked: Question) -> Found:
    due = [
        duty
        for duty in plan.duties
        if any(
            date and months_in(date) & asked.months for date in (duty.deadline, duty.report_date)
        )
    ]
    if "phu luc" in asked.folded:
        due = [duty for duty in due if duty.section.startswith("Phụ lục")] or due
    if not due:
        return Found(plan, "not_found", wording.NOTHING.format(plan=wording.name_of(plan)))
    chosen = merge(due)
    lines = "\n".join(f"{number}. {wording.line(duty)}" for number, duty in enumerate(chosen, 1))
    return Found(
        plan,
        "found",
        wording.DUE.format(count=len(chosen), plan=wording.name_of(plan)) + f"\n{lines}",
        tuple(chosen),
        score=0.9,
        listed=True,
    )


def deadline_words(plan: Plan, asked: Question) -> str | None:
    """The words of a deadline a question lists duties by ("thường xuyên"), as the plan has them."""
    if not WHICH.search(asked.folded):
        return None
    folded = " ".join(re.findall(r"\w+", asked.folded))
    written = {duty.deadline for duty in plan.duties if duty.deadline}
    named = [words for words in written if f" {_bare(words)} " in f" {folded} "]
    return max(named, key=len, default=None)


def without_lead(plan: Plan) -> Found:
    """The tasks the plan gives to nobody by name."""
    chosen = merge([duty for duty in plan.duties if not duty.agency])
    name = wording.name_of(plan)
    if not chosen:
        return Found(plan, "not_found", wording.ALL_GIVEN.format(plan=name))
    lines = "\n".join(f"{number}. {wording.line(duty)}" for number, duty in enumerate(chosen, 1))
    head = wording.GIVEN_TO_NOBODY.format(count=len(chosen), plan=name)
    return Found(plan, "found", f"{head}\n{lines}", tuple(chosen), score=0.9, listed=True)


def _bare(words: str) -> str:
    return " ".join(re.findall(r"\w+", fold(words)))


def by_deadline_words(plan: Plan, words: str) -> Found:
    """The duties whose deadline is in those words."""
    due = [duty for duty in plan.duties if duty.deadline and _bare(words) in _bare(duty.deadline)]
    chosen = merge(due)
    lines = "\n".join(f"{number}. {wording.line(duty)}" for number, duty in enumerate(chosen, 1))
    head = wording.DUE_AS.format(count=len(chosen), deadline=words, plan=wording.name_of(plan))
    return Found(plan, "found", f"{head}\n{lines}", tuple(chosen), score=0.9, listed=True)


_DISAGREE = re.compile(
    r"\b(?:mau thuan|chong cheo|(?:trai|nguoc|venh|khac|lech|da|trung) nhau|xung dot|khong thong "
    r"nhat|cho nao|diem nao|dieu khoan|muc nao|kh|co|gi|nao|khong|ko|k)\b"
)


def of_conflicts(plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None) -> Found:
    pairs = conflicts_in(plan)
    if pairs and content_words(asked.topic):
        sides = [duty for pair in pairs for duty in pair]
        scores = ranker.scores(asked.topic, sides, similar)
        about = [
            pair
            for index, pair in enumerate(pairs)
            if max(scores[2 * index], scores[2 * index + 1]) >= 0.3
        ]
        pairs = tuple(about) or pairs
    if not pairs:
        head = wording.NO_CONFLICT.format(plan=wording.name_of(plan))
        if not content_words(_DISAGREE.sub(" ", fold(asked.topic))):
            head = wording.NO_CONFLICT_AT_ALL.format(plan=wording.name_of(plan))
            return Found(plan, "not_found", head)  # no task was named
        found = of_topic(plan, asked, ranker, similar)
        return replace(found, head=f"{head} {found.head}")
    duties = tuple(dict.fromkeys(duty for pair in pairs for duty in pair))
    head = wording.CONFLICTS_IN.format(count=len(pairs), plan=wording.name_of(plan))
    head = f"{head[:1].upper()}{head[1:]}\n{wording.conflict_lines(pairs)}"
    return Found(plan, "found", head, duties, pairs, 1.0, listed=True)

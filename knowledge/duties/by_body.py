"""What a body does, and with what role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.duties import wording
from knowledge.duties.answer import merge
from knowledge.duties.finding import Found, body_duties, own_record, pairs_about
from knowledge.duties.identity import Identity
from knowledge.duties.question import Question
from knowledge.duties.ranking import Ranker, Similar, content_words
from knowledge.duties.role import REQUEST, is_lead, is_partner
from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = ["due_of_body", "no_body", "of_body"]


def of_body(plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None) -> Found:
    own: list[Duty] = []
    part: list[Duty] = []
    received: list[Duty] = []
    for body in asked.bodies:
        mine, shared, reports = body_duties(plan, body.identity)
        own += mine
        part += shared
        received += reports
    name = ", ".join(dict.fromkeys(body.name for body in asked.bodies))
    if not own and not part:
        return no_body(plan, asked, name, received)
    listed = list(dict.fromkeys(own + part))
    if asked.kind == "role" and _LEADS_WHAT.search(asked.folded):
        asked = replace(asked, kind="reverse")
    chosen = _with_role(listed, asked.role) if asked.kind == "reverse" else listed
    asked = replace(asked, topic=_WHERE_IN_PLAN.sub(" ", asked.topic))
    words = content_words(asked.topic)
    score = 1.0
    if "phu luc" in asked.folded and not _ANNEX_TOO.search(asked.folded):
        annex = [duty for duty in chosen if duty.section.startswith("Phụ lục")]
        if not annex and any(duty.section.startswith("Phụ lục") for duty in plan.duties):
            return _not_in_annex(plan, name, listed)
        chosen = annex or chosen
    if words and len(listed) > 1 and (chosen or asked.kind == "role"):
        ranked = sorted(
            zip(
                _scores_by_record(plan, chosen or listed, asked, ranker, similar),
                chosen or listed,
                strict=True,
            ),
            key=lambda pair: -pair[0],
        )
        score = ranked[0][0]
        if score >= 0.5:
            chosen = [duty for value, duty in ranked if value >= 0.3 or asked.kind == "reverse"]
        elif asked.kind == "role":
            chosen = [duty for _, duty in ranked]
    if asked.role and asked.kind == "reverse" and not chosen:
        head = (
            wording.no_lead(plan, name)
            if asked.role == "lead"
            else wording.NO_ROLE_OTHER.format(
                plan=wording.name_of(plan), body=name, role=wording.ROLES[asked.role]
            )
        )
        rest = "\n".join(f"- {wording.line(duty, with_agency=False)}" for duty in listed[:12])
        return Found(
            plan,
            "found" if asked.role == "lead" else "not_found",
            f"{head} {wording.DOES_INSTEAD.format(body=name)}\n{rest}",
            tuple(listed),
            score=score,
            listed=True,
        )
    chosen = merge(chosen or listed)
    pairs = pairs_about(plan, chosen[:3]) if asked.kind == "role" else ()
    denied = ""
    asks_lead = asked.kind == "role" and asked.role == "lead"
    if asks_lead and not any(is_lead(duty.role) for duty in (chosen[:1] if words else chosen)):
        denied = wording.LEADS_NOT.format(body=name) + " "
    elif asked.kind == "role" and asked.role == "advise" and not _with_role(chosen, "advise"):
        denied = wording.ROLE_NOT.format(body=name, role=wording.ROLES["advise"]) + " "
    if asked.kind == "role" and words and score >= 0.5:
        head = wording.opening(chosen[0], plan) + _led_by(chosen[0], plan)
        more = chosen[1:5]
    else:
        head = _list_opening(plan, chosen, name)
        more = chosen
    lines = "\n".join(f"{number}. {wording.line(duty)}" for number, duty in enumerate(more, 1))
    extra = wording.conflict_lines(pairs)
    return Found(
        plan,
        "found",
        denied + "\n".join(filter(None, (head, lines, extra))),
        tuple(chosen),
        pairs,
        score,
        listed=True,
    )


def _not_in_annex(plan: Plan, name: str, listed: list[Duty]) -> Found:
    """The annex gives the body nothing; what the rest of the plan gives it."""
    duties = merge(listed)
    head = wording.NOT_IN_ANNEX.format(plan=wording.name_of(plan), body=name)
    lines = "\n".join(f"- {wording.line(duty, with_agency=False)}" for duty in duties[:12])
    return Found(plan, "not_found", f"{head}\n{lines}", tuple(duties), listed=True)


_WHERE_IN_PLAN = re.compile(
    r"\b(?:o |trong |ca |ke ca |va |lan )*(?:(?:muc|phan|dieu|chuong) (?:[ivx]+|\d+)\b|"
    r"(?:bang )?phu luc\b|(?:moi|nhung|may) (?:cho|noi)\b|duoc nhac\b)"
)
_ANNEX_TOO = re.compile(
    r"\b(?:ke ca|bao gom|gom ca|ca|lan|tinh ca|va|cung nhu|them|cung)(?: \w+){0,3} phu luc\b|"
    r"\bphu luc\b.{0,12}\b(?:va|lan|cung|voi)\b.{0,12}\b(?:muc|phan|dieu|than)\b|"
    r"\b(?:muc|phan|dieu|chuong) [ivx]+\b"
)
"""The annex is asked for beside the rest of the plan."""
_LEADS_WHAT = re.compile(r"\bchu tri (?:nhung )?(?:viec|nhiem vu|hoat dong)\b")


def _scores_by_record(
    plan: Plan, duties: Sequence[Duty], asked: Question, ranker: Ranker, similar: Similar | None
) -> list[float]:
    """Scores of duties, a partner's view scored as the plan's own record."""
    scores = ranker.scores(asked.topic, [own_record(duty, plan) for duty in duties], similar)
    return [float(score) for score in scores]


def _led_by(duty: Duty, plan: Plan) -> str:
    """Who leads the task a body only takes part in."""
    record = own_record(duty, plan)
    if record.agency and record.agency != duty.agency and duty.agency in record.partners:
        return wording.LED_BY.format(agency=record.agency, role=record.role)
    return ""


def _list_opening(plan: Plan, duties: Sequence[Duty], name: str) -> str:
    roles = list(dict.fromkeys(_plain_role(duty) for duty in duties))
    said = ", ".join(f"“{role}”" for role in roles)
    return wording.DUTIES_OF.format(
        body=name, count=len(duties), plan=wording.name_of(plan), roles=said
    )


def _plain_role(duty: Duty) -> str:
    return duty.role if duty.role == REQUEST else duty.role[:1].lower() + duty.role[1:]


def no_body(plan: Plan, asked: Question, name: str, received: list[Duty]) -> Found:
    sections = [
        passage.section
        for passage in plan.passages
        if passage.section
        and any(_mentions(passage.text, body.identity, body.name) for body in asked.bodies)
    ]
    sections = list(dict.fromkeys(sections))
    if received:
        lines = " ".join(wording.report_line(duty, plan) for duty in received)
        head = wording.ONLY_RECEIVES.format(body=name, plan=wording.name_of(plan), reports=lines)
        status = "found" if asked.kind == "role" or asked.across else "not_found"
        return Found(plan, status, head, tuple(received), score=0.5, listed=True)
    return Found(plan, "not_found", wording.not_in(plan, name, sections))


def _mentions(text: str, body: Identity, name: str) -> bool:
    folded = fold(text)
    return fold(name) in folded or (
        len(body.words) > 1 and " ".join(body.words) in re.sub(r"[^\w ]", "", folded)
    )


def _with_role(duties: list[Duty], role: str) -> list[Duty]:
    if role == "lead":
        return [duty for duty in duties if is_lead(duty.role)]
    if role == "partner":
        part = [duty for duty in duties if is_partner(duty.role)]
        return part or [duty for duty in duties if "phoi hop" in fold(duty.role)]
    if role == "advise":
        return [duty for duty in duties if re.search("tham muu|dau moi", fold(duty.role))]
    if role == "ask":
        return [duty for duty in duties if duty.role == REQUEST] or duties
    return duties


def due_of_body(plan: Plan, asked: Question) -> Found:
    """The dated duties of a body."""
    own = [duty for body in asked.bodies for duty in body_duties(plan, body.identity)[0]]
    dated = merge([duty for duty in own if duty.deadline or duty.report_date])
    name = ", ".join(dict.fromkeys(body.name for body in asked.bodies))
    if not own:
        return no_body(plan, asked, name, [])
    if not dated:
        head = wording.NO_DATES.format(plan=wording.name_of(plan), body=name)
        return Found(plan, "not_found", head, score=0.5)
    lines = "\n".join(f"{number}. {wording.line(duty)}" for number, duty in enumerate(dated, 1))
    head = wording.DATES_OF.format(count=len(dated), body=name, plan=wording.name_of(plan))
    return Found(plan, "found", f"{head}\n{lines}", tuple(dated), score=0.9, listed=True)

"""Which province a ward lies in, said where a question asks it or takes a wrong one for granted."""

from __future__ import annotations

import re

from knowledge import messages
from knowledge.answer import compose
from knowledge.answer.answer import Answer
from knowledge.answer.concepts import plain_words
from knowledge.answer.question import Understood
from knowledge.answer.rank import own_words
from knowledge.answer.scope import Scope
from knowledge.own_places import places_of
from knowledge.plan import Plan
from knowledge.search import Index
from nlu.entities import Place

__all__ = ["lies_in"]

APART = 5
"""Words between a ward and the province it is put into."""

_LIES_IN = re.compile(
    r"\b(?:thuoc|truc thuoc|nam (?:o|trong|tren|ben)|o|cua)(?: (?:tinh|tp|thanh pho|xu|dat))?$"
)
_BELONGS = re.compile(r"\b(?:thuoc|truc thuoc)(?: (?:tinh|tp|thanh pho))?$")
_WHICH_PROVINCE = re.compile(r"\b(?:thuoc|o|nam o|cua) (?:tinh|thanh pho|tp) (?:nao|gi|mo)\b")


def lies_in(question: Understood, index: Index, scope: Scope) -> Answer | None:
    """The plan's own words on its province; ``None`` where the question is not about that."""
    wards = {}
    for name in scope.plans if scope.known else ():
        places = places_of(index.plans[name].place, [index.plans[name]])
        if places and places[0].kind != "province" and places[0].province is not None:
            wards[name] = places[0]
    if len(wards) != 1:
        return None
    name, ward = wards.popitem()
    plan = index.plans[name]
    wrong = _placed_elsewhere(question, plan, ward)
    if not wrong and not _WHICH_PROVINCE.search(question.plain):
        return None
    named = [
        passage
        for passage in index.passages_of(name)
        if passage.kind in ("basis", "letterhead", "body") and str(ward.province) in passage.text
    ]
    if not named:
        return None
    first = min(named, key=lambda passage: passage.kind != "basis")
    citations = (compose.cite(plan, first.section, first.text),)
    said = compose.says(plan, first, own_words(question))
    body = messages.NOT_SO + said if wrong else said
    return Answer("answered", compose.with_sources(body, citations, index.plans), citations)


def _placed_elsewhere(question: Understood, plan: Plan, own: Place) -> bool:
    """Whether the question puts a ward into a province that is not its own."""
    text = question.text
    ward = next((one for one in question.places if one.place_id == plan.place_id), None)
    for one in question.places:
        if one.kind != "province" or one.province_id == own.province_id:
            continue
        if ward is None and _BELONGS.search(plain_words(text[: one.start])):
            return True
        if ward is not None and ward.end <= one.start:
            between = plain_words(text[ward.end : one.start])
            if len(between.split()) <= APART and _LIES_IN.search(between):
                return True
    return False

"""Which plans may answer: those of the place asked about, those of the years asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import cue, cues
from knowledge.answer.question import Understood
from knowledge.own_places import places_of
from knowledge.plan import Plan
from nlu.entities import Place
from nlu.text import fold

__all__ = ["Scope", "place_key", "scope_of"]

_ACROSS = cue(cues("across"))
_LIKE = re.compile(
    r"\b(?:nhu|giong|giong nhu|tuong tu|y chang)(?: (?:o|ben|cua|tinh|tp|thanh pho))?$"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question may be answered from.

    Attributes:
        plans: names of plans; empty when the place has none.
        known: whether the question or the person said where.
        across: whether it asks about several plans at once.
        missing: name of a place that was named and has no plan.
        wider: plans of the province, to look into when those of the ward do not say it.
        several: whether the question names the places of several plans.
    """

    plans: frozenset[str]
    known: bool
    across: bool
    missing: str | None = None
    wider: frozenset[str] = frozenset()
    several: bool = False


def place_key(place: str, plans: Mapping[str, Plan] | None = None) -> tuple[str, str | None]:
    """A place id or name as ``(id, province id)``; ``plans`` may know more places."""
    name = place.replace("-", " ") if place.isascii() else place
    found = places_of(name, (plans or {}).values())
    slug = fold(place).replace(" ", "-")
    for one in found:
        if one.place_id == slug or len(found) == 1:
            return one.place_id, one.province_id
    return slug, None


def _own(plans: Mapping[str, Plan], place_id: str) -> set[str]:
    """Plans of a place itself."""
    return {name for name, plan in plans.items() if plan.place_id == place_id}


def _province_of(plan: Plan) -> str | None:
    places = places_of(plan.place, [plan])
    return places[0].province_id if places else plan.place_id


def _inside(plans: Mapping[str, Plan], place: Place) -> set[str]:
    """Plans of units inside a province that was named."""
    if place.kind == "ward" and place.place_id != place.province_id:
        return set()
    return {
        name
        for name, plan in plans.items()
        if place.province_id is not None and _province_of(plan) == place.province_id
    }


def _nearest(
    plans: Mapping[str, Plan], place_id: str, province_id: str | None
) -> tuple[set[str], set[str]]:
    """Plans of a place, or of its province where it has none; and those of its province else."""
    own = _own(plans, place_id)
    province = _own(plans, province_id) if province_id else set()
    return (own, province - own) if own else (province, set())


def _merged(place: Place) -> bool:
    """Whether a province is named that was merged: plans from before do not speak for it."""
    return place.kind == "province" and place.former is not None


def scope_of(question: Understood, plans: Mapping[str, Plan], place: str | None) -> Scope:
    """The plans a question may be answered from.

    Places named in the question go before the place of the person.
    """
    across = _ACROSS.search(question.plain) is not None
    here, wider = _nearest(plans, *place_key(place, plans)) if place else (set(), set())
    named: set[str] = set()
    wide: set[str] = set()
    missing: str | None = None
    for one in question.places:
        if _merged(one) and not _of_former(plans, one):
            missing = missing or one.former
            continue
        near, around = _nearest(plans, one.place_id, one.province_id)
        if missing is not None and _LIKE.search(plain_words(question.text[: one.start])):
            continue  # "Điện Biên có như Lai Châu không?" asks about the first
        inside = _inside(plans, one)
        if here & (inside | near | around):
            named |= here & (inside | near | around) or near
            wide |= wider
        elif near:
            named |= near
            wide |= around
        elif named & inside:
            continue
        elif inside and question.about("digital"):
            named |= inside
        else:
            missing = missing or one.name
    if named:
        several = len(named) > 1
        return Scope(
            frozenset(named), True, across or several, None, frozenset(wide - named), several
        )
    if missing is not None:
        return Scope(frozenset(), True, across, missing)
    if across:
        return Scope(frozenset(plans), True, True)
    if place:
        return Scope(frozenset(here), True, False, None if here else place, frozenset(wider))
    return Scope(frozenset(plans), False, False)


def _of_former(plans: Mapping[str, Plan], place: Place) -> bool:
    """Whether a plan says it speaks for a province by the name it had before."""
    former = fold(place.former or "")
    return any(former in fold(f"{plan.place} {plan.title}") for plan in plans.values())

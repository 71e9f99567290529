"""Where to turn to when the plan does not say it: the hotline or the agency the plan names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged, owners
from knowledge.phones import digits, numbers_in
from knowledge.plan import Contact, Passage, Plan
from nlu.text import fold

__all__ = ["Channel", "channel_for"]

_WORDS = {
    "fine": ("cong an", "phat hien som, can thiep", "xu ly kip thoi"),
    "fee": ("tro giup phap ly",),
    "procedure": ("tro giup phap ly", "tu van phap luat"),
    "money": ("so tai chinh", "tham muu uy ban", "bao dam kinh phi", "du toan", "kinh phi"),
    "statistics": ("tong hop thong tin, so lieu", "tong hop bao cao", "gui bao cao", "bao cao"),
    "form": ("gui ve", "gui bao cao", "bao cao tinh hinh", "bao cao ket qua", "bao cao"),
}
"""Folded words of the clause that names who is responsible, by kind of answer asked for."""

_CITIZEN = ("fine", "fee", "procedure", "address", "phone", "hours", "person")
"""Kinds that a citizen asks: the hotline of the place is named too."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A clause that names where to turn to.

    Attributes:
        section: the clause.
        quote: its words.
        heading: the heading above it.
        phone: a number it gives that citizens may call, or ``None``.
    """

    section: str
    quote: str
    heading: str
    phone: str | None = None


def channel_for(
    kind: str | None,
    question: Understood,
    plan: Plan,
    passages: Sequence[Passage],
    judged: Sequence[Judged],
) -> tuple[Channel, ...]:
    """One or two clauses of the plan that name who to ask.

    Args:
        kind: kind of answer that was asked for and is missing; ``None``: nothing near.
        question: what was understood.
        plan: the plan of the place.
        passages: its passages.
        judged: what the search found.
    """
    found: list[Channel] = []
    owner = next(
        (one.passage for one in judged if one.agency and one.passage.kind in ("body", "table")),
        None,
    )
    if owner is None and kind is not None:
        owner = _first(passages, _WORDS.get(kind, ()))
    if owner is None:
        owner = _near(judged)
    if owner is not None:
        found.append(Channel(owner.section, owner.text, owner.heading))
    if kind in _CITIZEN or kind is None:
        lines = [contact for contact in plan.contacts if not contact.internal]
        if lines:
            contact = lines[-1]
            found.append(Channel(contact.section, contact.quote, "", _written(contact)))
    return tuple(found)


def _near(judged: Sequence[Judged]) -> Passage | None:
    """The nearest clause, one that is given to somebody before one that is not."""
    near = [
        one.passage
        for one in judged[:5]
        if one.passage.kind in ("body", "table") and (one.shared > 0.3 or one.concept > 0.4)
    ]
    return next((passage for passage in near if owners(passage)), near[0] if near else None)


def _first(passages: Sequence[Passage], phrases: Sequence[str]) -> Passage | None:
    """The first clause with the earliest of the phrases."""
    for phrase in phrases:
        for passage in passages:
            whole = fold(f"{passage.heading}: {passage.text}")
            if passage.kind in ("body", "table") and not passage.internal and phrase in whole:
                return passage
    return None


def _written(contact: Contact) -> str:
    """The number as the plan writes it, with its spaces."""
    return next(
        (match[0] for match in numbers_in(contact.quote) if digits(match[0]) == contact.phone),
        contact.phone,
    )

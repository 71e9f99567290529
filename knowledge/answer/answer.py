"""What goes into and comes out of the answerer."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["STATUSES", "Answer", "Citation", "PlaceChoice", "Question"]

STATUSES = ("answered", "not_in_plans", "needs_place", "out_of_scope", "refused")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer.

    Attributes:
        text: as typed.
        place: place id or name where the person is, when known.
        previous: her messages before it, oldest first.
        internal: whether passages marked for staff may be used (never for citizens).
    """

    text: str
    place: str | None = None
    previous: tuple[str, ...] = ()
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact stands.

    Attributes:
        plan: the plan's name.
        title: the plan's title.
        issuer: who issued it.
        section: the clause, ``"IV.8.c"``; ``""`` for letterhead and signature.
        quote: verbatim plan text, at most 1,200 characters.
        validity: ``"hiệu lực 2026–2030"``.
    """

    plan: str
    title: str
    issuer: str
    section: str
    quote: str
    validity: str


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to offer when the question needs one."""

    place_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply with its sources.

    Attributes:
        status: one of :data:`STATUSES`.
        text: the whole reply, at most 2,500 characters.
        citations: passages it rests on, most important first.
        place_choices: places to choose from where ``status`` is ``needs_place``.
    """

    status: str
    text: str
    citations: tuple[Citation, ...] = field(default=())
    place_choices: tuple[PlaceChoice, ...] = field(default=())

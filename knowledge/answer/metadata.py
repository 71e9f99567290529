"""Questions about the document itself: signer, number, date, bases, recipients, period."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import cue, cues
from knowledge.answer.question import Understood
from knowledge.plan import Passage, Plan
from nlu.text import fold

__all__ = ["fields_asked", "front_quotes", "what_it_says"]

_FIELDS = {name: cue(phrases) for name, phrases in cues("fields").items()}


def fields_asked(question: Understood) -> tuple[str, ...]:
    """Every field of the document a question asks for."""
    texts = (question.plain, plain_words(question.words))  # a place may part the words of a cue
    return tuple(
        name for name, pattern in _FIELDS.items() if any(pattern.search(text) for text in texts)
    )


def front_quotes(field: str, plan: Plan, passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """Section and verbatim quote of what the document's front or end says of a field."""
    letterhead: list[str] = [p.text for p in passages if p.kind == "letterhead"]
    bases: list[tuple[str, str]] = [(p.section, p.text) for p in passages if p.kind == "basis"]
    if field == "signer":
        lines = [p.text for p in passages if p.kind == "signature"]
        return [("", "\n".join(lines))] if lines and plan.signer else []
    if field == "recipients":
        return [
            ("", p.text)
            for p in passages
            if p.kind == "recipients" and not p.text.lower().startswith("nơi nhận")
        ]
    if field == "number":
        numbered: list[tuple[str, str]] = [
            ("", line) for line in letterhead if line.lower().startswith("số")
        ]
        return numbered or _title(plan, letterhead)
    if field == "date":
        dated: list[tuple[str, str]] = [
            ("", line) for line in letterhead if "ngày" in line.lower() and "tháng" in line.lower()
        ]
        return dated or _title(plan, letterhead)
    if field == "basis":
        return bases
    if field in ("period", "title"):
        return _title(plan, letterhead) + (bases if field == "period" else [])
    opening: list[tuple[str, str]] = [
        (p.section, p.text) for p in passages if p.kind in ("body", "basis") and not p.section
    ]
    return opening[-1:] or _title(plan, letterhead)


def _title(plan: Plan, letterhead: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of the title; they stand for what a document without number or date does have."""
    title = fold(plan.title)
    lines = [line for line in letterhead if len(line) > 12 and fold(line).strip('"“” ') in title]
    whole = [line for line in letterhead if title and title in fold(line)]
    return [("", line) for line in (whole or lines or letterhead[-1:])]


def what_it_says(field: str, plan: Plan) -> str | None:
    """The plan's own value of a field for the lead sentence; ``None`` where it has none."""
    if field == "signer" and plan.signer:
        return f"{plan.signer} ({plan.signer_title})" if plan.signer_title else plan.signer
    if field == "number":
        return plan.number
    if field == "date":
        return plan.date
    if field == "issuer":
        return plan.issuer or None
    if field == "title":
        return plan.title
    return None

"""What a look-up gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from knowledge.plan import Duty

__all__ = ["DutyAnswer", "merge"]


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """An answer to an officer.

    Attributes:
        status: ``"found"``, ``"not_found"`` (the plans give no such task) or ``"needs_place"``.
        text: Vietnamese, the first sentence answers the question.
        duties: the records it rests on, best first; at most 5, or 30 where a list was asked for.
        conflicts: pairs of records that disagree on what was asked.
        places: places to choose from where one is needed, as their plans name them.
    """

    status: Literal["found", "not_found", "needs_place"]
    text: str
    duties: tuple[Duty, ...] = ()
    conflicts: tuple[tuple[Duty, Duty], ...] = ()
    places: tuple[str, ...] = ()


def merge(duties: list[Duty]) -> list[Duty]:
    """One record for each task: bodies that share it are named together."""
    merged: dict[tuple[str, str, str, str], Duty] = {}
    for duty in duties:
        key = (duty.plan, duty.section, duty.task, duty.role)
        known = merged.get(key)
        if known is None:
            merged[key] = duty
        elif duty.agency and duty.agency not in known.agency.split("; "):
            merged[key] = replace(known, agency=f"{known.agency}; {duty.agency}")
    return list(merged.values())

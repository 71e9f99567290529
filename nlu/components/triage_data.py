"""Triage as JSON has it: in the front's metadata, in the parse output, in an action's request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from nlu.triage import Level, Speaker, Triage

__all__ = ["read_triage", "triage_data"]


def triage_data(triage: Triage) -> dict[str, Any]:
    """Triage as JSON has it."""
    data = asdict(triage)
    data["level"], data["speaker"] = str(triage.level), str(triage.speaker)
    data["reasons"] = list(triage.reasons)
    return data


def read_triage(data: Any) -> Triage | None:
    """Triage out of :func:`triage_data`'s form; ``None`` when it is not of that form."""
    if not isinstance(data, Mapping):
        return None
    try:
        return Triage(
            level=Level(data["level"]),
            kind=str(data.get("kind", "none")),
            who=str(data.get("who", "none")),
            score=float(data.get("score", 0.0)),
            reasons=tuple(str(reason) for reason in data.get("reasons", ())),
            speaker=Speaker(data.get("speaker", "adult")),
            watched=bool(data.get("watched", False)),
        )
    except (KeyError, ValueError, TypeError):
        return None

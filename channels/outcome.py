"""What became of a message."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.reply import Reply

__all__ = ["OutOfTurnError", "Outcome"]


class OutOfTurnError(Exception):
    """An earlier message of the conversation has to be answered first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message.

    Attributes:
        level: its triage level.
        replies: with their ids in the outbox, in order; empty where a person answers later.
        case: number of the open case, ``None`` without one.
        owned: a person has the conversation.
        erased: everything about her was deleted.
    """

    level: str
    replies: tuple[tuple[int, Reply], ...] = ()
    case: str | None = None
    owned: bool = False
    erased: bool = False

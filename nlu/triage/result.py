"""What triage says of a message."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["KINDS", "Level", "Speaker", "Triage"]

KINDS = (
    "partner",
    "child",
    "sexual",
    "self_harm",
    "trafficking",
    "harassment",
    "elder",
    "other",
)
"""What the violence is about; ``"none"`` stands for no kind."""


class Level(enum.StrEnum):
    """How urgent a message is; ordered by :attr:`rank`."""

    NONE = "none"
    DISCLOSURE = "disclosure"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for none, 1 for disclosure, 2 for emergency."""
        return ("none", "disclosure", "emergency").index(self.value)


class Speaker(enum.StrEnum):
    """Whose words these are, which decides how the reply addresses her."""

    ADULT = "adult"
    CHILD = "child"
    WITNESS = "witness"
    HARMER = "harmer"


@dataclass(frozen=True, slots=True)
class Triage:
    """The judgement of one message in the light of the turns before it.

    Attributes:
        level: how urgent.
        kind: one of :data:`KINDS`, or ``"none"`` when the level is none.
        who: ``"self"`` (the writer is the one hurt), ``"third_party"``, or ``"none"``.
        score: calibrated probability in [0, 1] that the message is not ``none``.
        reasons: short Vietnamese phrases a staff member can read, most telling first, such as
            ``"nói đang bị khoá trong phòng"``; never the message's own words.
        speaker: adult victim, child victim, witness, or the person who harms.
        watched: the writer hints that somebody may read along or hear.
    """

    level: Level
    kind: str = "none"
    who: str = "none"
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    speaker: Speaker = Speaker.ADULT
    watched: bool = False

    @property
    def urgent(self) -> bool:
        """Whether the message is an emergency or a disclosure."""
        return self.level is not Level.NONE

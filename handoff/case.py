"""What a case (ca) is: somebody who needs a person, and how far that has come."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

__all__ = [
    "KINDS",
    "LEVELS",
    "OUTCOMES",
    "AlreadyTakenError",
    "Case",
    "CaseError",
    "CaseState",
    "ConsentMissingError",
    "NoSuchCaseError",
    "NotOwnerError",
    "number_of",
    "parse_number",
]

LEVELS: Final = ("none", "disclosure", "emergency")
"""Triage levels from calm to urgent; ``none`` is a case somebody asked for without one."""

KINDS: Final = (
    "partner",
    "child",
    "sexual",
    "self_harm",
    "trafficking",
    "harassment",
    "elder",
    "other",
    "none",
)
"""Triage kinds."""

OUTCOMES: Final = (
    "supported",
    "referred_111",
    "referred_police",
    "referred_health",
    "referred_local",
    "no_answer",
    "false_alarm",
    "other",
)
"""How a case ended; ``erased`` is set by the system when the person deletes her data."""


class CaseState(enum.StrEnum):
    """Where a case stands.

    ``transferred`` is owned by a colleague who has not confirmed yet; ``escalated`` waited too
    long; ``returned`` is with the bot again but not closed.
    """

    WAITING = "waiting"
    ESCALATED = "escalated"
    TRANSFERRED = "transferred"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    CLOSED = "closed"

    @property
    def owned(self) -> bool:
        """Whether a person owns the conversation, so that the bot is silent."""
        return self in (CaseState.ACCEPTED, CaseState.TRANSFERRED)

    @property
    def waits(self) -> bool:
        """Whether anybody on duty may accept it."""
        return self in (CaseState.WAITING, CaseState.ESCALATED)


class CaseError(Exception):
    """Something that cannot be done to a case."""


class NoSuchCaseError(CaseError):
    """There is no such case, or it was erased."""


class NotOwnerError(CaseError):
    """Only the person who owns the case may do that."""


class ConsentMissingError(CaseError):
    """Below emergency a case is opened only when the person has agreed."""


class AlreadyTakenError(CaseError):
    """Somebody else accepted first, or the case no longer waits; ``case`` is how it stands."""

    def __init__(self, case: Case) -> None:
        """Keep the case as it is now."""
        super().__init__(f"{case.number} is {case.state}, owned by {case.owner}")
        self.case = case


def number_of(case_id: int) -> str:
    """The public number of a case: ``"CT-0042"``."""
    return f"CT-{case_id:04d}"


def parse_number(text: str) -> int | None:
    """The id behind ``"CT-0042"``, ``"ct 42"`` or ``"42"``; ``None`` when it is none of these."""
    digits = text.strip().upper().removeprefix("CT").strip(" -")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands. Times are seconds since the epoch.

    Attributes:
        id: row id.
        conversation: opaque ``"channel:id"``; an identifier, shown masked.
        channel: where it came from (``"web"``, ``"telegram"``, ``"zalo"``).
        level: one of :data:`LEVELS`; raised when a later message is more urgent, never lowered.
        kind: triage kind.
        who: triage who.
        speaker: triage speaker.
        place: place id as known, or ``None``.
        province: province id for the contact directory, or ``None``.
        reasons: triage's reasons, readable phrases without her words.
        state: where it stands.
        owner: staff id of the one owner, or ``None``.
        consent: ``True`` given, ``False`` refused or revoked, ``None`` never asked.
        opened_at, accepted_at, closed_at, withdrawn_at: when.
        alerted_at: when the duty group was last alerted.
        escalations: how often nobody accepted in time.
        shown_after: transcript entries with a greater id may be shown because the case is an
            emergency; ``None`` where it is not.
        accepted_after: entries with a greater id were exchanged with a person at the desk.
        outcome: how it ended, or ``None``.
        follow_up_at: when the person agreed to be written to again, or ``None``.
        erased: the person deleted her data; only what statistics need is left.
        heard_at: when the citizen last wrote.
        answered_at: when staff last wrote.
        watched: somebody may read along on her phone.
        follow_up_told: the desk has been told that the follow-up has come.
    """

    id: int
    conversation: str
    channel: str
    level: str
    kind: str
    who: str
    speaker: str
    place: str | None
    province: str | None
    reasons: tuple[str, ...]
    state: CaseState
    owner: int | None
    consent: bool | None
    opened_at: float
    accepted_at: float | None
    closed_at: float | None
    withdrawn_at: float | None
    alerted_at: float
    escalations: int
    shown_after: int | None
    accepted_after: int | None
    outcome: str | None
    follow_up_at: float | None
    erased: bool
    heard_at: float | None
    answered_at: float | None
    watched: bool = False
    follow_up_told: bool = False

    @property
    def number(self) -> str:
        """The public number, ``"CT-0042"``."""
        return number_of(self.id)

    @property
    def open(self) -> bool:
        """Whether it is not closed."""
        return self.state is not CaseState.CLOSED

    @property
    def unanswered(self) -> bool:
        """Whether the citizen wrote after the last answer of staff."""
        return self.heard_at is not None and self.heard_at > (self.answered_at or 0.0)

    @property
    def visible_after(self) -> int | None:
        """Entries with a greater id may be shown to staff; ``None``: none may.

        With consent everything; an emergency shows the message that raised it and what follows;
        otherwise only what was exchanged with staff. Revoking takes back what was shown before:
        an emergency after that shows itself, and what follows, again.
        """
        if self.erased:
            return None
        if self.consent:
            return 0
        starts = [at for at in (self.shown_after, self.accepted_after) if at is not None]
        return min(starts, default=None)

    @property
    def masked(self) -> str:
        """The conversation with all but its channel and last two characters hidden."""
        channel, _, name = self.conversation.partition(":")
        return f"{channel}:•••{name[-2:]}" if len(name) > 4 else f"{channel}:•••"

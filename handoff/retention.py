"""What is kept how long, and a purge that says what it deleted."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff import audit
from handoff.accounts import invitations_table, sessions_table
from handoff.case import CaseState
from handoff.cases import Cases, cases_table
from handoff.files import files_table
from handoff.live import prune
from handoff.transcript import entries_table

__all__ = ["Purged", "purge"]

_EVENT_HOURS = 2
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows of each kind a purge deleted or emptied."""

    entries: int
    notes: int
    cases: int
    sessions: int
    events: int
    files: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        said = self.entries + self.notes + self.files
        return said + self.cases + self.sessions + self.events


def purge(
    tx: Connection,
    cases: Cases,
    *,
    message_days: int,
    case_days: int,
    now: float | None = None,
) -> Purged:
    """Delete what is past its time.

    Messages go ``message_days`` after they were said, unless their conversation has a case that
    is open or was closed less than ``case_days`` ago. A case closed longer ago loses transcript,
    notes, reasons and the link to the person; its level, kind, place and times stay for
    statistics.
    """
    now = time.time() if now is None else now
    table = cases_table
    old = sa.and_(
        table.c.state == CaseState.CLOSED.value,
        table.c.closed_at < now - case_days * _DAY,
        table.c.erased.is_(False),
    )
    emptied = notes = entries = 0
    for case in cases.select(tx, old, limit=10_000):
        entries += cases.forget_case(tx, case)
        notes += cases.notes.erase(tx, [case.id])
        emptied += 1
    kept = sa.select(table.c.conversation).where(table.c.erased.is_(False))
    said = entries_table
    entries += int(
        tx.execute(
            said.delete().where(
                said.c.at < now - message_days * _DAY, said.c.conversation.not_in(kept)
            )
        ).rowcount
    )
    sent = files_table
    files = int(
        tx.execute(
            sent.delete().where(
                sent.c.at < now - message_days * _DAY, sent.c.conversation.not_in(kept)
            )
        ).rowcount
    )
    ended = tx.execute(
        sessions_table.delete().where(sessions_table.c.seen_at < now - 7 * _DAY)
    ).rowcount
    tx.execute(invitations_table.delete().where(invitations_table.c.expires_at < now - _DAY))
    purged = Purged(
        entries, notes, emptied, int(ended), prune(tx, now - _EVENT_HOURS * 3600), files
    )
    if purged.entries or purged.cases or purged.files:
        audit.record(
            tx,
            "purged",
            at=now,
            entries=purged.entries,
            notes=notes,
            files=files,
            cases=purged.cases,
        )
    return purged

"""Internal notes on a case, encrypted at rest; the citizen never sees them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.cipher import Cipher
from handoff.database import metadata

__all__ = ["Note", "Notes"]

notes_table = sa.Table(
    "case_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.Integer, nullable=False, index=True),
    sa.Column("staff_id", sa.Integer, nullable=False),
    sa.Column("secret_text", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Note:
    """One note and who wrote it.

    ``readable`` is false, and ``text`` empty, where it was written under a key that is gone.
    """

    id: int
    staff_id: int
    text: str
    at: float
    readable: bool = True


class Notes:
    """Writes and reads notes."""

    def __init__(self, cipher: Cipher, clock: Callable[[], float] = time.time) -> None:
        """Keep the cipher."""
        self._cipher = cipher
        self._clock = clock

    def add(self, tx: Connection, case_id: int, staff_id: int, text: str) -> None:
        """Add a note."""
        tx.execute(
            notes_table.insert().values(
                case_id=case_id,
                staff_id=staff_id,
                secret_text=self._cipher.encrypt(text),
                at=self._clock(),
            )
        )

    def read(self, tx: Connection, case_id: int) -> list[Note]:
        """Notes of a case, oldest first."""
        query = sa.select(notes_table).where(notes_table.c.case_id == case_id)
        notes = []
        for row in tx.execute(query.order_by(notes_table.c.id)):
            text = self._cipher.opened(row.secret_text)
            notes.append(Note(row.id, row.staff_id, text or "", row.at, text is not None))
        return notes

    def erase(self, tx: Connection, case_ids: Sequence[int]) -> int:
        """Delete the notes of these cases; returns how many."""
        if not case_ids:
            return 0
        statement = notes_table.delete().where(notes_table.c.case_id.in_(case_ids))
        return int(tx.execute(statement).rowcount)

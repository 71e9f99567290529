"""What was said in a conversation, encrypted at rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.cipher import Cipher
from handoff.database import metadata
from handoff.store import insert_once

__all__ = ["AUTHORS", "Entry", "Transcript", "entries_table"]

AUTHORS: Final = ("citizen", "bot", "staff", "system")

entries_table = sa.Table(
    "transcript",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(300), nullable=False, index=True),
    sa.Column("author", sa.String(10), nullable=False),
    sa.Column("staff_id", sa.Integer),
    sa.Column("message_id", sa.String(300)),
    sa.Column("secret_text", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.UniqueConstraint("conversation", "author", "message_id"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said; ``staff_id`` says which colleague where the author is staff.

    ``message_id`` is what its message is called by whoever said it, ``None`` for no message.
    ``readable`` is false, and ``text`` empty, where it was written under a key that is gone.
    """

    id: int
    author: str
    text: str
    at: float
    staff_id: int | None = None
    message_id: str | None = None
    readable: bool = True


class Transcript:
    """Writes and reads entries.

    Args:
        cipher: encrypts the text.
        clock: seconds since the epoch.
    """

    def __init__(self, cipher: Cipher, clock: Callable[[], float] = time.time) -> None:
        """Keep the cipher."""
        self._cipher = cipher
        self._clock = clock

    def append(
        self,
        tx: Connection,
        conversation: str,
        author: str,
        text: str,
        message_id: str | None = None,
        staff_id: int | None = None,
    ) -> int | None:
        """Add an entry and return its id; ``None`` when that ``message_id`` is there already.

        Raises:
            ValueError: ``author`` is not one of :data:`AUTHORS`.
        """
        if author not in AUTHORS:
            raise ValueError(f"no such author: {author!r}")
        return insert_once(
            tx,
            entries_table,
            {
                "conversation": conversation,
                "author": author,
                "staff_id": staff_id,
                "message_id": message_id,
                "secret_text": self._cipher.encrypt(text),
                "at": self._clock(),
            },
        )

    def read(
        self,
        tx: Connection,
        conversation: str,
        after: int = 0,
        limit: int = 1000,
        until: float | None = None,
    ) -> list[Entry]:
        """Entries with an id above ``after``, oldest first, the newest ``limit`` of them.

        With ``until`` (seconds since the epoch) only what was said up to then.
        """
        table = entries_table
        query = (
            sa.select(table)
            .where(table.c.conversation == conversation, table.c.id > after, _said_by(until))
            .order_by(table.c.id.desc())
            .limit(limit)
        )
        return [self._entry(row) for row in reversed(tx.execute(query).all())]

    def _entry(self, row: Any) -> Entry:
        text = self._cipher.opened(row.secret_text)
        return Entry(
            row.id, row.author, text or "", row.at, row.staff_id, row.message_id, text is not None
        )

    def newest(self, tx: Connection, conversation: str, author: str | None = None) -> int:
        """The id of the newest entry (of that author), 0 when there is none."""
        table = entries_table
        query = sa.select(sa.func.max(table.c.id)).where(table.c.conversation == conversation)
        if author is not None:
            query = query.where(table.c.author == author)
        return int(tx.execute(query).scalar() or 0)

    def find(
        self, tx: Connection, conversation: str, message_id: str, until: float | None = None
    ) -> int | None:
        """The id of the citizen's entry with that message id; with ``until`` if said by then."""
        table = entries_table
        query = sa.select(table.c.id).where(
            table.c.conversation == conversation,
            table.c.author == "citizen",
            table.c.message_id == message_id,
            _said_by(until),
        )
        found = tx.execute(query).scalar_one_or_none()
        return None if found is None else int(found)

    def count(
        self, tx: Connection, conversation: str, up_to: int, until: float | None = None
    ) -> int:
        """How many entries have an id of at most ``up_to``; with ``until`` those said by then."""
        table = entries_table
        query = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.conversation == conversation, table.c.id <= up_to, _said_by(until))
        )
        return int(tx.execute(query).scalar_one())

    def erase(self, tx: Connection, conversation: str, before: float | None = None) -> int:
        """Delete the entries of a conversation, only those said up to ``before`` when given.

        Returns:
            How many.
        """
        table = entries_table
        statement = table.delete().where(table.c.conversation == conversation)
        if before is not None:
            statement = statement.where(table.c.at <= before)
        return int(tx.execute(statement).rowcount)


def _said_by(until: float | None) -> Any:
    return sa.true() if until is None else entries_table.c.at <= until

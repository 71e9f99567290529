"""Replies looked up: what was said to whom, what waits, what was given up."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.outgoing import Outgoing, Sheet, outbox_table

__all__ = ["Letters"]

PART: Final = 500
"""Characters from which a text counts as a part of a reply that it is found in."""


class Letters(Sheet):
    """What is read from the table of replies."""

    def answers(self, tx: Connection, inbox_id: int) -> list[Outgoing]:
        """The replies to a message, in order."""
        query = sa.select(outbox_table).where(outbox_table.c.answers == inbox_id)
        return [self._read(row) for row in tx.execute(query.order_by(outbox_table.c.id))]

    def get(self, tx: Connection, id: int) -> Outgoing | None:
        """The reply of that id, ``None`` when it was erased."""
        row = tx.execute(sa.select(outbox_table).where(outbox_table.c.id == id)).first()
        return None if row is None else self._read(row)

    def last(
        self, tx: Connection, conversation: str, most: int = 100, besides: str | None = None
    ) -> list[Outgoing]:
        """The last replies of a conversation, oldest first, without those of author ``besides``."""
        query = sa.select(outbox_table).where(outbox_table.c.conversation == conversation)
        if besides is not None:
            query = query.where(outbox_table.c.author != besides)
        rows = tx.execute(query.order_by(outbox_table.c.id.desc()).limit(most)).all()
        return [self._read(row) for row in reversed(rows)]

    def said(self, tx: Connection, conversation: str, platform_id: str, text: str) -> bool:
        """Whether a message in our name is one of our latest: by its id, or by its words.

        The words also tell when the platform reports it before we have noted its id.
        """
        return any(
            platform_id in outgoing.platform_ids
            or text == outgoing.reply.text
            or (len(text) >= PART and text in outgoing.reply.text)
            for outgoing in self.last(tx, conversation, 20)
        )

    def newest(self, tx: Connection) -> int:
        """The highest id so far, 0 for an empty table."""
        return int(tx.execute(sa.select(sa.func.max(outbox_table.c.id))).scalar() or 0)

    def count(self, tx: Connection) -> dict[tuple[str, str], int]:
        """Replies by channel and state."""
        query = sa.select(outbox_table.c.channel, outbox_table.c.state, sa.func.count())
        rows = tx.execute(query.group_by(outbox_table.c.channel, outbox_table.c.state))
        return {(row[0], row[1]): int(row[2]) for row in rows}

    def oldest(self, tx: Connection) -> int | None:
        """When the oldest reply that still waits was stored, milliseconds since 1970."""
        query = sa.select(sa.func.min(outbox_table.c.created_at)).where(
            outbox_table.c.state.in_(("waiting", "sending"))
        )
        value = tx.execute(query).scalar()
        return None if value is None else int(value)

    def dead_letters(self, tx: Connection, most: int = 100) -> list[Outgoing]:
        """The latest replies that were given up."""
        query = sa.select(outbox_table).where(outbox_table.c.state == "dead")
        rows = tx.execute(query.order_by(outbox_table.c.id.desc()).limit(most))
        return [self._read(row) for row in rows]

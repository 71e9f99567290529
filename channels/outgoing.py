"""Every reply of every channel, stored before it is sent and until it has arrived.

``waiting`` rows are due at ``next_at``; a process takes one (``sending``) before it calls the
platform, and a row left in ``sending`` by a process that died is taken again when its claim ends.
``sent`` has arrived, ``dead`` will not be tried again and stands there for the operator to see.
The web chat and the API fetch their replies themselves: theirs are ``sent`` from the start.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.rendering import as_reply
from handoff.cipher import Cipher
from handoff.database import Database, metadata
from handoff.reply import Reply

__all__ = ["FETCHED", "Outgoing", "Sheet", "outbox_table"]

FETCHED: Final = ("web", "api", "terminal")
"""Channels whose other end asks for its replies."""

outbox_table = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(80), unique=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("conversation", sa.String(160), nullable=False),
    sa.Column("author", sa.String(10), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("answers", sa.Integer),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("parts_sent", sa.Integer, nullable=False),
    sa.Column("platform_ids", sa.Text, nullable=False),
    sa.Column("farewell", sa.Boolean, nullable=False),
    sa.Column("error", sa.String(60)),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("next_at", sa.BigInteger, nullable=False),
    sa.Column("sent_at", sa.BigInteger),
    sa.Index("outbox_conversation", "conversation", "id"),
    sa.Index("outbox_due", "state", "next_at"),
    sa.Index("outbox_answers", "answers"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply in the outbox.

    Attributes:
        id: grows with every reply stored.
        channel: where it goes.
        conversation: to whom.
        author: ``"bot"``, ``"staff"`` or ``"system"``.
        reply: what is said.
        answers: id of the inbox message it answers, ``None`` for words of our own accord.
        urgent: goes before others.
        state: ``waiting``, ``sending``, ``sent`` or ``dead``.
        attempts: how often sending has failed.
        parts_sent: parts of a long reply that have arrived.
        platform_ids: what the platform calls those parts.
        delete: messages the platform should delete first, by its own ids.
        farewell: the last trace of a person who was erased, deleted once it has arrived.
        created_at: milliseconds since 1970 in UTC.
        error: name of the last error.
    """

    id: int
    channel: str
    conversation: str
    author: str
    reply: Reply
    answers: int | None
    urgent: bool
    state: str
    attempts: int
    parts_sent: int
    platform_ids: tuple[str, ...]
    created_at: int
    error: str | None = None
    delete: tuple[str, ...] = ()
    farewell: bool = False


class Sheet:
    """The table of replies, as every part of :class:`channels.outbox.Outbox` writes to it.

    Args:
        database: where the table is.
        cipher: encrypts text.
        lease_ms: how long a row may be in ``sending`` before another process takes it.
    """

    def __init__(self, database: Database, cipher: Cipher, *, lease_ms: int = 60_000) -> None:
        """Nothing is read yet."""
        self._database, self._cipher, self._lease = database, cipher, lease_ms

    def _set(self, tx: Connection, ids: Sequence[int], **values: Any) -> None:
        if ids:
            tx.execute(outbox_table.update().where(outbox_table.c.id.in_(ids)).values(**values))

    def _read(self, row: sa.engine.Row) -> Outgoing:
        body = json.loads(self._cipher.decrypt(row.body))
        return Outgoing(
            id=row.id,
            channel=row.channel,
            conversation=row.conversation,
            author=row.author,
            reply=as_reply(body),
            answers=row.answers,
            urgent=row.urgent,
            state=row.state,
            attempts=row.attempts,
            parts_sent=row.parts_sent,
            platform_ids=tuple(row.platform_ids.split()),
            created_at=row.created_at,
            error=row.error,
            delete=tuple(body["delete"]),
            farewell=row.farewell,
        )

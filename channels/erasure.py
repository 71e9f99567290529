"""Forgetting a person: the front's tables at once, the rest as errands that survive a crash."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.inbox import Inbox
from channels.message import now_ms
from channels.outbox import Outbox
from channels.reminders import Reminders
from channels.state import States
from handoff.cases import Cases
from handoff.cipher import Cipher, UnreadableTextError
from handoff.database import metadata

__all__ = ["Erasure", "errands_table"]

DELETABLE_MS: Final = 48 * 3600 * 1000
"""No platform deletes what is older."""

LINGER_MS: Final = 60_000
"""So long the assistant is made to forget again and again: an answer that was on its way when she
was erased writes to its store when it ends."""

errands_table = sa.Table(
    "erasure_errands",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender", sa.String(64), nullable=False),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
)


class Erasure:
    """Erases conversations.

    Args:
        inbox, outbox, states, reminders, cases: the tables to erase from.
        ciphers: under which the assistant may know a conversation, the present one first.
    """

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        states: States,
        reminders: Reminders,
        cases: Cases,
        ciphers: Sequence[Cipher],
    ) -> None:
        """Keep the tables."""
        self._inbox, self._outbox, self._states = inbox, outbox, states
        self._reminders = reminders
        self._cases, self._ciphers = cases, tuple(ciphers)

    def erase(self, tx: Connection, conversation: str) -> tuple[str, ...]:
        """Erase a conversation and leave an errand for the assistant's own store.

        Returns:
            The platform's ids of her messages and ours, for the platform to delete where it can.
        """
        since = now_ms() - DELETABLE_MS
        ids: list[str] = []
        # what was written under a key that is gone names nothing, and is erased all the same
        with contextlib.suppress(UnreadableTextError):
            turns = self._inbox.turns(tx, conversation, most=500)
            ids += [turn.incoming.message_id for turn in turns if turn.received_at > since]
        with contextlib.suppress(UnreadableTextError):
            told = self._outbox.last(tx, conversation, most=500)
            ids += [id for said in told if said.created_at > since for id in said.platform_ids]
        self._cases.erase(tx, conversation)
        self._inbox.erase(tx, [conversation])
        self._outbox.erase(tx, [conversation])
        self._states.erase(tx, [conversation])
        self._reminders.erase(tx, [conversation])
        for cipher in self._ciphers:
            sender = cipher.fingerprint(conversation)
            tx.execute(errands_table.insert().values(sender=sender, asked_at=now_ms()))
        return tuple(ids)

    def errands(self, tx: Connection) -> list[tuple[int, str]]:
        """What the assistant's store still has to forget: errand id and name of the sender."""
        query = sa.select(errands_table.c.id, errands_table.c.sender).order_by(errands_table.c.id)
        return [(int(row[0]), str(row[1])) for row in tx.execute(query.limit(100))]

    def done(self, tx: Connection, ids: Iterable[int]) -> None:
        """Strike off the list what was done and is old enough."""
        asked, now = errands_table.c.asked_at, now_ms()
        over = sa.not_(asked.between(now - LINGER_MS, now + LINGER_MS))
        tx.execute(errands_table.delete().where(errands_table.c.id.in_(list(ids)), over))

"""A reply on its way: stored, taken, sent, tried again, given up."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.message import now_ms
from channels.outgoing import FETCHED, Outgoing, Sheet, outbox_table
from channels.rendering import reply_data
from handoff.cipher import UnreadableTextError
from handoff.live import conversation_topic, publish
from handoff.reply import Reply
from handoff.store import insert_once

__all__ = ["BACKOFF_MS", "URGENT_BACKOFF_MS", "Dispatch"]

MAX_AGE_MS: Final = 48 * 3600 * 1000
MIN_ATTEMPTS: Final = 50
"""A reply that could not be delivered for so long, tried so often, is dead.

Age alone does not tell: the clock may have been set meanwhile.
"""

BACKOFF_MS: Final = (1_000, 2 * 60_000)
"""First and longest wait between two attempts."""

URGENT_BACKOFF_MS: Final = 15_000
"""Longest wait of an urgent reply: when the platform is back, nobody in danger waits for long."""


def _due() -> sa.sql.Select:
    table = outbox_table
    earlier = table.alias()
    blocked = (
        sa.select(earlier.c.id)
        .where(
            earlier.c.conversation == table.c.conversation,
            earlier.c.id < table.c.id,
            earlier.c.state.in_(("waiting", "sending")),
            # an urgent reply does not wait for an ordinary one that is stuck
            sa.or_(earlier.c.urgent, sa.not_(table.c.urgent)),
        )
        .exists()
    )
    return (
        sa.select(table)
        .where(
            table.c.channel == sa.bindparam("where"),
            table.c.state.in_(("waiting", "sending")),
            table.c.next_at <= sa.bindparam("now"),
            table.c.id.not_in(sa.bindparam("besides", expanding=True)),
            sa.not_(blocked),
        )
        .order_by(table.c.urgent.desc(), table.c.id)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )


# built once: making a statement costs more than running it
_KNOWN = sa.select(outbox_table.c.id).where(outbox_table.c.key == sa.bindparam("key"))
_NEXT_DUE = sa.select(sa.func.min(outbox_table.c.next_at)).where(
    outbox_table.c.channel == sa.bindparam("where"),
    outbox_table.c.state.in_(("waiting", "sending")),
)
_DUE = _due()
_DUE_URGENT = _DUE.where(outbox_table.c.urgent)
_SENT = (
    outbox_table.update()
    .where(outbox_table.c.id == sa.bindparam("row"))
    .values(
        state="sent",
        parts_sent=sa.bindparam("parts"),
        platform_ids=sa.bindparam("ids"),
        sent_at=sa.bindparam("now"),
        error=None,
    )
)


class Dispatch(Sheet):
    """What becomes of one reply after the other."""

    def put(
        self,
        tx: Connection,
        conversation: str,
        reply: Reply,
        *,
        author: str = "bot",
        answers: int | None = None,
        part: int = 0,
        urgent: bool = False,
        delete: Sequence[str] = (),
        farewell: bool = False,
        told: bool = False,
    ) -> int:
        """Store a reply in the transaction of what caused it.

        Args:
            tx: transaction.
            conversation: to whom; its first part names the channel.
            reply: what is said.
            author: ``"bot"``, ``"staff"`` or ``"system"``.
            answers: inbox id of the message it answers.
            part: which of several replies to that message; (answers, part) is stored once only.
            urgent: send before others.
            delete: messages the platform should delete, by its own ids.
            farewell: delete this row too once it has arrived.
            told: she has it already: it went out by itself while the store was away.

        Returns:
            Its id, also when the same answer was stored before.
        """
        key = None if answers is None else f"{answers}:{part}"
        channel = conversation.split(":", 1)[0]
        now = now_ms()
        fetched = told or channel in FETCHED
        body = json.dumps({**reply_data(reply), "delete": list(delete)}, ensure_ascii=False)
        values = {
            "key": key,
            "channel": channel,
            "conversation": conversation,
            "author": author,
            "body": self._cipher.encrypt(body),
            "answers": answers,
            "urgent": urgent,
            "state": "sent" if fetched else "waiting",
            "attempts": 0,
            "parts_sent": 0,
            "platform_ids": "",
            "farewell": farewell,
            "created_at": now,
            "next_at": now,
            "sent_at": now if fetched else None,
        }
        id = insert_once(tx, outbox_table, values)
        if id is None:
            return int(tx.execute(_KNOWN, {"key": key}).scalar_one())
        if channel == "web":  # somebody may have the page open
            publish(tx, conversation_topic(conversation), "reply", {"id": id})
        return id

    def due(
        self,
        tx: Connection,
        channel: str,
        most: int = 100,
        besides: Sequence[int] = (),
        *,
        urgent: bool = False,
    ) -> list[Outgoing]:
        """Replies to send now, urgent ones first; of a conversation, the first waiting only.

        Takes them: they are ``sending`` until :meth:`sent`, :meth:`again` or :meth:`dead`.

        Args:
            tx: transaction.
            channel: the platform.
            most: how many to take.
            besides: ids that this process still has in hand, however long ago it took them.
            urgent: only urgent ones.
        """
        now = now_ms()
        values = {"where": channel, "now": now, "besides": list(besides), "most": most}
        rows = tx.execute(_DUE_URGENT if urgent else _DUE, values).all()
        found, unreadable = [], []
        for row in rows:
            try:
                found.append(self._read(row))
            except UnreadableTextError:  # written under a key that is gone
                unreadable.append(row.id)
        self._set(tx, [one.id for one in found], state="sending", next_at=now + self._lease)
        self._set(tx, unreadable, state="dead", error="unreadable")
        return found

    def next_due(self, tx: Connection, channel: str) -> int | None:
        """When the next reply of a channel is due, milliseconds since 1970; ``None``: none is."""
        value = tx.execute(_NEXT_DUE, {"where": channel}).scalar()
        return None if value is None else int(value)

    def part_sent(self, tx: Connection, outgoing: Outgoing, ids: Sequence[str]) -> None:
        """Remember which parts have arrived, so that another attempt goes on after them."""
        self._set(
            tx,
            [outgoing.id],
            parts_sent=len(ids),
            platform_ids=" ".join(ids),
            next_at=now_ms() + self._lease,
        )

    def sent(self, tx: Connection, outgoing: Outgoing, ids: Sequence[str]) -> None:
        """It has arrived."""
        if outgoing.farewell:
            tx.execute(outbox_table.delete().where(outbox_table.c.id == outgoing.id))
            return
        values = {"parts": len(ids), "ids": " ".join(ids), "now": now_ms()}
        tx.execute(_SENT, {"row": outgoing.id, **values})

    def again(
        self, tx: Connection, outgoing: Outgoing, error: str, after_ms: int | None = None
    ) -> bool:
        """Try later: after the time the platform asks for, else after a growing random wait.

        Returns:
            Whether it will be tried again; not so when it is too old.
        """
        now = now_ms()
        if now - outgoing.created_at > MAX_AGE_MS and outgoing.attempts >= MIN_ATTEMPTS:
            self.dead(tx, outgoing, error)
            return False
        first, longest = BACKOFF_MS
        if after_ms is None:
            if outgoing.urgent:
                longest = min(longest, URGENT_BACKOFF_MS)
            most = min(longest, first * 2 ** min(outgoing.attempts, 20))
            after_ms = random.randint(most // 2, most)
        self._set(
            tx,
            [outgoing.id],
            state="waiting",
            attempts=outgoing.attempts + 1,
            error=error,
            next_at=now + max(0, after_ms),
        )
        return True

    def dead(self, tx: Connection, outgoing: Outgoing, error: str) -> None:
        """Give a reply up."""
        self._set(tx, [outgoing.id], state="dead", attempts=outgoing.attempts + 1, error=error)

    def unreachable(self, tx: Connection, conversation: str, error: str) -> int:
        """Give up everything that waits for a person who cannot be reached any more."""
        waiting = sa.and_(
            outbox_table.c.conversation == conversation,
            outbox_table.c.state.in_(("waiting", "sending")),
        )
        result = tx.execute(outbox_table.update().where(waiting).values(state="dead", error=error))
        return int(result.rowcount)

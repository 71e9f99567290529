"""Every reply of every channel, stored before it is sent and until it has arrived.

``waiting`` rows are due at ``next_at``; a process takes one (``sending``) before it calls the
platform, and a row left in ``sending`` by a process that died is taken again when its claim ends.
``sent`` has arrived, ``dead`` will not be tried again and stands there for the operator to see.
The web chat and the API fetch their replies themselves: theirs are ``sent`` from the start.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.message import now_ms
from channels.rendering import as_reply, reply_data
from channels.sending import UNREACHED
from handoff.cipher import Cipher, UnreadableTextError
from handoff.database import Database, metadata
from handoff.live import conversation_topic, publish
from handoff.reply import Reply
from handoff.store import insert_once

__all__ = ["FETCHED", "Outbox", "Outgoing", "outbox_table"]

FETCHED: Final = ("web", "api", "terminal")
"""Channels whose other end asks for its replies."""

MAX_AGE_MS: Final = 48 * 3600 * 1000
MIN_ATTEMPTS: Final = 50
"""A reply that could not be delivered for so long, tried so often, is dead.

Age alone does not tell: the clock may have been set meanwhile.
"""

BACKOFF_MS: Final = (1_000, 2 * 60_000)
"""First and longest wait between two attempts."""

URGENT_BACKOFF_MS: Final = 15_000
"""Longest wait of an urgent reply: when the platform is back, nobody in danger waits for long."""

PART: Final = 500
"""Characters from which a text counts as a part of a reply that it is found in."""

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


_REOPEN = (
    outbox_table.update()
    .where(
        outbox_table.c.conversation == sa.bindparam("whose"),
        outbox_table.c.state == "dead",
        outbox_table.c.author == "staff",
        outbox_table.c.error.in_(UNREACHED),
    )
    .values(
        state="waiting",
        next_at=sa.bindparam("now"),
        created_at=sa.bindparam("now"),
        attempts=0,
    )
)
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


class Outbox:
    """The table of replies.

    Args:
        database: where the table is.
        cipher: encrypts text.
        lease_ms: how long a row may be in ``sending`` before another process takes it.
    """

    def __init__(self, database: Database, cipher: Cipher, *, lease_ms: int = 60_000) -> None:
        """Nothing is read yet."""
        self._database, self._cipher, self._lease = database, cipher, lease_ms

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

    def reclaim(self, tx: Connection) -> int:
        """Take up what a former process left, right at the start of the only front.

        Its claims need not run out first, and what a clock that was ahead has put into the
        future is due now.

        Returns:
            The number of replies.
        """
        now = now_ms()
        table = outbox_table
        ahead = now + 60_000
        left = sa.or_(
            table.c.state == "sending",
            sa.and_(table.c.state == "waiting", table.c.created_at > ahead),
        )
        created = sa.case((table.c.created_at > ahead, now), else_=table.c.created_at)
        update = table.update().where(left).values(next_at=now, created_at=created)
        return int(tx.execute(update).rowcount)

    def shift(self, tx: Connection, by: int) -> None:
        """The machine's clock was set by ``by`` ms: nothing waits longer or dies sooner for it.

        Rows written since then have the new time already: they are told by a moment that the new
        clock would not have given. Being due too early harms nobody.
        """
        now, table = now_ms(), outbox_table
        open_ = table.update().where(table.c.state.in_(("waiting", "sending")))
        moved = table.c.created_at + by
        if by > 0:
            born = sa.case((moved > now, now), else_=moved)
            tx.execute(open_.values(created_at=born))
            return
        tx.execute(open_.where(table.c.created_at > now).values(created_at=moved))
        late = open_.where(table.c.next_at > now + self._lease)
        tx.execute(late.values(next_at=table.c.next_at + by))

    def hurry(self, tx: Connection, channel: str, errors: Iterable[str]) -> int:
        """The platform is back: what waits because of these errors is due now.

        Returns:
            The number of replies.
        """
        table = outbox_table
        waits = sa.and_(
            table.c.channel == channel,
            table.c.state == "waiting",
            table.c.error.in_(list(errors)),
        )
        return int(tx.execute(table.update().where(waits).values(next_at=now_ms())).rowcount)

    def reopen(self, tx: Connection, conversation: str) -> int:
        """She has written again: what staff told her while she could not be reached goes out.

        What the bot answered then is out of date and stays where it is.

        Returns:
            The number of replies.
        """
        return int(tx.execute(_REOPEN, {"whose": conversation, "now": now_ms()}).rowcount)

    def hush(self, tx: Connection, conversation: str) -> int:
        """Take back what the bot has not said yet, because she wants it to stop.

        Returns:
            The number of replies.
        """
        table = outbox_table
        unsaid = sa.and_(
            table.c.conversation == conversation,
            table.c.state == "waiting",
            table.c.author == "bot",
            table.c.parts_sent == 0,
            table.c.urgent.is_(False),
            table.c.farewell.is_(False),
        )
        return int(tx.execute(table.delete().where(unsaid)).rowcount)

    def revive(self, tx: Connection, ids: Sequence[int] = ()) -> int:
        """Send dead replies after all, those named or every one: the operator mended the cause."""
        chosen = outbox_table.c.state == "dead"
        if ids:
            chosen = sa.and_(chosen, outbox_table.c.id.in_(ids))
        now = now_ms()
        values = {"state": "waiting", "next_at": now, "created_at": now, "attempts": 0}
        return int(tx.execute(outbox_table.update().where(chosen).values(values)).rowcount)

    def answers(self, tx: Connection, inbox_id: int) -> list[Outgoing]:
        """The replies to a message, in order."""
        query = sa.select(outbox_table).where(outbox_table.c.answers == inbox_id)
        return [self._read(row) for row in tx.execute(query.order_by(outbox_table.c.id))]

    def get(self, tx: Connection, id: int) -> Outgoing | None:
        """The reply of that id, ``None`` when it was erased."""
        row = tx.execute(sa.select(outbox_table).where(outbox_table.c.id == id)).first()
        return None if row is None else self._read(row)

    def last(self, tx: Connection, conversation: str, most: int = 100) -> list[Outgoing]:
        """The last replies of a conversation, oldest first."""
        query = sa.select(outbox_table).where(outbox_table.c.conversation == conversation)
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

    def erase(self, tx: Connection, conversations: Iterable[str]) -> int:
        """Delete every reply of conversations; what still waits is not sent.

        Returns:
            The number of replies deleted.
        """
        gone = outbox_table.c.conversation.in_(list(conversations))
        return int(tx.execute(outbox_table.delete().where(gone)).rowcount)

    def purge(self, tx: Connection, before: int, keep: Iterable[str] = ()) -> int:
        """Delete what is over and older than a moment (milliseconds since 1970 in UTC).

        Farewells nobody fetched go an hour after they were said.
        """
        table = outbox_table
        hour_ago = now_ms() - 3_600_000
        old = sa.or_(
            sa.and_(
                table.c.created_at < before,
                table.c.state.in_(("sent", "dead")),
                table.c.conversation.not_in(list(keep)),
            ),
            sa.and_(table.c.farewell, table.c.state == "sent", table.c.created_at < hour_ago),
        )
        return int(tx.execute(outbox_table.delete().where(old)).rowcount)

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

"""Every message of every channel, stored once before it is acknowledged.

A row is ``received`` until one transaction marks it ``handled`` together with everything it caused;
``parked`` while it waits for the assistant to come back; ``failed`` when it could not be handled,
for the operator to see. Text is encrypted. The key of a row is a keyed hash of channel and message
id: it drops replays, also of messages that have since been erased.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.message import MAX_PAYLOAD, Incoming, clean, now_ms
from handoff.cipher import Cipher, UnreadableTextError
from handoff.database import Database, metadata
from handoff.store import insert_once

__all__ = ["Inbox", "Prepared", "Stored", "inbox_table"]

inbox_table = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(32), nullable=False, unique=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("conversation", sa.String(160), nullable=False),
    sa.Column("body", sa.Text),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("level", sa.String(10)),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("handled_at", sa.BigInteger),
    sa.Column("claimed_by", sa.String(32)),
    sa.Column("claimed_until", sa.BigInteger, nullable=False, default=0),
    sa.Index("inbox_conversation", "conversation", "id"),
    sa.Index("inbox_state", "state", "id"),
    sa.Index("inbox_open", "conversation", "state", "id"),
    sqlite_autoincrement=True,
)

_OPEN = ("received", "parked")
_FIELDS = tuple(field.name for field in fields(Incoming))

# built once: making a statement costs more than running it
_FIND = sa.select(inbox_table).where(inbox_table.c.key == sa.bindparam("key"))
_STATE = (
    sa.select(inbox_table.c.state).where(inbox_table.c.id == sa.bindparam("id")).with_for_update()
)
_EARLIER = (
    sa.select(inbox_table.c.state)
    .where(
        inbox_table.c.conversation == sa.bindparam("conversation"),
        inbox_table.c.state.in_(_OPEN),
        inbox_table.c.id < sa.bindparam("id"),
    )
    .limit(1)
)
_BEFORE = (
    sa.select(inbox_table.c.id)
    .where(
        inbox_table.c.conversation == sa.bindparam("conversation"),
        inbox_table.c.id < sa.bindparam("id"),
    )
    .limit(1)
)
_HANDLED = (
    inbox_table.update()
    .where(inbox_table.c.id == sa.bindparam("row"))
    .values(state="handled", level=sa.bindparam("at_level"), handled_at=sa.bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in the inbox.

    Attributes:
        id: grows with every message stored.
        incoming: the message.
        state: ``received``, ``parked``, ``handled``, ``failed`` or ``erased``.
        level: its triage level once handled, else ``None``.
        received_at: when it was stored, milliseconds since 1970 in UTC.
        attempts: how often handling it has failed.
        new: false when :meth:`Inbox.store` had it already.
    """

    id: int
    incoming: Incoming
    state: str
    level: str | None
    received_at: int
    attempts: int = 0
    new: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message with its key, its encrypted body, and the keys of before a change of secret."""

    incoming: Incoming
    key: str
    body: str
    former_keys: tuple[str, ...] = ()


class Inbox:
    """The table of incoming messages.

    Args:
        database: where the table is.
        cipher: encrypts text and makes the keys.
        owner: name of this process among several that share the store.
        lease_ms: how long a claim holds without being renewed.
    """

    def __init__(
        self, database: Database, cipher: Cipher, *, owner: str = "front", lease_ms: int = 20_000
    ) -> None:
        """Nothing is read yet."""
        self._database, self._cipher = database, cipher
        self._owner, self._lease = owner, lease_ms

    def prepare(self, incoming: Incoming) -> Prepared:
        """A message ready to be stored: cleaned, named, encrypted."""
        payload = clean(incoming.payload or "")[:MAX_PAYLOAD] or None
        incoming = replace(incoming, text=clean(incoming.text), payload=payload)
        name = f"{incoming.channel}\0{incoming.message_id}"
        body = {name: getattr(incoming, name) for name in _FIELDS}
        if body["source"] is None:
            del body["source"]  # a program from before photos reads the others still
        return Prepared(
            incoming,
            self._cipher.fingerprint(name),
            self._cipher.encrypt(json.dumps(body, ensure_ascii=False)),
            self._cipher.former_fingerprints(name),
        )

    def store(self, tx: Connection, incoming: Incoming | Prepared) -> Stored:
        """Store a message and claim it for this process, or find the one stored before."""
        ready = incoming if isinstance(incoming, Prepared) else self.prepare(incoming)
        now = now_ms()
        for key in ready.former_keys:  # sent again across a change of secret
            known = tx.execute(_FIND, {"key": key}).first()
            if known is not None:
                return replace(self._read(known), new=False)
        values = {
            "key": ready.key,
            "channel": ready.incoming.channel,
            "conversation": ready.incoming.conversation,
            "body": ready.body,
            "state": "received",
            "attempts": 0,
            "received_at": now,
            "claimed_by": self._owner,
            "claimed_until": now + self._lease,
        }
        id = insert_once(tx, inbox_table, values)
        if id is None:
            row = tx.execute(_FIND, {"key": ready.key}).one()
            return replace(self._read(row), new=False)
        return Stored(id, ready.incoming, "received", None, now)

    def adopt(self, tx: Connection, *, everything: bool = False) -> list[Stored]:
        """Claim what nobody handles: after a crash of a process, or at the start.

        Args:
            tx: transaction.
            everything: take claims that still hold too; right at the start of the only front.
        """
        now = now_ms()
        waiting = inbox_table.c.state == "received"
        if not everything:
            waiting = sa.and_(waiting, inbox_table.c.claimed_until < now)
        query = sa.select(inbox_table).where(waiting).order_by(inbox_table.c.id).limit(2000)
        rows = tx.execute(query.with_for_update(skip_locked=True)).all()
        self._claim(tx, [row.id for row in rows])
        return self._readable(tx, rows)

    def renew(self, tx: Connection, ids: Sequence[int]) -> None:
        """Keep the claims of messages this process is still working on."""
        self._claim(tx, ids)

    def _claim(self, tx: Connection, ids: Sequence[int]) -> None:
        if ids:
            tx.execute(
                inbox_table.update()
                .where(inbox_table.c.id.in_(ids))
                .values(claimed_by=self._owner, claimed_until=now_ms() + self._lease)
            )

    def shift(self, tx: Connection, by: int) -> None:
        """The machine's clock was set by ``by`` ms: no claim holds longer than it should."""
        until = inbox_table.c.claimed_until
        held = sa.and_(inbox_table.c.state == "received", until > now_ms() + self._lease)
        tx.execute(inbox_table.update().where(held).values(claimed_until=until + min(by, 0)))

    def take(self, tx: Connection, id: int) -> bool:
        """Whether this message is still open; to be asked first in the handling transaction."""
        return tx.execute(_STATE, {"id": id}).scalar() in _OPEN

    def out_of_turn(self, tx: Connection, stored: Stored) -> bool:
        """Whether an earlier message of the same conversation is still open."""
        values = {"conversation": stored.incoming.conversation, "id": stored.id}
        return tx.execute(_EARLIER, values).first() is not None

    def first(self, tx: Connection, stored: Stored) -> bool:
        """Whether nothing of the same conversation was stored before."""
        values = {"conversation": stored.incoming.conversation, "id": stored.id}
        return tx.execute(_BEFORE, values).first() is None

    def handled(self, tx: Connection, id: int, level: str) -> None:
        """Mark a message done, in the transaction that stores what it caused."""
        tx.execute(_HANDLED, {"row": id, "at_level": str(level), "now": now_ms()})

    def park(self, tx: Connection, id: int, level: str) -> None:
        """Let a message wait for the assistant."""
        self._set(tx, id, state="parked", level=level)

    def missed(self, tx: Connection, id: int) -> None:
        """Count a failed attempt at handling."""
        self._set(tx, id, attempts=inbox_table.c.attempts + 1)

    def fail(self, tx: Connection, id: int) -> None:
        """Give a message up; it stays for the operator to see."""
        self._set(tx, id, state="failed", handled_at=now_ms())

    def _set(self, tx: Connection, id: int, **values: object) -> None:
        tx.execute(inbox_table.update().where(inbox_table.c.id == id).values(**values))

    def let_rest(self, tx: Connection, conversation: str) -> int:
        """She wants to stop: what waits for the assistant is not answered any more.

        Returns:
            The number of messages.
        """
        waits = sa.and_(inbox_table.c.conversation == conversation, inbox_table.c.state == "parked")
        values = {"state": "handled", "handled_at": now_ms()}
        return int(tx.execute(inbox_table.update().where(waits).values(values)).rowcount)

    def failures(self, tx: Connection, most: int = 100) -> list[tuple[int, str, int]]:
        """The latest messages that were given up: id, channel and when they came in (ms)."""
        table = inbox_table
        query = sa.select(table.c.id, table.c.channel, table.c.received_at)
        query = query.where(table.c.state == "failed", table.c.body.is_not(None))
        rows = tx.execute(query.order_by(table.c.id.desc()).limit(most))
        return [(int(row[0]), str(row[1]), int(row[2])) for row in rows]

    def revive(self, tx: Connection) -> int:
        """Handle after all what was given up; returns how many messages."""
        given_up = sa.and_(inbox_table.c.state == "failed", inbox_table.c.body.is_not(None))
        values = {"state": "received", "attempts": 0, "claimed_until": 0}
        return int(tx.execute(inbox_table.update().where(given_up).values(values)).rowcount)

    def unpark(self, tx: Connection) -> list[Stored]:
        """Take up again everything that waited for the assistant, oldest first."""
        query = sa.select(inbox_table).where(inbox_table.c.state == "parked")
        rows = tx.execute(query.order_by(inbox_table.c.id).with_for_update(skip_locked=True)).all()
        ids = [row.id for row in rows]
        if ids:
            tx.execute(
                inbox_table.update().where(inbox_table.c.id.in_(ids)).values(state="received")
            )
        self._claim(tx, ids)
        return [replace(stored, state="received") for stored in self._readable(tx, rows)]

    def find(self, tx: Connection, id: int) -> Stored | None:
        """The message of that id."""
        row = tx.execute(sa.select(inbox_table).where(inbox_table.c.id == id)).first()
        return self._read(row) if row is not None else None

    def turns(
        self, tx: Connection, conversation: str, *, before: int | None = None, most: int = 8
    ) -> list[Stored]:
        """The last messages of a conversation before the id ``before``, oldest first."""
        query = sa.select(inbox_table).where(inbox_table.c.conversation == conversation)
        if before is not None:
            query = query.where(inbox_table.c.id < before)
        rows = tx.execute(query.order_by(inbox_table.c.id.desc()).limit(most)).all()
        return [self._read(row) for row in reversed(rows)]

    def count(self, tx: Connection) -> dict[str, int]:
        """Messages by state."""
        query = sa.select(inbox_table.c.state, sa.func.count()).group_by(inbox_table.c.state)
        return {row[0]: int(row[1]) for row in tx.execute(query)}

    def waiting(self, tx: Connection) -> dict[str, int]:
        """Messages not answered yet, by channel."""
        query = sa.select(inbox_table.c.channel, sa.func.count())
        query = query.where(inbox_table.c.state.in_(_OPEN)).group_by(inbox_table.c.channel)
        return {row[0]: int(row[1]) for row in tx.execute(query)}

    def erase(self, tx: Connection, conversations: Iterable[str]) -> int:
        """Forget conversations; what is left of a row drops its replay and says nothing else.

        Returns:
            The number of messages erased.
        """
        result = tx.execute(
            inbox_table.update()
            .where(inbox_table.c.conversation.in_(list(conversations)))
            .values(conversation="", body=None, state="erased", level=None, claimed_by=None)
        )
        return int(result.rowcount)

    def purge(self, tx: Connection, before: int, keep: Iterable[str] = ()) -> int:
        """Erase what was handled before a moment, apart from the conversations to keep.

        Args:
            tx: transaction.
            before: milliseconds since 1970 in UTC.
            keep: conversations with a case whose own term has not ended.
        """
        old = sa.and_(
            inbox_table.c.received_at < before,
            inbox_table.c.state.in_(("handled", "failed", "erased")),
            inbox_table.c.conversation.not_in(list(keep)),
        )
        return int(tx.execute(inbox_table.delete().where(old)).rowcount)

    def expire(self, tx: Connection, before: int, keep: Iterable[str] = ()) -> int:
        """Delete what was never answered and came in before a moment (milliseconds, UTC).

        What a process is handling at this moment stays.

        Args:
            tx: transaction.
            before: milliseconds since 1970 in UTC.
            keep: conversations with a case whose own term has not ended.

        Returns:
            The number of messages.
        """
        table = inbox_table
        idle = sa.or_(
            table.c.state == "parked",
            sa.and_(table.c.state == "received", table.c.claimed_until < now_ms()),
        )
        old = sa.and_(table.c.received_at < before, table.c.conversation.not_in(list(keep)))
        return int(tx.execute(table.delete().where(old, idle)).rowcount)

    def _readable(self, tx: Connection, rows: Sequence[sa.engine.Row]) -> list[Stored]:
        """The messages of rows; one that no known key opens is given up for the operator to see."""
        found = []
        for row in rows:
            try:
                found.append(self._read(row))
            except UnreadableTextError:
                self.fail(tx, row.id)
        return found

    def _read(self, row: sa.engine.Row) -> Stored:
        if row.state == "erased":
            incoming = Incoming(row.channel, "", "", at=row.received_at)
        else:
            body = json.loads(self._cipher.decrypt(row.body))
            # what a newer program wrote besides is left out
            incoming = Incoming(**{name: body[name] for name in _FIELDS if name in body})
        return Stored(row.id, incoming, row.state, row.level, row.received_at, row.attempts)

"""Rasa's conversations: encrypted, one SELECT and one INSERT a message."""

from __future__ import annotations

import itertools
import json
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.cipher import Cipher

__all__ = ["EncryptedTrackerStore"]


class EncryptedTrackerStore(SQLTrackerStore):
    """Rasa's own table ``events`` with the column ``data`` encrypted.

    Rasa's store reads the conversation, counts what is stored and inserts row by row; this one
    remembers how many events the tracker came with. Intent names are left out of the clear
    columns: they say what a person came for.

    Args:
        domain: Rasa's domain.
        host: SQLAlchemy URL.
        event_broker: Rasa's broker or ``None``.
        secret: key of the text, as in ``TINCAY_SECRET_KEY``.
        former_secrets: keys that may have written older rows, separated by commas.
    """

    engine: Any

    def __init__(
        self,
        domain: Any = None,
        host: str | None = None,
        event_broker: Any = None,
        secret: str = "",
        former_secrets: str = "",
        **options: Any,
    ) -> None:
        """Connect; the table is made where it is missing."""
        if not secret:
            raise ValueError("EncryptedTrackerStore needs a secret")
        super().__init__(domain=domain, host=host, event_broker=event_broker, **options)
        self._cipher = Cipher(secret, [key for key in former_secrets.split(",") if key])
        if self.engine.dialect.name == "sqlite":
            self._use_wal()
        table = self.SQLEvent.__table__
        session_start = (
            sa.select(sa.func.max(table.c.id))
            .where(
                table.c.sender_id == sa.bindparam("sender"),
                table.c.type_name == "session_started",
            )
            .scalar_subquery()
        )
        self._select = (
            sa.select(table.c.data)
            .where(
                table.c.sender_id == sa.bindparam("sender"),
                table.c.id >= sa.func.coalesce(session_start, 0),
            )
            .order_by(table.c.id)
        )
        self._select_all = (
            sa.select(table.c.data)
            .where(table.c.sender_id == sa.bindparam("sender"))
            .order_by(table.c.id)
        )
        self._insert = table.insert()
        self._delete = table.delete().where(table.c.sender_id == sa.bindparam("sender"))

    def _use_wal(self) -> None:
        self.engine.dispose()
        self.engine = sa.create_engine(
            self.engine.url,
            poolclass=sa.pool.QueuePool,
            connect_args={"check_same_thread": False, "timeout": 30},
        )

        def pragmas(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.close()

        sa.event.listen(self.engine, "connect", pragmas)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The present session of a conversation, or ``None`` when there is none."""
        tracker = self._read(self._select, sender_id)
        if tracker is not None:
            tracker.tincay_stored = len(tracker.events)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All sessions of a conversation, for Rasa's own HTTP interface; not to be saved again."""
        return self._read(self._select_all, conversation_id)

    def _read(self, query: Any, sender_id: str) -> DialogueStateTracker | None:
        with self.engine.connect() as connection:
            rows = connection.execute(query, {"sender": sender_id}).fetchall()
        if not rows or not self.domain:
            return None
        events = [json.loads(self._cipher.decrypt(row[0])) for row in rows]
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are not stored yet."""
        stored = getattr(tracker, "tincay_stored", None)
        if stored is None:
            previous = await self.retrieve(tracker.sender_id)
            stored = previous.tincay_stored if previous else 0
        await self.stream_events(tracker)
        rows = [
            {
                "sender_id": tracker.sender_id,
                "type_name": event.type_name,
                "timestamp": event.timestamp,
                "intent_name": None,
                "action_name": event.as_dict().get("name"),
                "data": self._cipher.encrypt(json.dumps(event.as_dict())),
            }
            for event in itertools.islice(tracker.events, stored, None)
        ]
        if rows:
            with self.engine.begin() as connection:
                connection.execute(self._insert, rows)
        tracker.tincay_stored = len(tracker.events)

    async def delete(self, sender_id: str) -> None:
        """Forget everything about a conversation."""
        with self.engine.begin() as connection:
            connection.execute(self._delete, {"sender": sender_id})

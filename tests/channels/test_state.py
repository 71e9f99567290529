"""What the front remembers of a conversation, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

from channels.inbox import Inbox, inbox_table
from channels.message import Incoming, now_ms
from channels.outbox import Outbox, outbox_table
from channels.state import State, States, state_table
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.reply import Reply

LAN = "telegram:1"
DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'a.db'}")
    found.create()
    yield found
    found.close()


@pytest.fixture
def tx(database: Database) -> Iterator[Connection]:
    """Lan was marked as watched forty days ago, and wrote and was answered then."""
    cipher = Cipher("khoá")
    with database.atomic() as tx:
        States().put(tx, State(LAN, watched=True))
        stored = Inbox(database, cipher).store(tx, Incoming("telegram", LAN, "1", "x"))
        Inbox(database, cipher).handled(tx, stored.id, "none")
        Outbox(database, cipher).put(tx, LAN, Reply("y"))
        old = now_ms() - 40 * DAY_MS
        tx.execute(state_table.update().values(updated_at=old))
        tx.execute(inbox_table.update().values(received_at=old))
        tx.execute(outbox_table.update().values(created_at=old))
        yield tx


def month(tx: Connection) -> int:
    return States().purge(tx, now_ms() - 30 * DAY_MS)


def test_a_silent_conversation_is_forgotten(tx: Connection) -> None:
    assert month(tx) == 1
    assert not States().get(tx, LAN).watched


def test_who_still_writes_stays_marked_as_watched(tx: Connection, database: Database) -> None:
    Inbox(database, Cipher("khoá")).store(tx, Incoming("telegram", LAN, "2", "x"))
    States().put(tx, State("telegram:2"))
    assert month(tx) == 0
    assert States().get(tx, LAN).watched


def test_who_is_still_written_to_stays_marked_as_watched(
    tx: Connection, database: Database
) -> None:
    Outbox(database, Cipher("khoá")).put(tx, LAN, Reply("đến hẹn"))
    assert month(tx) == 0
    assert States().get(tx, LAN).watched

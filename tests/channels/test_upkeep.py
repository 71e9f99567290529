"""Replies taken up again, taken back and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

from channels.outbox import Outbox, outbox_table
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.reply import Reply

LAN, MAI = "telegram:1", "telegram:2"


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    database.create()
    with database.atomic() as connection:
        yield connection
    database.close()


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(Database(f"sqlite:///{tmp_path / 'a.db'}"), Cipher("khoá"))


def due(tx: Connection, outbox: Outbox) -> list[str]:
    return [found.reply.text for found in outbox.due(tx, "telegram")]


def wake(tx: Connection) -> None:
    tx.execute(outbox_table.update().values(next_at=0))


def test_unreachable_people_and_revival(tx: Connection, outbox: Outbox) -> None:
    for text in ("a1", "a2"):
        outbox.put(tx, LAN, Reply(text))
    outbox.put(tx, MAI, Reply("b1"))
    assert outbox.unreachable(tx, LAN, "blocked_by_user") == 2
    assert due(tx, outbox) == ["b1"]
    assert outbox.revive(tx) == 2
    assert due(tx, outbox) == ["a1"]


def test_purge(tx: Connection, outbox: Outbox) -> None:
    waiting = outbox.put(tx, LAN, Reply("chờ"))
    outbox.put(tx, "web:a", Reply("xong"))
    outbox.put(tx, "web:b", Reply("giữ"))
    assert outbox.purge(tx, 2**60, keep=["web:b"]) == 1
    assert outbox.get(tx, waiting) and outbox.last(tx, "web:b")

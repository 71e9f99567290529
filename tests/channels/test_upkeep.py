"""Replies taken up again, taken back and forgotten."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels.outbox import Outbox
from handoff.reply import Reply
from tests.channels.stored import due

LAN, MAI = "telegram:1", "telegram:2"


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

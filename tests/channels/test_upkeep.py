"""Replies taken up again, taken back and forgotten."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels.message import now_ms
from channels.outbox import Outbox, outbox_table
from handoff.reply import Reply
from tests.channels.stored import LAN, MAI, due


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


def test_what_never_went_out_is_kept_no_longer_than_the_rest(
    tx: Connection, outbox: Outbox
) -> None:
    for who, text in ((LAN, "chờ"), (MAI, "giữ"), ("zalo:1", "dở dang"), ("web:a", "xong")):
        outbox.put(tx, who, Reply(text))
    outbox.due(tx, "zalo")  # taken by a process that never came back
    assert outbox.expire(tx, now_ms() - 60_000) == 0
    assert outbox.expire(tx, now_ms() + 1000, keep=[MAI]) == 1
    assert outbox.last(tx, LAN) == [] and outbox.last(tx, MAI) and outbox.last(tx, "web:a")
    assert outbox.last(tx, "zalo:1"), "it may arrive at this moment"
    tx.execute(outbox_table.update().where(outbox_table.c.channel == "zalo").values(next_at=1))
    assert outbox.expire(tx, now_ms() + 1000, keep=[MAI]) == 1

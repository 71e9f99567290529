"""One reply after the other: in order, once, again after a growing wait."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels import dispatch as module
from channels.outbox import Outbox, outbox_table
from handoff.reply import Button, Reply
from tests.channels.stored import LAN, MAI, due, wake


def test_the_same_answer_is_stored_once(tx: Connection, outbox: Outbox) -> None:
    reply = Reply("một", (Button("Có", payload="có"),))
    first = outbox.put(tx, LAN, reply, answers=7)
    assert outbox.put(tx, LAN, Reply("khác"), answers=7) == first
    assert outbox.put(tx, LAN, reply, answers=7, part=1) != first
    assert [found.reply for found in outbox.answers(tx, 7)] == [reply, reply]


def test_text_is_encrypted(tx: Connection, outbox: Outbox) -> None:
    outbox.put(tx, LAN, Reply("chị Lan ơi"))
    assert "Lan" not in str(tx.execute(sa.select(outbox_table.c.body)).all())


def test_one_at_a_time_to_a_person_urgent_first(tx: Connection, outbox: Outbox) -> None:
    for text in ("a1", "a2"):
        outbox.put(tx, LAN, Reply(text))
    outbox.put(tx, MAI, Reply("b1"))
    assert due(tx, outbox) == ["a1", "b1"]
    assert due(tx, outbox) == []  # they are on their way
    outbox.put(tx, LAN, Reply("gấp"), urgent=True)
    assert due(tx, outbox) == ["gấp"]
    for found in outbox.last(tx, LAN):
        if found.state == "sending":
            outbox.sent(tx, found, ["9"])
    assert due(tx, outbox) == ["a2"]


def test_a_reply_left_by_a_dead_process_is_taken_again(tx: Connection, outbox: Outbox) -> None:
    outbox.put(tx, LAN, Reply("một"))
    due(tx, outbox)
    assert due(tx, outbox) == []
    wake(tx)
    assert due(tx, outbox) == ["một"]


def test_waits_grow_and_end(
    tx: Connection, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.put(tx, LAN, Reply("một"))
    waits = []
    for _ in range(14):
        wake(tx)
        found = outbox.due(tx, "telegram")[0]
        assert outbox.again(tx, found, "network")
        waits.append(outbox.next_due(tx, "telegram") or 0)
    assert outbox.last(tx, LAN)[0].attempts == 14
    wake(tx)
    found = outbox.due(tx, "telegram")[0]
    monkeypatch.setattr(module, "MAX_AGE_MS", -1)
    monkeypatch.setattr(module, "MIN_ATTEMPTS", 14)
    assert not outbox.again(tx, found, "network")
    assert [letter.error for letter in outbox.dead_letters(tx)] == ["network"]
    assert due(tx, outbox) == []


def test_the_platforms_own_wait_is_kept(tx: Connection, outbox: Outbox) -> None:
    outbox.put(tx, LAN, Reply("một"))
    found = outbox.due(tx, "telegram")[0]
    outbox.again(tx, found, "too_many_requests", 30_000)
    next_at = outbox.next_due(tx, "telegram")
    assert next_at is not None and next_at - found.created_at >= 29_000


def test_sent_parts_are_not_sent_again(tx: Connection, outbox: Outbox) -> None:
    outbox.put(tx, LAN, Reply("dài"))
    found = outbox.due(tx, "telegram")[0]
    outbox.part_sent(tx, found, ["11", "12"])
    wake(tx)
    again = outbox.due(tx, "telegram")[0]
    assert again.parts_sent == 2 and again.platform_ids == ("11", "12")


def test_a_farewell_leaves_no_trace(tx: Connection, outbox: Outbox) -> None:
    outbox.put(tx, LAN, Reply("đã xoá"), farewell=True, delete=["5"])
    found = outbox.due(tx, "telegram")[0]
    assert found.delete == ("5",)
    outbox.sent(tx, found, ["9"])
    assert outbox.last(tx, LAN) == []

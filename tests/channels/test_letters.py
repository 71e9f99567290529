"""Replies looked up: which words in our name are ours, what still waits, what was given up."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels.outbox import Outbox
from handoff.reply import Reply
from tests.channels.stored import LAN


def test_our_own_words_are_known_by_id_and_by_text(tx: Connection, outbox: Outbox) -> None:
    long = "một câu dài " * 60
    outbox.put(tx, LAN, Reply("chào bạn"))
    id = outbox.put(tx, LAN, Reply(long), urgent=True)
    said = outbox.get(tx, id)
    assert said is not None
    outbox.sent(tx, said, ["m1", "m2"])
    assert outbox.said(tx, LAN, "m2", "")
    assert outbox.said(tx, LAN, "x", "chào bạn") and outbox.said(tx, LAN, "x", long[:600])
    assert not outbox.said(tx, LAN, "x", "chào") and not outbox.said(tx, "telegram:9", "m1", "")


def test_what_waits_and_what_was_given_up(tx: Connection, outbox: Outbox) -> None:
    assert outbox.oldest(tx) is None and outbox.newest(tx) == 0
    ids = [outbox.put(tx, LAN, Reply(text)) for text in ("một", "hai")]
    assert outbox.newest(tx) == ids[1] and outbox.oldest(tx) is not None
    first = outbox.get(tx, ids[0])
    assert first is not None
    outbox.dead(tx, first, "bad_request")
    assert [letter.error for letter in outbox.dead_letters(tx)] == ["bad_request"]
    assert outbox.count(tx) == {("telegram", "dead"): 1, ("telegram", "waiting"): 1}

"""The inbox: once, encrypted, never lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from channels.inbox import Inbox, inbox_table
from channels.message import MAX_PAYLOAD, Incoming, now_ms
from handoff.cipher import Cipher
from handoff.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'a.db'}")
    found.create()
    yield found
    found.close()


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, Cipher("khoá"))


def message(id: str, text: str = "tôi tên Lan", **more: Any) -> Incoming:
    return Incoming("web", "web:a", id, text, **more)


def test_stored_once_and_encrypted(database: Database, inbox: Inbox) -> None:
    with database.atomic() as tx:
        first = inbox.store(tx, message("1"))
        again = inbox.store(tx, message("1", "chữ khác"))
    assert first.new and not again.new
    assert again.id == first.id and again.incoming.text == "tôi tên Lan"
    with database.reading() as tx:
        row = tx.execute(sa.select(inbox_table)).one()
    assert "Lan" not in str(row._mapping)


def test_all_of_a_message_comes_back(database: Database, inbox: Inbox) -> None:
    told = message(
        "1", at=5, payload="/x", place="can-tho", attachment="photo", group=True, source="a"
    )
    with database.atomic() as tx:
        inbox.store(tx, told)
    with database.reading() as tx:
        assert inbox.turns(tx, "web:a")[0].incoming == told


def test_what_a_newer_program_wrote_besides_is_left_out(database: Database, inbox: Inbox) -> None:
    ready = inbox.prepare(message("1"))
    cipher = Cipher("khoá")
    body = json.loads(cipher.decrypt(ready.body))
    assert "source" not in body, "an older program reads a message without a file"
    body["later"] = 1
    with database.atomic() as tx:
        inbox.store(tx, replace(ready, body=cipher.encrypt(json.dumps(body))))
    with database.reading() as tx:
        assert inbox.turns(tx, "web:a")[0].incoming.text == "tôi tên Lan"


def test_what_a_forged_button_carries_is_cleaned_and_cut(inbox: Inbox) -> None:
    forged = inbox.prepare(message("1", payload="\x1b[31m\u202e" + "giả " * 1000)).incoming
    assert forged.payload is not None and forged.payload.startswith("[31mgiả")
    assert len(forged.payload) == MAX_PAYLOAD
    assert inbox.prepare(message("2", payload="\u202e")).incoming.payload is None


def test_same_id_on_another_channel_is_another_message(database: Database, inbox: Inbox) -> None:
    with database.atomic() as tx:
        inbox.store(tx, Incoming("zalo", "zalo:a", "1", "x"))
        assert inbox.store(tx, Incoming("telegram", "telegram:a", "1", "x")).new


def test_what_a_dead_process_held_is_adopted(database: Database) -> None:
    dead = Inbox(database, Cipher("khoá"), owner="a", lease_ms=-1)
    alive = Inbox(database, Cipher("khoá"), owner="b")
    with database.atomic() as tx:
        stored = dead.store(tx, message("1"))
        held = alive.store(tx, message("2"))
        assert [found.id for found in alive.adopt(tx)] == [stored.id]
        assert alive.adopt(tx) == []
        everything = alive.adopt(tx, everything=True)
    assert [found.id for found in everything] == [stored.id, held.id]


def test_parked_messages_come_back_in_order(database: Database, inbox: Inbox) -> None:
    with database.atomic() as tx:
        ids = [inbox.store(tx, message(str(number))).id for number in range(3)]
        for id in ids:
            inbox.park(tx, id, "none")
        assert inbox.adopt(tx, everything=True) == []
        assert [found.id for found in inbox.unpark(tx)] == ids
        assert inbox.unpark(tx) == []
        assert inbox.take(tx, ids[0])
        inbox.handled(tx, ids[0], "none")
        assert not inbox.take(tx, ids[0])


def test_erased_messages_stay_known_but_empty(database: Database, inbox: Inbox) -> None:
    with database.atomic() as tx:
        inbox.store(tx, message("1"))
        assert inbox.erase(tx, ["web:a"]) == 1
        again = inbox.store(tx, message("1"))
        assert not again.new and again.state == "erased" and again.incoming.text == ""
        assert inbox.turns(tx, "web:a") == []


def test_purge_keeps_what_waits_and_what_a_case_needs(database: Database, inbox: Inbox) -> None:
    with database.atomic() as tx:
        waits = inbox.store(tx, message("1")).id
        done = inbox.store(tx, message("2")).id
        kept = inbox.store(tx, Incoming("web", "web:b", "3", "x")).id
        for id in (done, kept):
            inbox.handled(tx, id, "none")
        assert inbox.purge(tx, now_ms() + 1000, keep=["web:b"]) == 1
        assert inbox.find(tx, done) is None
        assert inbox.find(tx, waits) and inbox.find(tx, kept)


def test_what_was_never_answered_is_kept_no_longer_than_the_rest(
    database: Database, inbox: Inbox
) -> None:
    with database.atomic() as tx:
        parked = inbox.store(tx, message("1")).id
        kept = inbox.store(tx, Incoming("zalo", "zalo:b", "2", "x")).id
        at_work = inbox.store(tx, message("3")).id
        left = inbox.store(tx, message("4")).id
        done = inbox.store(tx, message("5")).id
        for id in (parked, kept):
            inbox.park(tx, id, "none")
        tx.execute(inbox_table.update().where(inbox_table.c.id == left).values(claimed_until=1))
        inbox.handled(tx, done, "none")
        assert inbox.waiting(tx) == {"web": 3, "zalo": 1}
        assert inbox.expire(tx, now_ms() - 60_000) == 0
        assert inbox.expire(tx, now_ms() + 1000, keep=["zalo:b"]) == 2
        assert inbox.find(tx, parked) is None and inbox.find(tx, left) is None
        assert inbox.find(tx, kept) and inbox.find(tx, at_work) and inbox.find(tx, done)


class Deduplication(RuleBasedStateMachine):
    """Whatever order messages, replays, handling and erasure come in, each is handled once."""

    @initialize()
    def begin(self) -> None:
        self.database = Database("sqlite://")
        self.database.create()
        self.inbox = Inbox(self.database, Cipher("khoá"))
        self.handled: Counter[tuple[str, str]] = Counter()
        self.sent: set[tuple[str, str]] = set()

    @rule(who=st.sampled_from("abc"), id=st.integers(0, 5))
    def arrives(self, who: str, id: int) -> None:
        self.sent.add((who, str(id)))
        with self.database.atomic() as tx:
            self.inbox.store(tx, Incoming("web", f"web:{who}", f"{who}{id}", f"{who} {id}"))

    @rule(everything=st.booleans())
    def works(self, everything: bool) -> None:
        with self.database.atomic() as tx:
            for stored in self.inbox.adopt(tx, everything=True):
                if self.inbox.take(tx, stored.id):
                    who, id = stored.incoming.text.split()
                    self.handled[who, id] += 1
                    self.inbox.handled(tx, stored.id, "none")
                if not everything:
                    return

    @rule(who=st.sampled_from("abc"))
    def erased(self, who: str) -> None:
        with self.database.atomic() as tx:
            self.inbox.erase(tx, [f"web:{who}"])

    @invariant()
    def once(self) -> None:
        assert all(count == 1 for count in getattr(self, "handled", Counter()).values())

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.works(True)
            with self.database.reading() as tx:
                assert self.inbox.count(tx).get("received", 0) == 0
            self.database.close()


Deduplication.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
TestDeduplication = Deduplication.TestCase

"""Every order of messages, replays, crashes and erasures: stored once, answered once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from channels.inbox import Inbox, Stored
from channels.message import Incoming
from channels.outbox import Outbox, Outgoing
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.reply import Reply

PEOPLE = st.sampled_from(["telegram:1", "telegram:2", "zalo:1"])
PICK = st.integers(min_value=0, max_value=10_000)


class Front(RuleBasedStateMachine):
    """A front whose process dies at will, beside a platform that sends again whatever it likes."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{Path(self.folder.name) / 'a.db'}")
        self.database.create()
        self.secrets = ["khoá 0"]
        self.starts = 0
        self.sent_to: dict[str, list[Incoming]] = {}  # what the platforms have sent, by person
        self.acknowledged: dict[tuple[str, str], int] = {}
        self.handled: dict[int, int] = {}
        self.arrived: list[int] = []  # inbox ids whose answers the platform has
        self.erased: set[int] = set()
        self.in_hand: dict[int, Stored] = {}
        self.on_the_way: dict[int, Outgoing] = {}
        self.start()

    def start(self) -> None:
        self.starts += 1
        cipher = Cipher(self.secrets[-1], self.secrets[:-1])
        self.inbox = Inbox(self.database, cipher, owner=f"front {self.starts}")
        self.outbox = Outbox(self.database, cipher)
        with self.database.atomic() as tx:
            left = self.inbox.adopt(tx, everything=True)
            self.outbox.reclaim(tx)
        self.in_hand = {stored.id: stored for stored in left}
        self.on_the_way = {}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()

    def take_in(self, incoming: Incoming) -> None:
        with self.database.atomic() as tx:
            stored = self.inbox.store(tx, incoming)
        name = (incoming.channel, incoming.message_id)
        assert stored.new == (name not in self.acknowledged)
        assert self.acknowledged.setdefault(name, stored.id) == stored.id
        if stored.new:
            self.in_hand[stored.id] = stored

    @rule(person=PEOPLE)
    def writes(self, person: str) -> None:
        channel = person.split(":")[0]
        number = sum(len(sent) for sent in self.sent_to.values())
        incoming = Incoming(channel, person, f"m{number}", f"câu {number}")
        self.sent_to.setdefault(person, []).append(incoming)
        self.take_in(incoming)

    @precondition(lambda self: self.sent_to)
    @rule(pick=PICK)
    def comes_again(self, pick: int) -> None:
        sent = [one for of_one in self.sent_to.values() for one in of_one]
        self.take_in(sent[pick % len(sent)])

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, dies=st.booleans())
    def handles(self, pick: int, dies: bool) -> None:
        """One transaction: handled, and the reply stored. It may die before the commit."""
        stored = list(self.in_hand.values())[pick % len(self.in_hand)]

        class DiedError(Exception):
            pass

        try:
            with self.database.atomic() as tx:
                open_ = self.inbox.take(tx, stored.id)
                if open_:
                    self.outbox.put(
                        tx, stored.incoming.conversation, Reply("Vâng."), answers=stored.id
                    )
                    self.inbox.handled(tx, stored.id, "none")
                if dies:
                    raise DiedError
        except DiedError:
            self.start()
            return
        del self.in_hand[stored.id]
        if open_:
            self.handled[stored.id] = self.handled.get(stored.id, 0) + 1

    @rule(pick=PICK)
    def takes_a_reply(self, pick: int) -> None:
        channel = ("telegram", "zalo")[pick % 2]
        with self.database.atomic() as tx:
            for found in self.outbox.due(tx, channel, 1 + pick % 3, tuple(self.on_the_way)):
                assert found.id not in self.on_the_way
                self.on_the_way[found.id] = found

    @precondition(lambda self: self.on_the_way)
    @rule(pick=PICK, works=st.booleans())
    def sends(self, pick: int, works: bool) -> None:
        found = list(self.on_the_way.values())[pick % len(self.on_the_way)]
        del self.on_the_way[found.id]
        with self.database.atomic() as tx:
            if works:
                self.outbox.sent(tx, found, ["1"])
            else:
                self.outbox.again(tx, found, "network", 0)
        if works and found.answers not in self.erased:
            assert found.answers is not None
            self.arrived.append(found.answers)

    @rule(person=PEOPLE)
    def is_erased(self, person: str) -> None:
        with self.database.atomic() as tx:
            self.inbox.erase(tx, [person])
            self.outbox.erase(tx, [person])
        names = {(one.channel, one.message_id) for one in self.sent_to.get(person, ())}
        self.erased |= {self.acknowledged[name] for name in names if name in self.acknowledged}

    @rule()
    def killed(self) -> None:
        self.start()

    @rule()
    def key_is_changed(self) -> None:
        self.secrets.append(f"khoá {len(self.secrets)}")
        self.start()

    @invariant()
    def nothing_is_doubled(self) -> None:
        if hasattr(self, "handled"):
            assert all(count == 1 for count in self.handled.values())
            assert len(self.arrived) == len(set(self.arrived))

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.reading() as tx:
            for id in self.acknowledged.values():
                if id in self.erased:
                    continue
                stored = self.inbox.find(tx, id)
                assert stored is not None
                if id in self.handled:
                    assert len(self.outbox.answers(tx, id)) == 1
                else:
                    assert stored.state == "received" and id in self.in_hand


def test_every_order() -> None:
    run_state_machine_as_test(
        Front,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""The case lifecycle under every order of events, on each store."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handoff.audit import rows_of_case
from handoff.case import LEVELS, AlreadyTakenError, CaseState, NoSuchCaseError, NotOwnerError
from handoff.cases import Cases, cases_table
from handoff.cipher import Cipher
from handoff.database import Database
from tests.handoff.stores import Clock, postgres_database

PEOPLE = st.sampled_from(["web:a", "web:b"])
STAFF = st.sampled_from([1, 2, 3])
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Life(RuleBasedStateMachine):
    """Citizens and staff doing anything in any order; what must hold holds after each step."""

    database: Database

    def __init__(self):
        super().__init__()
        names = sa.inspect(self.database.engine).get_table_names()
        with self.database.atomic() as tx:
            for name in names:
                tx.execute(sa.text(f"DELETE FROM {name}"))
        self.clock = Clock()
        self.cases = Cases(self.database, Cipher("a secret"), self.clock)
        self.levels: dict[int, int] = {}
        self.agreed: dict[int, float] = {}  # follow-ups to come, by case
        self.said: dict[str, list[str]] = {"web:a": [], "web:b": []}

    def current(self, her):
        with self.database.reading() as tx:
            return self.cases.current(tx, her)

    @rule(her=PEOPLE, level=st.sampled_from(LEVELS), number=st.integers(0, 5))
    def writes(self, her, level, number):
        text = f"tin {number} của {her}"
        with self.database.atomic() as tx:
            fresh = self.cases.say(tx, her, "citizen", text, str(number))
            assert (fresh is None) == (text in self.said[her])
            if fresh is not None:
                self.said[her].append(text)
            before = self.cases.current(tx, her)
            case = self.cases.open(
                tx, her, channel="web", level=level, consent=None if level == "emergency" else True
            )
            assert before is None or case.id == before.id
            assert LEVELS.index(case.level) >= LEVELS.index(level)

    @rule(her=PEOPLE)
    def takes_back(self, her):
        with self.database.atomic() as tx:
            before = self.cases.current(tx, her)
            after = self.cases.withdraw(tx, her)
            if before is not None:
                assert (after.level, after.state) == (before.level, before.state)

    @rule(her=PEOPLE, given=st.booleans())
    def consents(self, her, given):
        with self.database.atomic() as tx:
            case = self.cases.consent(tx, her, given)
            if case is None:
                return
            assert case.consent is given
            shown = {entry.text for entry in self.cases.visible(tx, case)[0]}
            if given:
                assert shown >= set(self.said[her])
            elif case.accepted_after is None:
                assert shown == set(), "nothing of what came before is left"

    @rule(her=PEOPLE, staff=STAFF, minutes=st.one_of(st.none(), st.integers(1, 30)))
    def agrees_to_be_asked_after(self, her, staff, minutes):
        case = self.current(her)
        if case is None:
            return
        at = None if minutes is None else self.clock.now + minutes * 60
        with self.database.atomic() as tx:
            assert self.cases.follow_up(tx, case.id, staff, at).follow_up_at == at
        self.agreed[case.id] = at or float("inf")

    @rule(staff=STAFF)
    def takes_up_what_is_due(self, staff):
        with self.database.atomic() as tx:
            for case in self.cases.due(tx):
                if not case.open and self.cases.current(tx, case.conversation) is None:
                    again = self.cases.accept(tx, case.id, staff)
                    assert (again.owner, again.follow_up_at) == (staff, None)
                    self.agreed[case.id] = float("inf")
                    return

    @rule(her=PEOPLE, staff=STAFF, take_over=st.booleans())
    def accepts(self, her, staff, take_over):
        case = self.current(her)
        if case is None:
            return
        free = not case.state.owned or case.owner == staff or take_over
        try:
            with self.database.atomic() as tx:
                assert self.cases.accept(tx, case.id, staff, take_over=take_over).owner == staff
                assert free
        except AlreadyTakenError:
            assert not free

    @rule(her=PEOPLE, staff=STAFF, data=st.data())
    def does(self, her, staff, data):
        case = self.current(her)
        if case is None:
            return
        name = data.draw(st.sampled_from(["reply", "transfer", "release", "return", "close"]))
        may = case.owner == staff or (name == "close" and case.owner is None)
        try:
            with self.database.atomic() as tx:
                if name == "reply":
                    self.cases.reply(tx, case.id, staff, "Chị đây")
                elif name == "transfer":
                    self.cases.transfer(tx, case.id, staff, staff % 3 + 1)
                elif name == "release":
                    self.cases.transfer(tx, case.id, staff, None)
                elif name == "return":
                    self.cases.return_to_bot(tx, case.id, staff)
                else:
                    self.cases.close(tx, case.id, staff, "supported")
                assert may, name
        except NotOwnerError:
            assert not may, name

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes):
        self.clock.pass_minutes(minutes)
        with self.database.atomic() as tx:
            for case in self.cases.escalate(tx, 3):
                assert case.state in (CaseState.ESCALATED, CaseState.ACCEPTED)
                assert case.withdrawn_at is None
            for case in self.cases.remind(tx, ZONE):
                assert self.agreed.pop(case.id) <= self.clock.now, "each follow-up is told once"
                self.agreed[case.id] = float("inf")
            assert self.cases.remind(tx, ZONE) == []

    @rule(her=PEOPLE)
    @precondition(lambda self: any(self.said.values()))
    def erases(self, her):
        with self.database.atomic() as tx:
            self.cases.erase(tx, her)
            assert self.cases.current(tx, her) is None
            assert self.cases.transcript.read(tx, her) == []
        self.said[her] = []

    @invariant()
    def what_must_hold(self):
        with self.database.reading() as tx:
            cases = self.cases.select(tx)
            open_ones = [case.conversation for case in cases if case.open]
            assert len(open_ones) == len(set(open_ones)), "one open case a person"
            for case in cases:
                assert (case.owner is not None) == case.state.owned or not case.open
                assert (case.closed_at is not None) == (case.state is CaseState.CLOSED)
                level = LEVELS.index(case.level)
                assert level >= self.levels.get(case.id, 0), "a level is never lowered"
                self.levels[case.id] = level
                assert rows_of_case(tx, case.id)[0].action == "opened"
                if case.erased:
                    assert case.reasons == () and self.cases.visible(tx, case)[0] == []
            for her in self.said:
                owner = self.cases.owner(tx, her)
                assert owner is None or owner.owner is not None
                said = [
                    e.text for e in self.cases.transcript.read(tx, her) if e.author == "citizen"
                ]
                assert said == self.said[her], "nothing lost, nothing doubled"
            with pytest.raises(NoSuchCaseError):
                self.cases.get(tx, 10**6)
            tx.execute(sa.select(cases_table.c.id)).all()


QUICK = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def check(database):
    machine = type("LifeHere", (Life,), {"database": database}).TestCase
    machine.settings = QUICK
    machine("runTest").runTest()


def test_every_order_on_sqlite():
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'life.db'}")
        database.create()
        check(database)
        database.close()


def test_every_order_on_postgresql():
    with postgres_database() as database:
        check(database)

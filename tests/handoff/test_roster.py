from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from handoff.roster import Roster, RosterError, Shift

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = dt.date(2026, 11, 20)


def at(hour, minute=0, day=FRIDAY):
    return dt.datetime.combine(day, dt.time(hour, minute), HERE)


def test_a_night_shift_goes_past_midnight():
    night = Shift(1, 1, 4, None, 22 * 60, 6 * 60)
    saturday = FRIDAY + dt.timedelta(days=1)
    assert not night.covers(at(21, 59)) and night.covers(at(22))
    assert night.covers(at(5, 59, saturday)) and not night.covers(at(6, 0, saturday))
    assert not night.covers(at(3)), "Thursday's night has no shift"


def test_a_shift_on_one_day():
    shift = Shift(1, 1, None, FRIDAY.isoformat(), 8 * 60, 17 * 60)
    assert shift.covers(at(8)) and not shift.covers(at(17))
    assert not shift.covers(at(8, 0, FRIDAY + dt.timedelta(days=7)))


@pytest.fixture
def people(accounts, database):
    token = accounts.first_admin_token()
    with database.atomic() as tx:
        admin = accounts.join(tx, token, "lan", "Lan", "một câu thật dài")
        other = accounts.join(
            tx, accounts.invite(tx, admin, "staff"), "hoa", "Hoà", "một câu thật dài"
        )
    return admin, other


def test_somebody_is_on_by_the_roster_or_because_the_desk_is_open(
    accounts, database, clock, people
):
    admin, other = people
    roster = Roster(accounts, clock=clock)
    clock.now = at(23).timestamp()
    with database.atomic() as tx:
        assert not roster.on_duty(tx)
        roster.add(tx, admin, other.id, 22 * 60, 6 * 60, weekday=4)
        assert roster.on_duty(tx) and roster.on_shift(tx) == {other.id}
        first = roster.colleagues(tx)[0]
        assert first.staff == other and first.available and first.room == 5
        accounts.change(tx, admin, other.id, disabled=True)
        assert not roster.on_duty(tx), "a disabled account is never on"
        accounts.open_session(tx, admin.id)
        assert roster.on_duty(tx)
        clock.pass_minutes(3)
        assert not roster.on_duty(tx)


def test_past_days_leave_the_roster(accounts, database, clock, people):
    admin, other = people
    roster = Roster(accounts, clock=clock)
    clock.now = at(9).timestamp()
    with database.atomic() as tx:
        roster.add(tx, admin, other.id, 480, 600, day=FRIDAY.isoformat())
        assert len(roster.shifts(tx)) == 1
        clock.pass_minutes(60 * 24 * 3)
        assert roster.shifts(tx) == []


def test_impossible_shifts(accounts, database, people):
    admin, other = people
    roster = Roster(accounts)
    with database.atomic() as tx:
        for values in (
            {"start": 0, "end": 60}, {"start": 0, "end": 0, "weekday": 1},
            {"start": 0, "end": 1440, "weekday": 1}, {"start": 0, "end": 60, "weekday": 7},
            {"start": 0, "end": 60, "weekday": 1, "day": "2026-01-01"},
            {"start": 0, "end": 60, "day": "1/1/2026"},
        ):  # fmt: skip
            with pytest.raises(RosterError):
                roster.add(tx, admin, other.id, **values)


@pytest.mark.parametrize("day", ["20301231", " 2030-12-31 "])
def test_a_day_written_otherwise_is_kept_like_the_others(day, accounts, database, people, clock):
    roster, (admin, _) = Roster(accounts, clock=clock), people
    with database.atomic() as tx:
        roster.add(tx, admin, admin.id, 8 * 60, 17 * 60, day=day)
        assert [shift.day for shift in roster.shifts(tx)] == ["2030-12-31"]

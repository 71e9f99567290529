"""The roster (lịch trực): who is on, and whether somebody really is."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff import audit
from handoff.accounts import Accounts, Staff
from handoff.case import CaseState
from handoff.cases import cases_table
from handoff.database import metadata

__all__ = ["Colleague", "Roster", "RosterError", "Shift"]

shifts_table = sa.Table(
    "shifts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("staff_id", sa.Integer, nullable=False, index=True),
    sa.Column("weekday", sa.Integer),
    sa.Column("day", sa.String(10)),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)

_DAY = 24 * 60


class RosterError(ValueError):
    """A shift that cannot be; the message is Vietnamese, for the supervisor."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift every week (``weekday``, 0 Monday) or on one day (``day``, ISO date).

    ``start`` and ``end`` are minutes after midnight; an end not after the start is on the next
    day, so 22:00–06:00 is ``1320, 360``.
    """

    id: int
    staff_id: int
    weekday: int | None
    day: str | None
    start: int
    end: int

    def covers(self, moment: dt.datetime) -> bool:
        """Whether a local moment falls into it."""
        minute = moment.hour * 60 + moment.minute
        if self.end > self.start:
            return self._on(moment.date()) and self.start <= minute < self.end
        yesterday = moment.date() - dt.timedelta(days=1)
        return (self._on(moment.date()) and minute >= self.start) or (
            self._on(yesterday) and minute < self.end
        )

    def _on(self, day: dt.date) -> bool:
        return self.day == day.isoformat() or self.weekday == day.weekday()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case may be handed to: whether she is on and how many more she can hold."""

    staff: Staff
    on_shift: bool
    present: bool
    room: int

    @property
    def available(self) -> bool:
        """On (by the roster, or her desk is open) and with room."""
        return (self.on_shift or self.present) and self.room > 0


class Roster:
    """Shifts of a store, in the time zone of the desk."""

    def __init__(
        self,
        accounts: Accounts,
        timezone: str = "Asia/Ho_Chi_Minh",
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is read yet."""
        self._accounts = accounts
        self._zone = ZoneInfo(timezone)
        self._clock = clock

    def shifts(self, tx: Connection) -> list[Shift]:
        """Every shift that is not over: weekly ones first, by weekday and hour."""
        today = dt.datetime.fromtimestamp(self._clock(), self._zone).date()
        rows = tx.execute(sa.select(shifts_table)).all()
        found = [Shift(r.id, r.staff_id, r.weekday, r.day, r.start, r.end) for r in rows]
        yesterday = (today - dt.timedelta(days=1)).isoformat()
        kept = [shift for shift in found if shift.day is None or shift.day >= yesterday]
        return sorted(kept, key=lambda s: (s.day or "", s.weekday or 0, s.start))

    def add(
        self,
        tx: Connection,
        by: Staff,
        staff_id: int,
        start: int,
        end: int,
        *,
        weekday: int | None = None,
        day: str | None = None,
    ) -> None:
        """Add a shift.

        Raises:
            RosterError: not exactly one of weekday and day, or a time outside the day.
        """
        if (weekday is None) == (day is None):
            raise RosterError("Chọn một thứ trong tuần hoặc một ngày.")
        if not (0 <= start < _DAY and 0 <= end < _DAY) or start == end:
            raise RosterError("Giờ bắt đầu và kết thúc chưa đúng.")
        if weekday is not None and weekday not in range(7):
            raise RosterError("Thứ trong tuần chưa đúng.")
        if day is not None:
            try:  # "20261231" is read too, and kept as every other day is
                day = dt.date.fromisoformat(day.strip()).isoformat()
            except ValueError as error:
                raise RosterError("Ngày chưa đúng.") from error
        if self._accounts.get(tx, staff_id) is None:
            raise RosterError("Không có người này.")
        values: dict[str, Any] = {"staff_id": staff_id, "weekday": weekday, "day": day}
        tx.execute(shifts_table.insert().values(start=start, end=end, **values))
        audit.record(tx, "shift_added", staff_id=by.id, at=self._clock(), account=staff_id)

    def remove(self, tx: Connection, by: Staff, shift_id: int) -> None:
        """Take a shift off the roster."""
        tx.execute(shifts_table.delete().where(shifts_table.c.id == shift_id))
        audit.record(tx, "shift_removed", staff_id=by.id, at=self._clock())

    def on_shift(self, tx: Connection, at: float | None = None) -> set[int]:
        """Ids of staff whose shift covers the moment (now by default)."""
        moment = dt.datetime.fromtimestamp(self._clock() if at is None else at, self._zone)
        return {shift.staff_id for shift in self.shifts(tx) if shift.covers(moment)}

    def on_duty(self, tx: Connection) -> bool:
        """Whether somebody is on now: on shift, or with the desk open."""
        here = self.on_shift(tx) | self._accounts.present(tx)
        return any(
            staff.id in here and not staff.disabled for staff in self._accounts.everybody(tx)
        )

    def colleagues(self, tx: Connection) -> list[Colleague]:
        """Everybody with an account, the available ones first."""
        table = cases_table
        owned = (CaseState.ACCEPTED.value, CaseState.TRANSFERRED.value)
        counts = tx.execute(
            sa.select(table.c.owner, sa.func.count())
            .where(table.c.state.in_(owned))
            .group_by(table.c.owner)
        )
        held = {int(owner): int(count) for owner, count in counts}
        on, here = self.on_shift(tx), self._accounts.present(tx)
        found = [
            Colleague(s, s.id in on, s.id in here, s.capacity - held.get(s.id, 0))
            for s in self._accounts.everybody(tx)
            if not s.disabled
        ]
        return sorted(found, key=lambda colleague: not colleague.available)

"""Reminders of deadlines: offered with an answer, set on a word, said once at the promised hour."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.message import now_ms
from handoff.cipher import Cipher, UnreadableTextError
from handoff.database import metadata
from handoff.store import insert_once

__all__ = [
    "HOUR",
    "Deadline",
    "Reminder",
    "Reminders",
    "next_moment",
    "read_deadline",
    "reminders_table",
]

HOUR: Final = dt.time(8, 0)
"""When on its day a reminder is said."""

DAYS: Final = 8
"""Days of one deadline that are read."""

WORDS: Final = 300
"""Characters of each part of a deadline that are kept."""

reminders_table = sa.Table(
    "reminders",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(64), unique=True, nullable=False),
    sa.Column("conversation", sa.String(160), nullable=False),
    sa.Column("offered", sa.Boolean, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("reminders_due", "offered", "due_at"),
    sa.Index("reminders_conversation", "conversation"),
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline of a plan, as the assistant read it out.

    Attributes:
        who: who reports or acts, ``""`` where the plan names nobody.
        to: to whom, ``""`` where the plan names nobody.
        when: the plan's own words, "trước ngày 15 tháng 12 hàng năm".
        place: the plan, in words.
        section: the clause, in words.
        days: (day, month, year) the words name; the year is ``None`` where it comes every year.
        before: the day itself is too late.
    """

    who: str
    to: str
    when: str
    place: str
    section: str
    days: tuple[tuple[int, int, int | None], ...]
    before: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is set.

    Attributes:
        id: of its row.
        conversation: to whom.
        deadline: what of.
        due_at: when, milliseconds since 1970 in UTC.
        known: it had been set before.
    """

    id: int
    conversation: str
    deadline: Deadline
    due_at: int
    known: bool = False


def read_deadline(value: Mapping[str, Any]) -> Deadline | None:
    """A deadline out of the assistant's effect; ``None`` when it names no possible day."""
    days = []
    given = value.get("days")
    for entry in given[:DAYS] if isinstance(given, list) else ():
        if not isinstance(entry, Sequence) or isinstance(entry, str) or len(entry) != 3:
            continue
        day, month, year = entry
        try:
            dt.date(year or 2024, month, day)  # of a leap year: 29/2 is a day
        except (TypeError, ValueError):
            continue
        days.append((int(day), int(month), None if year is None else int(year)))
    if not days:
        return None
    words = {name: str(value.get(name) or "")[:WORDS] for name in ("who", "to", "when")}
    words |= {name: str(value.get(name) or "")[:WORDS] for name in ("place", "section")}
    return Deadline(**words, days=tuple(days), before=value.get("before") is True)


def next_moment(deadline: Deadline, now: dt.datetime) -> dt.datetime | None:
    """When to remind next after ``now``: at :data:`HOUR` of the last day that is not too late.

    Args:
        deadline: what of.
        now: with the time zone the hour is meant in.
    """
    found = []
    for day, month, year in deadline.days:
        # eight years reach over the longest gap between two leap days
        for one in (year,) if year is not None else range(now.year, now.year + 9):
            try:
                date = dt.date(one, month, day)
            except ValueError:
                continue
            last = date - dt.timedelta(days=1) if deadline.before else date
            moment = dt.datetime.combine(last, HOUR, now.tzinfo)
            if moment > now:
                found.append(moment)
                break
    return min(found, default=None)


class Reminders:
    """The table of reminders; a row goes once its reminder is said or taken back.

    Args:
        cipher: encrypts what is reminded of.
        timezone: name of the zone the hour is meant in.
    """

    def __init__(self, cipher: Cipher, timezone: str) -> None:
        """Nothing is read yet."""
        self._cipher, self.zone = cipher, ZoneInfo(timezone)

    def offer(
        self,
        tx: Connection,
        conversation: str,
        deadlines: Iterable[Deadline],
        now: dt.datetime | None = None,
    ) -> bool:
        """Keep the nearest deadline of an answer until she says whether to be reminded of it.

        Returns:
            Whether there is one still to come; the offer before it is dropped in any case.
        """
        now = now or dt.datetime.now(self.zone)
        self._drop_offer(tx, conversation)
        coming = [(next_moment(one, now), one) for one in deadlines]
        dated = [(moment, one) for moment, one in coming if moment is not None]
        if not dated:
            return False
        moment, deadline = min(dated, key=lambda pair: pair[0])
        self._insert(tx, conversation, deadline, _ms(moment), offered=True)
        return True

    def accept(
        self, tx: Connection, conversation: str, now: dt.datetime | None = None
    ) -> Reminder | None:
        """Set the reminder offered last; ``None`` where nothing was offered.

        An offer stays, so that saying it twice sets one reminder and says the same again.
        """
        now = now or dt.datetime.now(self.zone)
        query = sa.select(reminders_table).where(
            reminders_table.c.conversation == conversation, reminders_table.c.offered
        )
        row = tx.execute(query).first()
        if row is None:
            return None
        try:
            deadline = self._read(row).deadline
        except UnreadableTextError:
            return None
        moment = next_moment(deadline, now)
        if moment is None:
            return None
        id = self._insert(tx, conversation, deadline, _ms(moment), offered=False)
        return Reminder(id or row.id, conversation, deadline, _ms(moment), known=id is None)

    def cancel(self, tx: Connection, conversation: str) -> int:
        """Take back every reminder of a conversation; returns how many were set."""
        mine = reminders_table.c.conversation == conversation
        waiting = sa.and_(mine, sa.not_(reminders_table.c.offered))
        return int(tx.execute(reminders_table.delete().where(waiting)).rowcount)

    def due(self, tx: Connection, now: int | None = None, most: int = 100) -> list[Reminder]:
        """Reminders whose hour has come, the oldest first; unreadable ones are dropped."""
        query = (
            sa.select(reminders_table)
            .where(
                sa.not_(reminders_table.c.offered),
                reminders_table.c.due_at <= (now_ms() if now is None else now),
            )
            .order_by(reminders_table.c.due_at, reminders_table.c.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        found = []
        for row in tx.execute(query).all():
            try:
                found.append(self._read(row))
            except UnreadableTextError:  # written under a key that is gone
                self.said(tx, row.id)
        return found

    def said(self, tx: Connection, id: int) -> None:
        """Its reminder is in the outbox: it is not said again."""
        tx.execute(reminders_table.delete().where(reminders_table.c.id == id))

    def erase(self, tx: Connection, conversations: Iterable[str]) -> None:
        """Forget conversations."""
        gone = reminders_table.c.conversation.in_(list(conversations))
        tx.execute(reminders_table.delete().where(gone))

    def purge(self, tx: Connection, before: int) -> int:
        """Forget offers nobody took up before a moment; what is set waits for its day."""
        old = sa.and_(reminders_table.c.offered, reminders_table.c.created_at < before)
        return int(tx.execute(reminders_table.delete().where(old)).rowcount)

    def _drop_offer(self, tx: Connection, conversation: str) -> None:
        mine = reminders_table.c.conversation == conversation
        tx.execute(reminders_table.delete().where(sa.and_(mine, reminders_table.c.offered)))

    def _insert(
        self, tx: Connection, conversation: str, deadline: Deadline, due: int, *, offered: bool
    ) -> int | None:
        body = json.dumps(asdict(deadline), ensure_ascii=False, sort_keys=True)
        identity = "|".join((conversation, str(offered), str(due), body))
        values = {
            "key": self._cipher.fingerprint(identity),
            "conversation": conversation,
            "offered": offered,
            "due_at": due,
            "body": self._cipher.encrypt(body),
            "created_at": now_ms(),
        }
        return insert_once(tx, reminders_table, values)

    def _read(self, row: sa.engine.Row) -> Reminder:
        body = json.loads(self._cipher.decrypt(row.body))
        body["days"] = tuple(tuple(day) for day in body["days"])
        return Reminder(row.id, row.conversation, Deadline(**body), row.due_at)


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)

"""What the front does by itself from time to time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.alerts import Alerts
from channels.clock import ClockWatch
from channels.erasure import Erasure
from channels.inbox import Inbox
from channels.message import now_ms
from channels.outbox import Outbox
from channels.phrases import reminder_of
from channels.reminders import Reminders
from channels.state import States
from channels.writer import Writer
from handoff import audit
from handoff.case import Case
from handoff.cases import Cases, cases_table
from handoff.reply import Reply
from handoff.retention import purge
from handoff.telling import telling

__all__ = ["Keeping"]

logger = logging.getLogger(__name__)

ROUND_SECONDS: Final = 5.0
PURGE_SECONDS: Final = 3600.0
AFTER_JUMP_SECONDS: Final = 24 * 3600.0
"""How long nothing is purged after the machine's clock was set by an hour or more."""
DAY_MS: Final = 24 * 3600 * 1000


class Keeping:
    """Says reminders, alerts again about cases nobody took, runs errands of erasure, purges.

    Args:
        inbox, outbox, states, reminders, cases, erasure: the tables.
        writer: runs the transactions.
        alerts: to the duty group.
        forget: makes the assistant forget senders; ``None`` where it keeps nothing.
        accept_minutes: how long a case may wait between two alerts.
        timezone: of the desk, whose night is not disturbed by follow-ups that are late.
        retention_days: how long messages are kept.
        case_retention_days: how long closed cases are kept.
        clock: notices when the machine's clock is set.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        outbox: Outbox,
        states: States,
        reminders: Reminders,
        cases: Cases,
        erasure: Erasure,
        writer: Writer,
        alerts: Alerts,
        forget: Callable[[Sequence[str]], None] | None,
        accept_minutes: float,
        timezone: str,
        retention_days: int,
        case_retention_days: int,
        clock: ClockWatch | None = None,
    ) -> None:
        """Nothing happens before :meth:`run`."""
        self._inbox, self._outbox, self._states, self._cases = inbox, outbox, states, cases
        self._reminders = reminders
        self._erasure, self._writer, self._alerts = erasure, writer, alerts
        self._forget, self._accept_minutes = forget, accept_minutes
        self._zone = ZoneInfo(timezone)
        self._retention_days, self._case_days = retention_days, case_retention_days
        self._clock = clock or ClockWatch()
        self._jumped = 0  # milliseconds the store has not followed yet
        self._purge_at = 0.0

    async def run(self, nudge: Callable[[], None]) -> None:
        """Until cancelled; ``nudge`` is called when replies may have become due."""
        steps: tuple[Callable[[], Awaitable[object]], ...] = (
            self.mind_the_clock, self._alert, self._remind, self.errands, self._purge,
        )  # fmt: skip
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            for step in steps:
                try:
                    if await step():
                        nudge()
                except Exception as error:  # the store is away: the next round does it
                    logger.warning("keeping: %s", type(error).__name__)

    async def _alert(self) -> int:
        return await self._writer.write(self.alert)

    async def _remind(self) -> int:
        return await self._writer.write(self.remind)

    async def _purge(self) -> None:
        if time.monotonic() < self._purge_at:
            return
        counts = await self._writer.write(self.purge)
        self._purge_at = time.monotonic() + PURGE_SECONDS
        if any(counts.values()):
            logger.info("purged %s", counts)

    def alert(self, tx: Connection) -> int:
        """Alert about cases that waited too long and follow-ups that are due; returns how many."""
        late = self._cases.escalate(
            tx, self._accept_minutes, dropped=lambda case: self._tell(tx, case)
        )
        for case in late:
            self._alerts(tx, case, "stalled" if case.state.owned else "escalated")
        due = self._cases.remind(tx, self._zone)
        for case in due:
            self._alerts(tx, case, "due")
        return len(late) + len(due)

    def _tell(self, tx: Connection, case: Case) -> None:
        """Tell a citizen that nobody has her case for the moment."""
        text = telling("released", case)
        self._cases.say(tx, case.conversation, "bot", text)
        self._outbox.put(tx, case.conversation, Reply(text), author="staff", urgent=True)

    async def mind_the_clock(self) -> int:
        """Move what waits along when the clock was set; returns by how many milliseconds.

        Nothing is purged for a day after a large jump: a clock that is wrong must not delete what
        is not old.
        """
        self._jumped += self._clock.jumped()
        by = self._jumped
        if by:
            logger.warning("the clock was set by %d s", by // 1000)
            if abs(by) >= PURGE_SECONDS * 1000:
                self._purge_at = time.monotonic() + AFTER_JUMP_SECONDS
            await self._writer.write(lambda tx: self._shift(tx, by))
            self._jumped = 0
        return by

    def _shift(self, tx: Connection, by: int) -> None:
        self._outbox.shift(tx, by)
        self._inbox.shift(tx, by)
        self._cases.shift(tx, by)

    def remind(self, tx: Connection) -> int:
        """Say the reminders whose hour has come, each once; returns how many.

        While a person has the conversation the bot is silent: its reminders wait.
        """
        said = 0
        for reminder in self._reminders.due(tx):
            case = self._cases.current(tx, reminder.conversation)
            staffed = self._states.get(tx, reminder.conversation).staffed_until > now_ms()
            if staffed or (case is not None and case.state.owned):
                continue
            self._reminders.said(tx, reminder.id)
            self._outbox.put(tx, reminder.conversation, reminder_of(reminder.deadline))
            said += 1
        return said

    async def errands(self) -> None:
        """Make the assistant forget whom we have erased."""
        errands = await self._writer.write(self._erasure.errands)
        if not errands:
            return
        if self._forget is not None:
            await asyncio.to_thread(self._forget, [sender for _, sender in errands])
        await self._writer.write(lambda tx: self._erasure.done(tx, [id for id, _ in errands]))

    def purge(self, tx: Connection) -> dict[str, int]:
        """Delete what is past its time; returns how much of what."""
        purged = purge(
            tx, self._cases, message_days=self._retention_days, case_days=self._case_days
        )
        before = now_ms() - self._retention_days * DAY_MS
        kept = sa.select(cases_table.c.conversation).where(cases_table.c.erased.is_(False))
        keep = [str(row[0]) for row in tx.execute(kept)]
        unsent = self._outbox.expire(tx, before, keep)
        unanswered = self._inbox.expire(tx, before, keep)
        if unsent or unanswered:
            logger.warning(
                "past their time and deleted: %d replies never sent, %d messages never answered",
                unsent,
                unanswered,
            )
            audit.record(tx, "expired", replies=unsent, messages=unanswered)
        return {
            "desk": purged.total,
            "replies never sent": unsent,
            "messages never answered": unanswered,
            "inbox": self._inbox.purge(tx, before, keep),
            "outbox": self._outbox.purge(tx, before, keep),
            "states": self._states.purge(tx, before),
            "offers of reminders": self._reminders.purge(tx, before),
        }

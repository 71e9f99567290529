"""What time and erasure do to cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff import audit
from handoff.case import Case, CaseState
from handoff.casebook import WAITING, Casebook, cases_table
from handoff.live import DESK, conversation_topic, forget, publish

__all__ = ["Lapse"]

MOST_ESCALATIONS: Final = {"emergency": 1000, "disclosure": 5, "none": 2}
"""How often a waiting case is alerted again, by level."""

DAYTIME: Final = range(7, 21)
"""Hours in which a follow-up that is late may still be made."""

PUNCTUAL_SECONDS: Final = 3600.0
"""So long after the hour she agreed to, that hour is still hers."""

STALLED: Final = 3
"""A held case counts as stalled when she waits for an answer this many times as long."""


class Lapse(Casebook):
    """Cases nobody takes, and cases that must be forgotten."""

    def escalate(
        self, tx: Connection, minutes: float, dropped: Callable[[Case], object] = lambda _case: None
    ) -> list[Case]:
        """Find the cases to alert about again: nobody accepted, or the owner went silent.

        A case that waits, or a transfer nobody confirmed, for ``minutes`` since the last alert
        becomes ``escalated`` and is offered to everybody. ``escalations`` says how wide to alert:
        1 those on duty again, 2 supervisors too, 3 and more everybody with an account. A case in
        which she has waited :data:`STALLED` times as long for an answer keeps its owner, but is
        alerted too: her laptop may have died. A case she withdrew is not alerted again; it
        stays in the queue with its mark.

        Args:
            tx: a transaction.
            minutes: how long a case may wait between two alerts.
            dropped: called with a transferred case that nobody confirmed: a person had it until
                now, and its citizen has to be told.
        """
        table = cases_table
        now = self._clock()
        patient, silent = now - minutes * 60, now - STALLED * minutes * 60
        waits = sa.and_(
            table.c.state.in_((*WAITING, CaseState.TRANSFERRED.value)),
            table.c.alerted_at <= patient,
        )
        stalls = sa.and_(
            table.c.state == CaseState.ACCEPTED.value,
            table.c.heard_at > sa.func.coalesce(table.c.answered_at, 0.0),
            table.c.heard_at <= silent,
            table.c.accepted_at <= silent,
            table.c.alerted_at <= silent,
        )
        query = sa.select(table).where(sa.or_(waits, stalls), table.c.withdrawn_at.is_(None))
        cases = [self._case(row) for row in tx.execute(query.order_by(table.c.id)).all()]
        found = []
        for case in cases:
            if case.escalations < MOST_ESCALATIONS[case.level] and self._claim(tx, case, now):
                found.append(self._alerted(tx, case, now))
                if case.state is CaseState.TRANSFERRED:
                    dropped(case)
        return found

    def _claim(self, tx: Connection, case: Case, now: float) -> bool:
        """Whether it is ours to alert, and no other process has done it a moment ago."""
        table = cases_table
        values: dict[str, Any] = {"escalations": case.escalations + 1, "alerted_at": now}
        if case.state is not CaseState.ACCEPTED:
            values.update(state=CaseState.ESCALATED.value, owner=None)
        changed = tx.execute(
            table.update()
            .where(
                table.c.id == case.id,
                table.c.state == case.state.value,
                table.c.alerted_at == case.alerted_at,
            )
            .values(**values)
        )
        return bool(changed.rowcount == 1)

    def _alerted(self, tx: Connection, case: Case, now: float) -> Case:
        stalled = case.state is CaseState.ACCEPTED
        action = "stalled" if stalled else "escalated"
        times = case.escalations + 1
        if stalled:
            audit.record(tx, action, case_id=case.id, at=now, times=times)
            publish(tx, DESK, action, {"case": case.id, "times": times})
        else:
            self._moved(tx, case, action, None, owned=False, times=times)
        return self.get(tx, case.id)

    def shift(self, tx: Connection, by: int) -> None:
        """The machine's clock was set by ``by`` ms: who waits is not alerted about later for it.

        Nor is what she wrote since then taken for older than the answer before.
        """
        if by >= 0:  # an alert that is early harms nobody
            return
        now, table = self._clock(), cases_table
        for column in (
            table.c.opened_at,
            table.c.accepted_at,
            table.c.alerted_at,
            table.c.heard_at,
            table.c.answered_at,
        ):
            ahead = sa.and_(table.c.state != CaseState.CLOSED.value, column > now)
            tx.execute(table.update().where(ahead).values({column: column + by / 1000}))
        self.files.shift(tx, by)

    def remind(self, tx: Connection, zone: ZoneInfo) -> list[Case]:
        """Find the follow-ups that have come and tell the desk, each once.

        The hour she agreed to is the safe one. Where the system was down at that hour it is made
        up for by day, never in the night: nobody knows who sleeps beside her phone.
        """
        table = cases_table
        now = self._clock()
        by_day = dt.datetime.fromtimestamp(now, zone).hour in DAYTIME
        query = sa.select(table.c.id).where(
            table.c.follow_up_at <= now,
            table.c.follow_up_at > (0.0 if by_day else now - PUNCTUAL_SECONDS),
            table.c.follow_up_told.is_(False),
            table.c.erased.is_(False),
        )
        ids = [int(row.id) for row in tx.execute(query.order_by(table.c.follow_up_at)).all()]
        return [self.get(tx, case_id) for case_id in ids if self._told(tx, case_id, now)]

    def _told(self, tx: Connection, case_id: int, now: float) -> bool:
        """Whether we are the one who tells of this follow-up."""
        table = cases_table
        changed = tx.execute(
            table.update()
            .where(table.c.id == case_id, table.c.follow_up_told.is_(False))
            .values(follow_up_told=True)
        )
        if changed.rowcount != 1:
            return False
        audit.record(tx, "follow_up_due", case_id=case_id, at=now)
        publish(tx, DESK, "due", {"case": case_id})
        return True

    def erase(self, tx: Connection, conversation: str) -> dict[str, int]:
        """Delete what is known of a person; what statistics need of her cases stays, unlinked.

        Returns:
            Counts: ``entries``, ``notes``, ``files``, ``cases``.
        """
        table = cases_table
        now = self._clock()
        ids = tx.execute(sa.select(table.c.id).where(table.c.conversation == conversation))
        case_ids = [int(row.id) for row in ids]
        counts = {
            "entries": self.transcript.erase(tx, conversation),
            "notes": self.notes.erase(tx, case_ids),
            "files": self.files.erase(tx, [conversation]),
            "cases": len(case_ids),
        }
        for case_id in case_ids:
            case = self.get(tx, case_id)
            values: dict[str, Any] = {
                "conversation": f"erased:{case_id}",
                "secret_reasons": self._secret(()),
                "erased": True,
                "follow_up_at": None,
                "consent": False,
            }
            if case.open:
                values.update(state=CaseState.CLOSED.value, outcome="erased", closed_at=now)
            self._set(tx, case_id, values)
            audit.record(tx, "erased", case_id=case_id, at=now)
            publish(tx, DESK, "closed", {"case": case_id})
        forget(tx, conversation_topic(conversation))
        audit.record(tx, "person_erased", at=now, **counts)
        return counts

    def forget_case(self, tx: Connection, case: Case) -> int:
        """Unlink a closed case from its person and delete what was said up to its end.

        Returns:
            How many transcript entries were deleted.
        """
        deleted = self.transcript.erase(tx, case.conversation, before=case.closed_at)
        self.files.erase(tx, [case.conversation], before=case.closed_at)
        values = {
            "conversation": f"erased:{case.id}",
            "secret_reasons": self._secret(()),
            "erased": True,
            "follow_up_at": None,
        }
        self._set(tx, case.id, values)
        return deleted

"""What is counted when somebody asks for the metrics: how long the queues are, and how old."""

from __future__ import annotations

import statistics
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.inbox import Inbox
from channels.message import now_ms
from channels.metrics import ACCEPT, CASES, INBOX, OUTBOX, OUTBOX_AGE, WAITING_AGE
from channels.outbox import Outbox
from handoff.case import CaseState
from handoff.cases import cases_table

__all__ = ["measure"]

DAY_SECONDS: Final = 24 * 3600


def measure(tx: Connection, inbox: Inbox, outbox: Outbox) -> None:
    """Set the gauges of the inbox, the outbox and the cases."""
    held, said, oldest = inbox.count(tx), outbox.count(tx), outbox.oldest(tx)
    for state in ("received", "parked", "failed"):
        INBOX.labels(state).set(held.get(state, 0))
    for channel in ("telegram", "zalo"):
        for state in ("waiting", "sending", "dead"):
            OUTBOX.labels(channel, state).set(said.get((channel, state), 0))
    OUTBOX_AGE.set(0 if oldest is None else (now_ms() - oldest) / 1000)
    _cases(tx)


def _cases(tx: Connection) -> None:
    case, now = cases_table.c, now_ms() / 1000
    counts = (
        sa.select(case.state, case.level, sa.func.count())
        .where(case.state != CaseState.CLOSED.value)
        .group_by(case.state, case.level)
    )
    CASES.clear()
    for state, level, count in tx.execute(counts):
        CASES.labels(state, level).set(count)
    alone = case.state.in_((CaseState.WAITING.value, CaseState.ESCALATED.value))
    first = tx.execute(sa.select(sa.func.min(case.opened_at)).where(alone)).scalar()
    WAITING_AGE.set(0 if first is None else max(0.0, now - first))
    lately = sa.select(case.accepted_at - case.opened_at).where(
        case.accepted_at > now - DAY_SECONDS
    )
    taken = [float(row[0]) for row in tx.execute(lately)]
    ACCEPT.set(statistics.median(taken) if taken else 0)

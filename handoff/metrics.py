"""What is counted of cases, for Prometheus: never words, never identifiers."""

from __future__ import annotations

import time

import sqlalchemy as sa
from prometheus_client import Gauge, Histogram
from sqlalchemy.engine import Connection

from handoff.case import LEVELS, CaseState
from handoff.casebook import WAITING, cases_table

__all__ = ["ACCEPTED", "measure"]

ACCEPTED = Histogram(
    "tincay_case_accept_seconds",
    "From the opening of a case to the first colleague who accepted it, by level",
    ["level"],
    buckets=(15, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200),
)
CASES = Gauge("tincay_cases", "Open cases by state", ["state"])
WAITING_CASES = Gauge("tincay_cases_waiting", "Cases nobody has accepted, by level", ["level"])
LONGEST_WAIT = Gauge(
    "tincay_cases_longest_wait_seconds", "Age of the oldest case nobody has accepted, by level",
    ["level"],
)  # fmt: skip
ON_DUTY = Gauge("tincay_on_duty", "1 while somebody is on duty at the desk")


def measure(tx: Connection, *, on_duty: bool, now: float | None = None) -> None:
    """Read the gauges of this moment from the store."""
    now = time.time() if now is None else now
    table = cases_table
    number, oldest = sa.func.count(), sa.func.min(table.c.opened_at)
    query = sa.select(table.c.state, number.label("number")).group_by(table.c.state)
    states = {row.state: row.number for row in tx.execute(query)}
    for state in CaseState:
        if state is not CaseState.CLOSED:
            CASES.labels(state.value).set(states.get(state.value, 0))
    query = sa.select(table.c.level, number.label("number"), oldest.label("oldest"))
    rows = tx.execute(query.where(table.c.state.in_(WAITING)).group_by(table.c.level))
    waiting = {row.level: row for row in rows}
    for level in LEVELS:
        found = waiting.get(level)
        WAITING_CASES.labels(level).set(found.number if found else 0)
        LONGEST_WAIT.labels(level).set(max(0.0, now - found.oldest) if found else 0)
    ON_DUTY.set(on_duty)

"""The audit trail: who did what to which case and when; never words, never an identity."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.database import metadata

__all__ = ["AuditRow", "done_since", "record", "rows_of_case", "trail"]

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("action", sa.String(40), nullable=False, index=True),
    sa.Column("staff_id", sa.Integer, index=True),
    sa.Column("case_id", sa.Integer, index=True),
    sa.Column("detail", sa.Text, nullable=False, default="{}"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing done. ``staff_id`` is ``None`` where the system or the citizen did it."""

    id: int
    at: float
    action: str
    staff_id: int | None
    case_id: int | None
    detail: dict[str, Any]


def record(
    tx: Connection,
    action: str,
    *,
    staff_id: int | None = None,
    case_id: int | None = None,
    at: float | None = None,
    **detail: str | int | bool | None,
) -> None:
    """Write a row. ``detail`` holds codes and counts only (a level, an outcome, a number)."""
    tx.execute(
        audit.insert().values(
            at=time.time() if at is None else at,
            action=action,
            staff_id=staff_id,
            case_id=case_id,
            detail=json.dumps(detail),
        )
    )


def _row(row: Any) -> AuditRow:
    return AuditRow(row.id, row.at, row.action, row.staff_id, row.case_id, json.loads(row.detail))


def rows_of_case(tx: Connection, case_id: int) -> list[AuditRow]:
    """What was done to a case, oldest first."""
    query = sa.select(audit).where(audit.c.case_id == case_id).order_by(audit.c.id)
    return [_row(row) for row in tx.execute(query)]


def done_since(tx: Connection, action: str, staff_id: int, case_id: int, since: float) -> bool:
    """Whether a colleague has done this to a case since a moment (seconds since the epoch)."""
    query = sa.select(audit.c.id).where(
        audit.c.case_id == case_id,
        audit.c.staff_id == staff_id,
        audit.c.action == action,
        audit.c.at >= since,
    )
    return tx.execute(query.limit(1)).first() is not None


def trail(
    tx: Connection,
    *,
    before: int | None = None,
    action: str | None = None,
    staff_id: int | None = None,
    case_id: int | None = None,
    limit: int = 100,
) -> list[AuditRow]:
    """The newest rows first, those with an id below ``before`` when given."""
    query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    if action:
        query = query.where(audit.c.action == action)
    if staff_id is not None:
        query = query.where(audit.c.staff_id == staff_id)
    if case_id is not None:
        query = query.where(audit.c.case_id == case_id)
    return [_row(row) for row in tx.execute(query)]

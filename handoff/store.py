"""Small things the tables of this room share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

__all__ = ["insert_once"]


def insert_once(tx: Connection, table: sa.Table, values: dict[str, Any]) -> int | None:
    """Insert a row unless a unique constraint forbids it.

    The store decides, so two processes that try at once cannot both succeed.

    Returns:
        The new row's ``id``, or ``None`` when such a row is there already.
    """
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    if tx.dialect.name == "sqlite":  # SQLAlchemy 1.4 has no RETURNING there
        result = tx.execute(insert(table).values(**values).on_conflict_do_nothing())
        return int(result.lastrowid) if result.rowcount else None
    found = tx.execute(statement).scalar_one_or_none()
    return None if found is None else int(found)

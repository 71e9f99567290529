"""Small things the tables of this room share."""

from __future__ import annotations

import functools
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

__all__ = ["insert_once"]


def insert_once(tx: Connection, table: sa.Table, values: dict[str, Any]) -> int | None:
    """Insert a row unless a unique constraint forbids it.

    The store decides, so two processes that try at once cannot both succeed.

    Returns:
        The new row's ``id``, or ``None`` when such a row is there already.
    """
    result = tx.execute(_statement(table, tx.dialect.name, tuple(values)), values)
    if tx.dialect.name == "sqlite":  # its last row id costs less than RETURNING
        return int(result.lastrowid) if result.rowcount else None
    found = result.scalar_one_or_none()
    return None if found is None else int(found)


@functools.cache
def _statement(table: sa.Table, dialect: str, columns: tuple[str, ...]) -> sa.sql.TextClause:
    """The statement as text: SQLAlchemy 1.4 compiles its own ON CONFLICT anew every time."""
    unknown = set(columns) - set(table.columns.keys())
    if unknown:
        raise ValueError(f"{table.name} has no {', '.join(sorted(unknown))}")
    names = ", ".join(f'"{name}"' for name in columns)
    binds = ", ".join(f":{name}" for name in columns)
    said = f'INSERT INTO "{table.name}" ({names}) VALUES ({binds}) ON CONFLICT DO NOTHING'
    return sa.text(said if dialect == "sqlite" else f"{said} RETURNING id")

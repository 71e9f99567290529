"""Writing everything encrypted anew after the installation's key was changed.

How to change the key: put the old one into ``TINCAY_PREVIOUS_SECRET_KEYS`` and the new one into
``TINCAY_SECRET_KEY``, restart, run the rotation, then take the old one out again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from handoff.casebook import cases_table
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.files import files_table
from handoff.notes import notes_table
from handoff.staff import staff_table
from handoff.transcript import entries_table

__all__ = ["OURS", "rotate"]

OURS: Final[tuple[sa.Column, ...]] = (
    entries_table.c.secret_text,
    notes_table.c.secret_text,
    cases_table.c.secret_reasons,
    staff_table.c.secret_totp,
    files_table.c.secret_body,
)
"""The encrypted columns of this room; each table has an integer ``id``."""

BATCH: Final = 500
FILES: Final = 5
"""Values of one transaction; files are large."""


def rotate(
    database: Database, cipher: Cipher, columns: Iterable[sa.Column] = OURS
) -> dict[str, int]:
    """Encrypt every value of the columns under the present key.

    Works in short transactions, so the desk goes on meanwhile; it may be broken off and begun
    again.

    Returns:
        How many values of each ``table.column`` were written.

    Raises:
        UnreadableTextError: a value was written under a key that is not known any more.
    """
    return {
        f"{column.table.name}.{column.name}": _column(database, cipher, column)
        for column in columns
    }


def _column(database: Database, cipher: Cipher, column: sa.Column) -> int:
    table, written, after = column.table, 0, 0
    most = FILES if table is files_table else BATCH
    while True:
        with database.atomic() as tx:
            query = sa.select(table.c.id, column).where(table.c.id > after, column.is_not(None))
            rows = tx.execute(query.order_by(table.c.id).limit(most)).all()
            for row in rows:
                # the old value stays a condition: somebody may have written a fresh one meanwhile
                result = tx.execute(
                    table.update()
                    .where(table.c.id == row[0], column == row[1])
                    .values({column.name: cipher.rotate(row[1])})
                )
                written += int(result.rowcount)
        if len(rows) < most:
            return written
        after = rows[-1][0]

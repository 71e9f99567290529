"""What an outbox holds, for tests of its parts."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels.outbox import Outbox, outbox_table

LAN, MAI = "telegram:1", "telegram:2"


def due(tx: Connection, outbox: Outbox) -> list[str]:
    return [found.reply.text for found in outbox.due(tx, "telegram")]


def wake(tx: Connection) -> None:
    tx.execute(outbox_table.update().values(next_at=0))

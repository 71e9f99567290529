"""The encrypted columns of this room, for ``handoff.rotation.rotate``."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from channels.inbox import inbox_table
from channels.outbox import outbox_table
from channels.reminders import reminders_table
from channels.zalo_token import zalo_tokens_table

__all__ = ["OURS"]

OURS: Final[tuple[sa.Column, ...]] = (
    inbox_table.c.body,
    outbox_table.c.body,
    reminders_table.c.body,
    zalo_tokens_table.c.access_token,
    zalo_tokens_table.c.refresh_token,
)
"""Each table has an integer ``id``; an empty value is NULL."""

"""Every reply of every channel, stored before it is sent and until it has arrived."""

from __future__ import annotations

from channels.dispatch import Dispatch
from channels.letters import Letters
from channels.outgoing import FETCHED, Outgoing, outbox_table
from channels.upkeep import Upkeep

__all__ = ["FETCHED", "Outbox", "Outgoing", "outbox_table"]


class Outbox(Dispatch, Upkeep, Letters):
    """All replies of a store: on their way, looked up, looked after."""

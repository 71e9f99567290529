"""Alerts to the duty group: the number of a case and its level, never her words."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels import messages
from channels.outbox import Outbox
from handoff.case import Case
from handoff.reply import Button, Reply

__all__ = ["Alerts"]


class Alerts:
    """Puts alerts into the outbox.

    Args:
        outbox: where they wait to be sent.
        duty_chat: id of the Telegram group, ``""`` where there is none.
        desk_url: address of the desk, ``""`` where it is not known.
    """

    def __init__(self, outbox: Outbox, duty_chat: str, desk_url: str) -> None:
        """Keep where to write."""
        self._outbox, self._duty_chat, self._desk_url = outbox, duty_chat, desk_url

    def __call__(self, tx: Connection, case: Case, what: str) -> None:
        """Alert the group, in the transaction of the case.

        Args:
            tx: transaction.
            case: the case.
            what: ``"opened"``, ``"raised"`` or ``"escalated"``.
        """
        if not self._duty_chat:
            return
        text = messages.ALERT[what].format(
            number=case.number, level=messages.LEVELS[case.level], times=case.escalations
        )
        buttons: tuple[Button, ...] = ()
        if self._desk_url.startswith("https://"):  # Telegram refuses other addresses
            buttons = (Button(messages.OPEN_DESK, url=f"{self._desk_url}/cases/{case.id}"),)
        urgent = case.level == "emergency"
        self._outbox.put(
            tx, f"telegram:{self._duty_chat}", Reply(text, buttons), author="system", urgent=urgent
        )

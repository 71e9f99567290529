"""Alerts to the duty group: the number of a case and its level, never her words."""

from __future__ import annotations

from collections.abc import Sequence

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
        duty_chats: ids of Telegram groups: those on duty, then the supervisors, then everybody;
            fewer where there are fewer groups, none where nobody is told.
        desk_url: address of the desk, ``""`` where it is not known.
    """

    def __init__(self, outbox: Outbox, duty_chats: Sequence[str], desk_url: str) -> None:
        """Keep where to write."""
        self._outbox, self._duty_chats, self._desk_url = outbox, tuple(duty_chats), desk_url

    def __call__(self, tx: Connection, case: Case, what: str) -> None:
        """Alert, in the transaction of the case.

        Each time nobody has accepted it goes wider: the first time again to those on duty, the
        second time to the supervisors too, from the third time on to everybody.

        Args:
            tx: transaction.
            case: the case.
            what: ``"opened"``, ``"raised"``, ``"again"`` (danger after the alarm was taken back),
                ``"escalated"``, ``"stalled"`` (its owner is silent)
                or ``"due"`` (the follow-up she agreed to).
        """
        wide = case.escalations if what in ("escalated", "stalled") else 1
        said = messages.ALERT[what]
        if what == "escalated":
            said = messages.ALERT_AGAIN[min(max(wide, 1), len(messages.ALERT_AGAIN)) - 1]
        text = said.format(
            number=case.number, level=messages.LEVELS[case.level], times=case.escalations
        )
        buttons: tuple[Button, ...] = ()
        if self._desk_url.startswith("https://"):  # Telegram refuses other addresses
            buttons = (Button(messages.OPEN_DESK, url=f"{self._desk_url}/cases/{case.id}"),)
        urgent = case.level == "emergency" and what != "due"
        for chat in self._duty_chats[: max(wide, 1)]:
            self._outbox.put(
                tx, f"telegram:{chat}", Reply(text, buttons), author="system", urgent=urgent
            )

"""What a platform must be able to do to have replies sent to it, and how it may fail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from handoff.reply import Reply

__all__ = [
    "UNREACHED",
    "RefusedError",
    "SendError",
    "Sender",
    "TryLaterError",
    "UnreachableError",
]

UNREACHED: Final = (
    "blocked_by_user",
    "not_a_follower",
    "out_of_window",
    "restricted_by_user",
    "user_banned_or_idle",
)
"""Names of :class:`UnreachableError` that end when the person writes to us again."""


class SendError(Exception):
    """A part was not delivered; ``name`` is short, without identifiers or text."""

    def __init__(self, name: str) -> None:
        """``name`` goes to the row of the outbox, to logs and to metrics."""
        super().__init__(name)
        self.name = name


class TryLaterError(SendError):
    """It may work later.

    Attributes:
        after: seconds to wait, ``None`` to let the outbox choose.
        everybody: the whole channel should wait, not this person's replies alone.
    """

    def __init__(self, name: str, after: float | None = None, *, everybody: bool = False) -> None:
        """``after`` is in seconds."""
        super().__init__(name)
        self.after, self.everybody = after, everybody


class RefusedError(SendError):
    """The platform will never take that reply."""


class UnreachableError(SendError):
    """The person cannot be written to any more: blocked, gone, outside the window."""


class Sender(Protocol):
    """One platform's outgoing side."""

    channel: str

    def parts(self, reply: Reply) -> list[Any]:
        """A reply as the messages the platform allows, in order; at least one."""

    async def send(self, conversation: str, part: Any, *, urgent: bool) -> str:
        """Send one part.

        Returns:
            What the platform calls it, ``""`` where it does not say.

        Raises:
            TryLaterError, RefusedError, UnreachableError: it was not delivered.
        """

    async def delete(self, conversation: str, ids: Sequence[str]) -> None:
        """Delete messages where the platform can; what it refuses is left."""

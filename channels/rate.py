"""How fast a platform may be written to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

__all__ = ["Rate", "Rates"]


class Rate:
    """A bucket that fills with ``per_second`` permits up to ``burst``.

    Args:
        per_second: permits a second.
        burst: permits that may be saved up, at least 1.
        clock: seconds, never going back.
    """

    def __init__(
        self, per_second: float, burst: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """The bucket starts full."""
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._permits, self._at = burst, clock()

    def reserve(self, *, urgent: bool = False) -> float:
        """Take one permit.

        Args:
            urgent: do not wait for the permits that others have reserved already.

        Returns:
            Seconds to wait before using it.
        """
        self._fill()
        self._permits -= 1
        if self._permits >= 0 or urgent:
            return 0.0
        return -self._permits / self._per_second

    def allow(self) -> bool:
        """Take one permit if there is one; whoever is refused owes nothing."""
        self._fill()
        if self._permits < 1:
            return False
        self._permits -= 1
        return True

    def _fill(self) -> None:
        now = self._clock()
        self._permits = min(self._burst, self._permits + (now - self._at) * self._per_second)
        self._at = now

    @property
    def full(self) -> bool:
        """Whether nothing has been taken for a while."""
        gained = (self._clock() - self._at) * self._per_second
        return self._permits + gained >= self._burst


class Rates:
    """One rate for a whole platform and one for each conversation of it.

    Args:
        overall: permits a second of the platform.
        each: permits a second of one conversation, ``None`` for no such limit.
        burst: of one conversation.
    """

    def __init__(self, overall: float, each: float | None = None, burst: float = 1.0) -> None:
        """Conversations come and go by themselves."""
        self._overall = Rate(overall, overall)
        self._each, self._burst = each, burst
        self._rates: dict[str, Rate] = {}

    async def wait(self, conversation: str, *, urgent: bool = False) -> None:
        """Wait until the conversation may be written to."""
        seconds = self._overall.reserve(urgent=urgent)
        if self._each is not None:
            rate = self._rates.setdefault(conversation, Rate(self._each, self._burst))
            seconds = max(seconds, rate.reserve(urgent=urgent))
        if len(self._rates) > 5000:
            self._rates = {name: rate for name, rate in self._rates.items() if not rate.full}
        if seconds > 0:
            await asyncio.sleep(seconds)

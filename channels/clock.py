"""Noticing when the machine's clock is set, forward or back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from channels.message import now_ms

__all__ = ["ClockWatch"]

TOLERANCE_MS: Final = 5_000
"""A clock that is slewed moves less than this between two looks; that is no jump."""


def _steady_ms() -> int:
    """Milliseconds since the machine was started, asleep or not."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class ClockWatch:
    """Compares the clock on the wall with one that never goes back.

    Args:
        steady: milliseconds of a clock that nobody sets.
    """

    def __init__(self, steady: Callable[[], int] = _steady_ms) -> None:
        """The present moment is the first look."""
        self._steady = steady
        self._offset = now_ms() - steady()

    def jumped(self) -> int:
        """Milliseconds by which the clock was set since the last jump that was told, else 0."""
        offset = now_ms() - self._steady()
        by = offset - self._offset
        if abs(by) < TOLERANCE_MS:
            return 0
        self._offset = offset
        return by

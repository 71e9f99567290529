"""Failed sign-ins under names nobody has."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

__all__ = ["Strangers"]

MOST: Final = 10_000


class Strangers:
    """Locks names that do not exist as accounts are locked.

    A lock that only real accounts know would tell who has one. Kept in memory, the oldest name is
    forgotten first.

    Args:
        before_lock: failures that lock a name.
        seconds: how long.
    """

    def __init__(self, before_lock: int, seconds: float) -> None:
        """Nobody has failed yet."""
        self._before_lock, self._seconds = before_lock, seconds
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def locked_until(self, name: str) -> float:
        """When the name may be tried again, seconds since the epoch; 0 where it may be now."""
        with self._lock:
            return self._failed.get(name, (0, 0.0))[1]

    def fail(self, name: str, now: float) -> None:
        """Count a failure."""
        with self._lock:
            failures = self._failed.pop(name, (0, 0.0))[0] + 1
            lock = failures >= self._before_lock
            self._failed[name] = (0, now + self._seconds) if lock else (failures, 0.0)
            while len(self._failed) > MOST:
                self._failed.popitem(last=False)

"""Ordinary messages step aside while many wait to hear that theirs are stored.

Storing a message takes a fraction of what answering it takes. Without this a crowd at the webhook
waits behind the answers to those who came before; with it they are told at once, and the answers
follow. Urgent messages never step aside.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Final

__all__ = ["Courtesy"]

CROWD: Final = 5
"""Messages being stored at the same moment from which on it is crowded."""

LASTING: Final = 0.25
"""Seconds it counts as crowded after that."""

LEAST: Final = 2
MOST: Final = 64
"""Ordinary messages answered at a time, when it is crowded and when it is not."""

LOOK: Final = 0.05


class Courtesy:
    """Counts who waits to be stored, and lets ordinary messages go on by that."""

    def __init__(self) -> None:
        """Nobody is there."""
        self._storing = self._inside = 0
        self._crowded_until = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._looking = False

    @property
    def crowded(self) -> bool:
        """Whether many wait to hear that their messages are stored."""
        return time.monotonic() < self._crowded_until

    @contextlib.contextmanager
    def storing(self) -> Iterator[None]:
        """While a message is being stored."""
        self._storing += 1
        if self._storing >= CROWD:
            self._crowded_until = time.monotonic() + LASTING
        try:
            yield
        finally:
            self._storing -= 1

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """While an ordinary message is answered; waits for a place, first come, first served."""
        if self._inside >= self._places or self._waiting:
            await self._wait()
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            self._admit()

    @property
    def _places(self) -> int:
        return LEAST if self.crowded else MOST

    async def _wait(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(LOOK, self._look)
        await future

    def _look(self) -> None:
        """The crowd may have gone without anybody leaving."""
        self._admit()
        self._looking = bool(self._waiting)
        if self._looking:
            asyncio.get_running_loop().call_later(LOOK, self._look)

    def _admit(self) -> None:
        free = self._places - self._inside
        while free > 0 and self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(None)
                free -= 1

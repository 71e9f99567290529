"""A place where only so many may be at once, and the most urgent of those who wait goes first."""

from __future__ import annotations

import asyncio
import heapq
import itertools

__all__ = ["Turnstile"]


class Turnstile:
    """A semaphore whose waiters have a rank; among equals the first to come goes first.

    Usage::

        async with turnstile.pass_as(rank):
            ...

    Args:
        places: how many may be inside.
    """

    def __init__(self, places: int) -> None:
        """Everybody may still enter."""
        self._free = places
        self._numbers = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @property
    def waiting(self) -> int:
        """How many wait outside."""
        return sum(not future.done() for _, _, future in self._waiting)

    def pass_as(self, rank: int) -> _Pass:
        """A context manager: inside once a place is free; higher ranks go first."""
        return _Pass(self, rank)

    async def _enter(self, rank: int) -> None:
        if self._free > 0:
            self._free -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (-rank, next(self._numbers), future))
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._leave()  # the place was given in the moment of cancelling
            raise

    def _leave(self) -> None:
        while self._waiting:
            future = heapq.heappop(self._waiting)[2]
            if not future.done():
                future.set_result(None)
                return
        self._free += 1


class _Pass:
    def __init__(self, turnstile: Turnstile, rank: int) -> None:
        self._turnstile, self._rank = turnstile, rank

    async def __aenter__(self) -> None:
        await self._turnstile._enter(self._rank)

    async def __aexit__(self, *_error: object) -> None:
        self._turnstile._leave()

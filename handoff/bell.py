"""A bell that every process hears, through Redis: somebody has committed something.

Nothing but the ringing goes over Redis: what happened is read from the store, as without it.
While Redis is away, pages hear of things at the next look of :class:`handoff.live.LiveFeed`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from typing import Any, Final

__all__ = ["Bell"]

logger = logging.getLogger(__name__)

CHANNEL: Final = "tincay:live"
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 30.0
"""Seconds between two attempts to reach a Redis that stays away, doubling from the first."""

PATIENCE: Final = 5.0
"""Seconds a connection or a ring may take."""


class Bell:
    """Rings in the other processes, and hears them.

    Args:
        url: ``redis://…`` or ``rediss://…``.
        heard: called in the event loop when another process rang.
    """

    def __init__(self, url: str, heard: Callable[[], None]) -> None:
        """Nothing is connected before :meth:`run`."""
        self._url, self._heard = url, heard
        self._own = secrets.token_hex(8)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._due = asyncio.Event()

    def ring(self) -> None:
        """Ring soon; from any thread, and never waiting for Redis."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._due.set)

    async def run(self) -> None:
        """Ring and listen until cancelled, through every loss of the connection."""
        from redis.asyncio import Redis
        from redis.exceptions import RedisError

        self._loop = asyncio.get_running_loop()
        wait = FIRST_WAIT
        while True:
            client: Any = Redis.from_url(self._url, socket_connect_timeout=PATIENCE)
            try:
                async with asyncio.timeout(PATIENCE):
                    await client.ping()
                wait = FIRST_WAIT
                await self._both(client)
            except (RedisError, OSError, TimeoutError) as away:
                logger.warning("live bell: %s", type(away).__name__)
            finally:
                with contextlib.suppress(Exception):
                    await client.close()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _both(self, client: Any) -> None:
        """Ring and listen until either fails.

        Not a task group: before Python 3.13 one whose member fails forgets that it was cancelled
        in the same moment, and the bell would never end.
        """
        members = [asyncio.ensure_future(work(client)) for work in (self._listen, self._send)]
        try:
            done, _ = await asyncio.wait(members, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for member in members:
                member.cancel()
            await asyncio.gather(*members, return_exceptions=True)
        for member in done:
            member.result()

    async def _listen(self, client: Any) -> None:
        async with client.pubsub(ignore_subscribe_messages=True) as subscribed:
            await subscribed.subscribe(CHANNEL)
            self._heard()  # what was rung while nobody listened
            while True:
                said = await subscribed.get_message(timeout=PATIENCE)
                if said is not None and said["data"] != self._own.encode():
                    self._heard()

    async def _send(self, client: Any) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            # not wait_for: before Python 3.12 it loses a cancellation that comes with the result
            async with asyncio.timeout(PATIENCE):
                await client.publish(CHANNEL, self._own)

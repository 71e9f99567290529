"""The worker that empties the outbox of one platform."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy.engine import Connection

from channels.message import now_ms
from channels.metrics import SENDING_ERRORS, SENT
from channels.outbox import Outbox, Outgoing
from channels.sending import RefusedError, Sender, SendError, TryLaterError, UnreachableError
from channels.writer import STORE_AWAY, Rank, Writer, WriterStoppedError

__all__ = ["Delivery"]

logger = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
"""Without a nudge, how long until the outbox is looked at again."""


URGENT_PLACES: Final = 8
"""Places on the way that only urgent replies may take."""


class Delivery:
    """Sends what is due, in order within a conversation, several conversations at once.

    Args:
        outbox: the replies.
        writer: stores what became of them.
        sender: the platform.
        undelivered: called in the transaction that gives a reply up.
        at_once: how many replies may be on their way at the same time, and a few urgent ones more.
    """

    def __init__(
        self,
        outbox: Outbox,
        writer: Writer,
        sender: Sender,
        undelivered: Callable[[Connection, Outgoing], None] | None = None,
        at_once: int = 16,
    ) -> None:
        """Nothing is sent before :meth:`run`."""
        self._outbox, self._writer, self._sender = outbox, writer, sender
        self._undelivered = undelivered
        self._nudged = asyncio.Event()
        self._at_once = at_once
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()
        self._trouble: set[str] = set()
        self._paused_until = 0.0

    @property
    def channel(self) -> str:
        """The platform's name."""
        return self._sender.channel

    def nudge(self) -> None:
        """Something new may be due."""
        self._nudged.set()

    async def run(self) -> None:
        """Send until cancelled; what is on its way then is given a moment to arrive."""
        try:
            while True:
                try:
                    wait = await self._round()
                except Exception as error:  # the store is away: nothing is lost, look again
                    logger.warning("outbox of %s: %s", self.channel, type(error).__name__)
                    wait = 1.0
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._nudged.wait()
        finally:
            if self._on_the_way:
                await asyncio.wait(self._on_the_way, timeout=3)

    async def _round(self) -> float:
        self._nudged.clear()
        free = self._at_once - len(self._on_the_way)
        crowded = free <= 0
        if crowded:  # a slow platform: ordinary replies must not keep urgent ones out
            free += URGENT_PLACES
        paused = self._paused_until - time.monotonic()
        if free <= 0:
            return IDLE_SECONDS  # whoever arrives nudges
        if paused > 0:
            return paused
        taken, due = await self._writer.write(
            lambda tx: self._take(tx, free, urgent=crowded), Rank.EMERGENCY
        )
        for outgoing in taken:
            self._in_hand.add(outgoing.id)
            task = asyncio.create_task(self._deliver(outgoing))
            self._on_the_way.add(task)
            task.add_done_callback(self._arrived)
        if due is None or crowded:
            return IDLE_SECONDS
        # what is due but not taken waits for something on its way, which nudges
        return min(IDLE_SECONDS, max(0.25, (due - now_ms()) / 1000))

    def _take(
        self, tx: Connection, most: int, *, urgent: bool
    ) -> tuple[list[Outgoing], int | None]:
        taken = self._outbox.due(tx, self.channel, most, tuple(self._in_hand), urgent=urgent)
        return taken, self._outbox.next_due(tx, self.channel)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self._on_the_way.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.warning("outbox of %s: %s", self.channel, type(task.exception()).__name__)
        self._nudged.set()

    async def _deliver(self, outgoing: Outgoing) -> None:
        try:
            await self._send(outgoing)
        finally:
            self._in_hand.discard(outgoing.id)

    async def _send(self, outgoing: Outgoing) -> None:
        """Send one reply and store what became of it; an unknown error counts as try again."""
        ids = list(outgoing.platform_ids)
        try:
            if outgoing.delete and not ids:
                await self._sender.delete(outgoing.conversation, outgoing.delete)
            parts = self._sender.parts(outgoing.reply)
            for number, part in enumerate(parts[outgoing.parts_sent :], outgoing.parts_sent + 1):
                said = await self._sender.send(outgoing.conversation, part, urgent=outgoing.urgent)
                ids.append(said or "-")
                if number < len(parts):
                    done = list(ids)
                    await self._note(
                        lambda tx, done=done: self._outbox.part_sent(tx, outgoing, done)  # type: ignore[misc]
                    )
        except SendError as error:
            await self._failed(outgoing, error)
        except Exception as error:
            logger.exception("sending on %s", self.channel)
            await self._failed(outgoing, TryLaterError(type(error).__name__))
        else:
            SENT.labels(self.channel).inc()
            await self._note(lambda tx: self._outbox.sent(tx, outgoing, ids))
            await self._back()

    async def _note(
        self,
        work: Callable[[Connection], object],
        plain: Callable[[Connection], object] | None = None,
    ) -> None:
        """Store what became of a reply, however long the store is away.

        What has arrived and is not noted would be sent again. Where it is not the store that
        fails, ``plain`` is noted instead, which does less.
        """
        wait = 0.1
        while True:
            try:
                await self._writer.write(work, Rank.STORE)
                return
            except WriterStoppedError:
                raise
            except Exception as error:
                logger.warning("outbox of %s: %s", self.channel, type(error).__name__)
                if plain is not None and not isinstance(error, STORE_AWAY):
                    work, plain = plain, None
                await asyncio.sleep(wait)
                wait = min(wait * 2, 2.0)

    async def _back(self) -> None:
        """After trouble the platform takes replies again: the others need not wait any longer."""
        if self._trouble:
            errors, self._trouble = self._trouble, set()
            await self._note(lambda tx: self._outbox.hurry(tx, self.channel, errors))

    async def _failed(self, outgoing: Outgoing, error: SendError) -> None:
        SENDING_ERRORS.labels(self.channel, error.name).inc()
        logger.warning("sending on %s: %s", self.channel, error.name)
        if isinstance(error, TryLaterError):
            after = None if error.after is None else round(error.after * 1000)
            if error.everybody:
                self._paused_until = time.monotonic() + (error.after or 1.0)
            if after is None:
                self._trouble.add(error.name)
            await self._note(
                lambda tx: self._again(tx, outgoing, error.name, after),
                lambda tx: self._outbox.again(tx, outgoing, error.name, after),
            )
        elif isinstance(error, UnreachableError):
            await self._note(
                lambda tx: self._gone(tx, outgoing, error.name),
                lambda tx: self._outbox.unreachable(tx, outgoing.conversation, error.name),
            )
        else:
            assert isinstance(error, RefusedError)
            await self._note(
                lambda tx: self._dead(tx, outgoing, error.name),
                lambda tx: self._outbox.dead(tx, outgoing, error.name),
            )

    def _again(self, tx: Connection, outgoing: Outgoing, error: str, after: int | None) -> None:
        if not self._outbox.again(tx, outgoing, error, after):
            self._tell(tx, outgoing, error)

    def _gone(self, tx: Connection, outgoing: Outgoing, error: str) -> None:
        self._outbox.unreachable(tx, outgoing.conversation, error)
        self._tell(tx, outgoing, error)

    def _dead(self, tx: Connection, outgoing: Outgoing, error: str) -> None:
        self._outbox.dead(tx, outgoing, error)
        self._tell(tx, outgoing, error)

    def _tell(self, tx: Connection, outgoing: Outgoing, error: str) -> None:
        if self._undelivered:
            self._undelivered(tx, replace(outgoing, error=error))

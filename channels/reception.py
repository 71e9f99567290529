"""Where every channel hands a message in: stored before anybody says thank you."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Connection

from channels import whereabouts
from channels.courtesy import Courtesy
from channels.inbox import Inbox, Prepared, Stored
from channels.judging import Judge, Recent
from channels.message import Incoming, clean
from channels.metrics import ACKNOWLEDGED, RECEIVED, UNSTORED
from channels.outcome import Outcome
from channels.scheduler import Scheduler
from channels.writer import Rank, Writer
from handoff.reply import Reply
from handoff.urgent import reply_to
from nlu.triage.result import Triage

__all__ = ["Received", "Reception", "StoreAwayError"]

logger = logging.getLogger(__name__)

STORE_SECONDS: Final = 1.5
"""How long storing may take before the channel is told that the store is away."""


class StoreAwayError(Exception):
    """The message could not be stored in time: the sender must try again.

    Attributes:
        triage: what it says, judged without the store.
        reply: the fixed reply where it is urgent, to be given at once all the same.
    """

    def __init__(self, triage: Triage, reply: Reply | None) -> None:
        """Keep the judgement."""
        super().__init__("the store is away")
        self.triage, self.reply = triage, reply


@dataclass(frozen=True, slots=True)
class Received:
    """A message that is stored; ``outcome`` ends when it has been handled."""

    stored: Stored
    outcome: asyncio.Future[Outcome | None]


class Reception:
    """Takes messages in.

    Args:
        inbox: where they are stored.
        writer: runs the transactions.
        scheduler: handles them.
        judge: triage, for the time the store is away.
        recent: turns in memory.
        nudge: called when a message has been handled: replies may be due.
        courtesy: counts who waits to be stored.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        writer: Writer,
        scheduler: Scheduler,
        judge: Judge,
        recent: Recent,
        nudge: Callable[[], None],
        courtesy: Courtesy | None = None,
    ) -> None:
        """Nothing is taken in yet."""
        self._inbox, self._writer, self._scheduler = inbox, writer, scheduler
        self._judge, self._recent, self._nudge = judge, recent, nudge
        self._courtesy = courtesy or Courtesy()

    async def receive(self, incoming: Incoming) -> Received:
        """Store a message and have it handled.

        Returns:
            Once it is durable. A message that was there before is not handled again: its
            outcome is ``None`` unless it is still being handled.

        Raises:
            StoreAwayError: it may or may not get stored; the sender must send it again.
        """
        began = time.monotonic()
        storing = asyncio.ensure_future(self._store(incoming))
        try:
            with self._courtesy.storing():
                async with asyncio.timeout(STORE_SECONDS):
                    stored = await asyncio.shield(storing)
        except Exception as error:
            UNSTORED.labels(incoming.channel).inc()
            logger.error("not stored: %s", type(error).__name__)
            # what takes long may still succeed, and is then handled like any other
            storing.add_done_callback(self._late)
            raise await self._lifeline(incoming) from error
        ACKNOWLEDGED.labels(incoming.channel).observe(time.monotonic() - began)
        return Received(stored, self._handle(stored))

    async def _store(self, incoming: Incoming) -> Stored:
        ready = self._inbox.prepare(incoming)
        return await self._writer.write(lambda tx: self._keep(tx, ready), Rank.STORE)

    def _keep(self, tx: Connection, ready: Prepared) -> Stored:
        stored = self._inbox.store(tx, ready)
        name = stored.incoming.conversation
        if stored.new and self._recent.get(name) is None and self._inbox.first(tx, stored):
            self._recent.put(name, [])  # spares triage a look for earlier turns
        return stored

    def _handle(self, stored: Stored) -> asyncio.Future[Outcome | None]:
        if not stored.new and stored.state != "received":
            over: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
            over.set_result(None)
            return over
        if stored.new:
            RECEIVED.labels(stored.incoming.channel).inc()
        outcome = self._scheduler.add(stored)
        outcome.add_done_callback(lambda _done: self._nudge())
        return outcome

    def _late(self, storing: asyncio.Future[Stored]) -> None:
        if not storing.cancelled() and storing.exception() is None:
            self._handle(storing.result())

    async def _lifeline(self, incoming: Incoming) -> StoreAwayError:
        """Judge a message without the store."""
        text = clean(incoming.text)
        previous = self._recent.get(incoming.conversation) or []
        triage = await asyncio.to_thread(self._judge, text, previous)
        where = await asyncio.to_thread(whereabouts.read, incoming)
        if not triage.urgent or incoming.group:
            return StoreAwayError(triage, None)
        reply = reply_to(triage, place_id=where.province if where else None)
        return StoreAwayError(triage, reply)

"""What just happened, for pages that follow it live: the desk and the web chat.

Events are rows with an increasing id, written in the transaction that makes them true, so that a
page of any process sees exactly what was committed. One task a process reads new rows and hands
them to the pages that follow: at once after a commit of this process (or of another one, with
:class:`handoff.bell.Bell`), else at the next look. Events carry ids and numbers, never words or
identities.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.database import TOLD, Database, metadata

__all__ = [
    "DESK",
    "Event",
    "LiveFeed",
    "conversation_topic",
    "forget",
    "latest",
    "prune",
    "publish",
]

DESK: Final = "desk"
POLL_SECONDS: Final = 0.25
GAP_SECONDS: Final = 0.05
"""Least time between two looks, however much is committed."""

QUEUE_LIMIT: Final = 500
OVERLAP: Final = 200
"""Ids read again at each look: on PostgreSQL a lower id may be committed after a higher one."""

events = sa.Table(
    "live_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("topic", sa.String(300), nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sqlite_autoincrement=True,
)


def conversation_topic(conversation: str) -> str:
    """The topic of one conversation."""
    return f"conversation:{conversation}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: ``kind`` says what, ``data`` which case or entry."""

    id: int
    topic: str
    kind: str
    data: dict[str, Any]


def publish(tx: Connection, topic: str, kind: str, data: dict[str, Any] | None = None) -> None:
    """Tell the followers of a topic once ``tx`` commits; ``data`` must hold no words of anyone."""
    tx.execute(
        events.insert().values(topic=topic, kind=kind, data=json.dumps(data or {}), at=time.time())
    )
    tx.info[TOLD] = True


def latest(tx: Connection) -> int:
    """The id of the newest event, 0 when there is none: what a page made now has seen."""
    return int(tx.execute(sa.select(sa.func.max(events.c.id))).scalar() or 0)


def prune(tx: Connection, before: float) -> int:
    """Delete events older than ``before`` (seconds since the epoch); returns how many."""
    return int(tx.execute(events.delete().where(events.c.at < before)).rowcount)


def forget(tx: Connection, topic: str) -> None:
    """Delete what was told of a topic, whose name may be an identifier."""
    tx.execute(events.delete().where(events.c.topic == topic))


def _event(row: Any) -> Event:
    return Event(row.id, row.topic, row.kind, json.loads(row.data))


class _Follower:
    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self.queue: asyncio.Queue[Event | None] = asyncio.Queue(QUEUE_LIMIT)

    def give(self, event: Event) -> None:
        if event.topic not in self.topics:
            return
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:  # a page that stopped reading: end it, it will come back
            self.end()

    def end(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class LiveFeed:
    """Hands committed events to the pages of this process.

    Usage::

        feed = LiveFeed(database)
        async for event in feed.follow([DESK], after=last_id):
            ...
    """

    def __init__(self, database: Database, poll_seconds: float = POLL_SECONDS) -> None:
        """Nothing is read until somebody follows."""
        self._database = database
        self._poll_seconds = poll_seconds
        self._overlap = 0 if database.sqlite else OVERLAP
        self._rung: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        database.listeners.append(self.wake)
        self._followers: set[_Follower] = set()
        self._task: asyncio.Task[None] | None = None
        self._top = 0
        self._seen: set[int] = set()

    def wake(self) -> None:
        """Look now: something was committed. From any thread."""
        loop, rung = self._loop, self._rung
        if loop is not None and rung is not None and self._followers:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(rung.set)

    def _latest(self) -> int:
        with self._database.reading() as tx:
            return latest(tx)

    def _read(self, after: int) -> list[Event]:
        with self._database.reading() as tx:
            query = sa.select(events).where(events.c.id > after).order_by(events.c.id)
            return [_event(row) for row in tx.execute(query) if row.id not in self._seen]

    def _read_topics(self, after: int, topics: frozenset[str]) -> list[Event]:
        with self._database.reading() as tx:
            query = sa.select(events).where(events.c.id > after, events.c.topic.in_(topics))
            return [
                _event(row) for row in tx.execute(query.order_by(events.c.id).limit(QUEUE_LIMIT))
            ]

    async def follow(
        self, topics: Iterable[str], after: int | None = None, heartbeat: float = 15.0
    ) -> AsyncIterator[Event | None]:
        """Events of these topics from now on, or from after the event ``after``.

        Yields ``None`` every ``heartbeat`` seconds without an event, so that a broken connection
        is noticed. Ends when the page reads too slowly or the feed is closed.
        """
        follower = _Follower(topics)
        await self._start()
        self._followers.add(follower)
        try:
            told: set[int] = set()
            if after is not None:
                for event in await asyncio.to_thread(self._read_topics, after, follower.topics):
                    told.add(event.id)
                    yield event
            while True:
                try:
                    async with asyncio.timeout(heartbeat):
                        next_event = await follower.queue.get()
                except TimeoutError:
                    yield None
                    continue
                if next_event is None:
                    return
                if next_event.id not in told:
                    yield next_event
        finally:
            self._followers.discard(follower)

    async def _start(self) -> None:
        if self._task is None or self._task.done():
            top = await asyncio.to_thread(self._latest)
            if self._task is None or self._task.done():  # else another page was first
                self._top, self._seen = top, set(range(max(0, top - self._overlap), top + 1))
                self._loop, self._rung = asyncio.get_running_loop(), asyncio.Event()
                self._task = asyncio.create_task(self._run(self._rung))

    async def _run(self, rung: asyncio.Event) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._poll_seconds):
                    await rung.wait()
            rung.clear()
            if not self._followers:
                return
            try:
                found = await asyncio.to_thread(self._read, max(0, self._top - self._overlap))
            except sa.exc.SQLAlchemyError:  # the store is away for a moment: pages keep waiting
                continue
            for event in found:
                self._seen.add(event.id)
                self._top = max(self._top, event.id)
                for follower in tuple(self._followers):
                    follower.give(event)
            self._seen = {number for number in self._seen if number >= self._top - self._overlap}
            await asyncio.sleep(GAP_SECONDS)

    async def close(self) -> None:
        """End every page's stream and the reading task."""
        with contextlib.suppress(ValueError):  # closed before
            self._database.listeners.remove(self.wake)
        for follower in tuple(self._followers):
            follower.end()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

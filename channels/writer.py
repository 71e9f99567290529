"""All writes of the front go through one thread: urgent ones first, several in one commit.

SQLite lets one transaction write at a time and makes the others sleep and try again in no
particular order; a queue of our own is fair, lets an emergency overtake, and pays for one disk
flush where many messages arrive together.
"""

from __future__ import annotations

import asyncio
import enum
import itertools
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.database import Database

__all__ = ["STORE_AWAY", "Rank", "Writer", "WriterStoppedError"]

T = TypeVar("T")

BATCH: Final = 32
BATCH_SECONDS: Final = 0.006
"""Jobs of one commit, and how long it takes more in: an urgent job joins the next soon."""


class Rank(enum.IntEnum):
    """What goes first: an emergency, then what somebody waits to hear is stored."""

    EMERGENCY = 0
    STORE = 1
    USUAL = 2
    LAST = 9


class WriterStoppedError(Exception):
    """The writer was stopped before this job began; nothing of it is stored."""


STORE_AWAY: Final = (
    sa.exc.OperationalError,
    sa.exc.InterfaceError,
    sa.exc.TimeoutError,
    WriterStoppedError,
)
"""The store is locked, full or cannot be reached: no mistake of ours, it passes."""


@dataclass(order=True)
class _Job:
    priority: int
    number: int
    work: Callable[[Connection], Any] = field(compare=False)
    result: Future[Any] = field(compare=False)


class Writer:
    """Runs functions of a transaction, one after the other, in a thread of its own."""

    def __init__(self, database: Database) -> None:
        """The thread starts with :meth:`start`."""
        self._database = database
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        if self._thread is None:
            return
        self._stopping.set()
        self._jobs.put(_Job(Rank.LAST, next(self._numbers), lambda _tx: None, Future()))
        self._thread.join(timeout=10)
        self._thread = None

    @property
    def waiting(self) -> int:
        """Jobs that have not begun."""
        return self._jobs.qsize()

    def submit(self, work: Callable[[Connection], T], rank: Rank = Rank.USUAL) -> Future[T]:
        """Queue a job; the future ends once it is committed, or with what the job raised.

        A job may be run again when another of the same commit raised: all it does must be in the
        transaction.
        """
        result: Future[T] = Future()
        if self._stopping.is_set():
            result.set_exception(WriterStoppedError())
        else:
            self._jobs.put(_Job(rank, next(self._numbers), work, result))
        return result

    async def write(self, work: Callable[[Connection], T], rank: Rank = Rank.USUAL) -> T:
        """Run a job and wait for its commit.

        A caller that is cancelled does not take the job with it: it may be committed already.
        """
        return await asyncio.shield(asyncio.wrap_future(self.submit(work, rank)))

    def _run(self) -> None:
        while not (self._stopping.is_set() and self._jobs.empty()):
            first = self._jobs.get()
            if not first.result.set_running_or_notify_cancel():
                continue
            batch: list[_Job] = []
            try:
                values = self._together(first, batch)
            except Exception as error:
                self._apart(batch or [first], error)
                continue
            for job, value in zip(batch, values, strict=True):
                job.result.set_result(value)

    def _together(self, first: _Job, batch: list[_Job]) -> list[Any]:
        """Run a job, and the most urgent of those that wait, in one transaction.

        Args:
            first: begins it.
            batch: gets the jobs that were begun.
        """
        values: list[Any] = []
        with self._database.atomic() as transaction:
            until = time.monotonic() + BATCH_SECONDS
            job: _Job | None = first
            while job is not None:
                batch.append(job)
                values.append(job.work(transaction))
                full = len(batch) >= BATCH or time.monotonic() > until
                job = None if full else self._next()
        return values

    def _next(self) -> _Job | None:
        """The most urgent job that waits and that somebody still wants."""
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return None
            if job.result.set_running_or_notify_cancel():
                return job

    def _apart(self, batch: list[_Job], error: Exception) -> None:
        """Together they failed: each in a transaction of its own."""
        if len(batch) == 1:
            batch[0].result.set_exception(error)
            return
        for job in batch:
            try:
                with self._database.atomic() as transaction:
                    value = job.work(transaction)
            except Exception as problem:
                job.result.set_exception(problem)
            else:
                job.result.set_result(value)

"""Which message is handled next: an emergency at once, others in order within a conversation."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy.engine import Connection

from channels import commands, whereabouts
from channels.courtesy import Courtesy
from channels.inbox import Inbox, Stored
from channels.judging import TURN_LENGTH, TURNS, Judge, Recent
from channels.outcome import Outcome, OutOfTurnError
from channels.whereabouts import Whereabouts
from channels.writer import STORE_AWAY, Writer
from handoff.database import Database
from handoff.reply import Reply
from nlu.triage.result import Level, Triage

__all__ = ["Scheduler"]

logger = logging.getLogger(__name__)

ATTEMPTS: Final = 5
"""Failures in our own code after which a message is given up and stands in the inbox as failed.

A store that is locked, full or away is no failure of ours: the message waits for it.
"""

TURN_SECONDS: Final = 0.1
"""How soon a message whose turn has not come is looked at again."""

Handle = Callable[[Stored, Triage, Whereabouts | None], Awaitable[Outcome | None]]
GiveUp = Callable[[Connection, Stored, Triage], None]
Rescue = Callable[[Stored, Triage, Whereabouts | None], Awaitable[Reply | None]]


async def _nothing(_stored: Stored, _triage: Triage, _where: Whereabouts | None) -> Reply | None:
    """Where nobody can be told."""
    return None


class _Item:
    """A message that waits to be handled."""

    def __init__(self, stored: Stored, result: asyncio.Future[Outcome | None]) -> None:
        self.stored, self.result = stored, result
        self.triage: Triage | None = None
        self.where: Whereabouts | None = None
        self.started = self.rescued = False


class Scheduler:
    """Judges messages as they come and hands them to the router.

    Args:
        database: to read earlier turns.
        inbox: where they are.
        writer: to renew claims and give messages up.
        judge: triage.
        recent: turns in memory.
        handle: :meth:`Router.handle`.
        give_up: :meth:`Router.give_up`.
        courtesy: tells when ordinary messages should step aside.
        rescue: tells an emergency its numbers while the store takes nothing in, or returns them
            where her own call waits for them.
    """

    def __init__(
        self,
        *,
        database: Database,
        inbox: Inbox,
        writer: Writer,
        judge: Judge,
        recent: Recent,
        handle: Handle,
        give_up: GiveUp,
        courtesy: Courtesy | None = None,
        rescue: Rescue = _nothing,
    ) -> None:
        """Nothing runs before :meth:`add`."""
        self._database, self._inbox, self._writer = database, inbox, writer
        self._judge, self._recent = judge, recent
        self._handle, self._abandon = handle, give_up
        self._courtesy, self._rescue = courtesy or Courtesy(), rescue
        self._items: dict[int, _Item] = {}
        self._queues: dict[str, list[_Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        # threads of its own: judging must not wait for slow reads of other pages
        self._pool = ThreadPoolExecutor(2, "triage")

    @property
    def busy(self) -> int:
        """Messages in hand."""
        return len(self._items)

    def add(self, stored: Stored) -> asyncio.Future[Outcome | None]:
        """Take a message; the future ends when it has been handled."""
        known = self._items.get(stored.id)
        if known is not None:
            return known.result
        item = _Item(stored, asyncio.get_running_loop().create_future())
        self._items[stored.id] = item
        queue = self._queues.setdefault(stored.incoming.conversation, [])
        queue.append(item)
        queue.sort(key=lambda one: one.stored.id)
        self._start(self._take(item))
        return item.result

    async def keep_claims(self, seconds: float = 5.0) -> None:
        """Renew our claims and adopt messages of processes that died, until cancelled."""
        while True:
            await asyncio.sleep(seconds)
            try:
                found = await self._writer.write(self._renew)
            except Exception as error:
                logger.warning("claims: %s", type(error).__name__)
                continue
            for stored in found:
                self.add(stored)

    def _renew(self, tx: Connection) -> list[Stored]:
        self._inbox.renew(tx, tuple(self._items))
        return self._inbox.adopt(tx)

    async def stop(self) -> None:
        """Stop; what is not finished stays in the inbox for the next start."""
        self._stopping = True
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, item: _Item) -> None:
        """Judge a message; an emergency goes at once, the others when it is their turn."""
        loop = asyncio.get_running_loop()
        try:
            item.triage, item.where = await loop.run_in_executor(
                self._pool, self._read, item.stored
            )
        except Exception as error:
            logger.error("judging: %s", type(error).__name__)
            item.triage = self._judge(item.stored.incoming.text)
        if item.triage is not None and item.triage.level is Level.EMERGENCY:
            self._leave_queue(item)
            await self._finish(item)
        else:
            self._next(item.stored.incoming.conversation)

    def _read(self, stored: Stored) -> tuple[Triage, Whereabouts | None]:
        return self._triage(stored), whereabouts.read(stored.incoming)

    def _triage(self, stored: Stored) -> Triage:
        message = stored.incoming
        said = commands.read(message.text, message.payload)
        text = message.text or message.payload or ""
        if said.command is not None or text.startswith("/"):
            text = said.rest  # words after a command, or after a slash that begins none
        if message.kind != "message" or not text or text.startswith("/"):
            return Triage(Level.NONE)
        previous = self._recent.get(message.conversation)
        if previous is None:
            previous = self._read_previous(stored)
            self._recent.put(message.conversation, previous)
        triage = self._judge(text, previous)
        self._recent.add(message.conversation, text)
        return triage

    def _read_previous(self, stored: Stored) -> list[str]:
        """The turns before a message, after the last time she said it was not so."""
        with self._database.reading() as tx:
            turns = self._inbox.turns(
                tx, stored.incoming.conversation, before=stored.id, most=TURNS
            )
        texts: list[str] = []
        for turn in turns:
            said = commands.read(turn.incoming.text, turn.incoming.payload)
            if said.command == "not_so":
                texts = []
            elif said.command is None and turn.incoming.text and turn.incoming.kind == "message":
                texts.append(turn.incoming.text[:TURN_LENGTH])
        return texts

    def _leave_queue(self, item: _Item) -> None:
        queue = self._queues.get(item.stored.incoming.conversation, [])
        if item in queue:
            queue.remove(item)

    def _next(self, conversation: str) -> None:
        """Start the first message of a conversation when it is judged and none is on its way."""
        queue = self._queues.get(conversation)
        if not queue:
            self._queues.pop(conversation, None)
            return
        item = queue[0]
        if item.triage is not None and not item.started and not self._stopping:
            item.started = True
            self._start(self._in_turn(item))

    async def _in_turn(self, item: _Item) -> None:
        done = True
        try:
            if item.triage is not None and item.triage.urgent:
                done = await self._finish(item)
            else:
                async with self._courtesy.answering():
                    done = await self._finish(item)
            if not done:
                await asyncio.sleep(TURN_SECONDS)
        finally:
            item.started = False
            if done:
                self._leave_queue(item)
            self._next(item.stored.incoming.conversation)

    async def _finish(self, item: _Item) -> bool:
        """Handle a message, again and again while the store is away.

        Returns:
            False when an earlier message has to be handled first.
        """
        assert item.triage is not None
        failures, wait = 0, 0.2
        while True:
            try:
                outcome = await self._handle(item.stored, item.triage, item.where)
            except asyncio.CancelledError:
                self._settle(item, None)
                raise
            except OutOfTurnError:
                return False
            except Exception as error:
                if not isinstance(error, STORE_AWAY):
                    failures += 1
                elif item.triage.level is Level.EMERGENCY and not item.rescued:
                    # stored, but her case cannot be: the numbers do not wait for the store
                    item.rescued = True
                    self._start(self._rescued(item, item.triage))
                logger.error("handling failed: %s", type(error).__name__, exc_info=error)
                if not await self._give_up(item, failures):
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 10.0)
                    continue
                outcome = None
            self._settle(item, outcome)
            return True

    async def _rescued(self, item: _Item, triage: Triage) -> None:
        """Tell her the numbers: by the platform, or as the answer to the call that waits."""
        reply = await self._rescue(item.stored, triage, item.where)
        if reply is not None and not item.result.done():
            item.result.set_result(Outcome(str(triage.level), ((0, reply),)))

    def _settle(self, item: _Item, outcome: Outcome | None) -> None:
        self._items.pop(item.stored.id, None)
        if not item.result.done():
            item.result.set_result(outcome)

    async def _give_up(self, item: _Item, failures: int) -> bool:
        """Whether to stop trying: only when the store itself is well enough to note it."""
        if failures < ATTEMPTS:
            return False
        triage = item.triage or Triage(Level.NONE)
        with contextlib.suppress(Exception):
            await self._writer.write(lambda tx: self._abandon(tx, item.stored, triage))
            return True
        with contextlib.suppress(Exception):  # at least it no longer stands in the others' way
            await self._writer.write(lambda tx: self._inbox.fail(tx, item.stored.id))
            return True
        return False

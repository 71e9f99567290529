"""What the front does from time to time: one thing that fails keeps no other from being done."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from channels import erasure, keeping
from channels.inbox import inbox_table
from channels.message import Incoming, now_ms
from channels.outbox import outbox_table
from handoff.audit import trail
from handoff.reply import Reply
from tests.channels.conftest import Started, say, until


@pytest.mark.parametrize("broken", ["mind_the_clock", "remind", "alert", "errands", "purge"])
async def test_each_does_its_work_whatever_happens_to_the_others(
    running: Started, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(keeping, "ROUND_SECONDS", 0.02)
    done: list[str] = []

    def note(name: str, result: Any) -> Any:
        def work(*_given: Any) -> Any:
            done.append(name)
            if name == broken:
                raise RuntimeError
            return result

        return work

    async with running() as (front, _client):
        for name, result in (("remind", 0), ("alert", 0), ("purge", {})):
            monkeypatch.setattr(front.keeping, name, note(name, result))
        for name in ("mind_the_clock", "errands"):

            async def work(name: str = name) -> int:
                return int(note(name, 0)())

            monkeypatch.setattr(front.keeping, name, work)
        task = asyncio.ensure_future(front.keeping.run(lambda: None))
        await until(lambda: set(done) == {"mind_the_clock", "remind", "alert", "errands", "purge"})
        task.cancel()


async def test_what_was_on_its_way_to_the_assistant_is_forgotten_too(
    running: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer begun before she was erased writes to the assistant's store when it ends."""
    forgotten: list[Sequence[str]] = []
    async with running(forget=forgotten.append) as (front, client):
        await say(client, "/xoa")
        await front.keeping.errands()
        await front.keeping.errands()
        assert len(forgotten) == 2 and forgotten[0] == forgotten[1]
        later = now_ms() + 61_000
        monkeypatch.setattr(erasure, "now_ms", lambda: later)
        await front.keeping.errands()
        await front.keeping.errands()
        assert len(forgotten) == 3


async def test_a_channel_that_was_switched_off_keeps_no_words_beyond_their_time(
    running: Started,
) -> None:
    async with running() as (front, client):
        await say(client, "hỏi luật")

        def wait(tx: Connection) -> None:
            front.outbox.put(tx, "telegram:1", Reply("chờ gửi"))
            for number in ("1", "2"):
                stored = front.inbox.store(tx, Incoming("zalo", "zalo:1", number, "chờ trả lời"))
                front.inbox.park(tx, stored.id, "none")

        def age(tx: Connection) -> None:
            old = now_ms() - 31 * keeping.DAY_MS
            tx.execute(inbox_table.update().values(received_at=old))
            tx.execute(outbox_table.update().values(created_at=old))

        await front.writer.write(wait)
        counts = await front.writer.write(front.keeping.purge)
        assert counts["replies never sent"] == counts["messages never answered"] == 0
        await front.writer.write(age)
        counts = await front.writer.write(front.keeping.purge)
        assert counts["replies never sent"] == 1 and counts["messages never answered"] == 2
        with front.database.reading() as tx:
            assert front.outbox.count(tx) == {} and front.inbox.count(tx) == {}
            (told,) = trail(tx, action="expired")
        assert told.detail == {"replies": 1, "messages": 2}

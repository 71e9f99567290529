from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.writer import Rank, Writer, WriterStoppedError
from handoff.database import Database

notes = sa.Table("notes_of_a_test", sa.MetaData(), sa.Column("text", sa.Text))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'a.db'}")
    notes.create(found.engine)
    yield found
    found.close()


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    made = Writer(database)
    made.start()
    yield made
    made.stop()


def note(text: str) -> object:
    def work(tx: Connection) -> str:
        tx.execute(notes.insert().values(text=text))
        if text == "hỏng":
            raise ValueError(text)
        return text

    return work


def stored(database: Database) -> list[str]:
    with database.reading() as tx:
        return [row.text for row in tx.execute(sa.select(notes))]


async def test_urgent_jobs_overtake(database: Database, writer: Writer) -> None:
    gate = threading.Event()
    first = writer.submit(lambda _tx: gate.wait(5))
    jobs = [
        writer.submit(note("thường")),  # type: ignore[arg-type]
        writer.submit(note("nhận"), Rank.STORE),  # type: ignore[arg-type]
        writer.submit(note("gấp"), Rank.EMERGENCY),  # type: ignore[arg-type]
    ]
    gate.set()
    for job in (first, *jobs):
        await asyncio.wrap_future(job)
    assert stored(database) == ["gấp", "nhận", "thường"]


async def test_one_failure_harms_nobody_else(database: Database, writer: Writer) -> None:
    gate = threading.Event()
    writer.submit(lambda _tx: gate.wait(5))
    jobs = [writer.submit(note(text)) for text in ("một", "hỏng", "hai")]  # type: ignore[arg-type]
    gate.set()
    found = await asyncio.gather(
        *(asyncio.wrap_future(job) for job in jobs), return_exceptions=True
    )
    assert found[0] == "một" and found[2] == "hai" and isinstance(found[1], ValueError)
    assert stored(database) == ["một", "hai"]


async def test_stopping_finishes_what_is_queued(database: Database) -> None:
    writer = Writer(database)
    writer.start()
    jobs = [writer.submit(note(str(number))) for number in range(100)]  # type: ignore[arg-type]
    writer.stop()
    assert all(job.done() for job in jobs)
    assert len(stored(database)) == 100
    with pytest.raises(WriterStoppedError):
        await writer.write(note("zu spät"))  # type: ignore[arg-type]


async def test_cancelled_callers_do_not_take_their_job_along(
    database: Database, writer: Writer
) -> None:
    gate = threading.Event()
    writer.submit(lambda _tx: gate.wait(5))
    task = asyncio.create_task(writer.write(note("giữ")))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    task.cancel()
    gate.set()
    await writer.write(lambda _tx: None)
    assert stored(database) == ["giữ"]

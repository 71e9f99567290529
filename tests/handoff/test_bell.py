from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import subprocess
import time

import pytest

from handoff import bell as module
from handoff.bell import Bell
from handoff.database import Database
from handoff.live import DESK, LiveFeed, publish


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Server:
    """A Redis of the test's own, which can be stopped and started again."""

    def __init__(self, folder):
        self.port, self._folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process = None

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 10
        while not answers(self.port):
            assert time.monotonic() < end, "redis-server did not start"
            time.sleep(0.02)

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def redis(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


class Process:
    """What a front process has: a store, a feed and a bell."""

    def __init__(self, path, url):
        self.database = Database(f"sqlite:///{path}")
        self.database.create()
        # it never looks by itself: what it hears, it hears by the bell
        self.feed = LiveFeed(self.database, poll_seconds=3600)
        self.bell = Bell(url, self.feed.wake)
        self.database.listeners.append(self.bell.ring)
        self.task = asyncio.ensure_future(self.bell.run())

    async def commit(self, kind):
        def work():
            with self.database.atomic() as tx:
                publish(tx, DESK, kind)

        await asyncio.to_thread(work)

    async def end(self):
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task
        await self.feed.close()
        self.database.close()


async def heard(stream, process, kind):
    """Commit until the other process hears of it: its connection may just be coming up."""
    told = asyncio.ensure_future(anext(stream))
    for _ in range(100):
        await process.commit(kind)
        done, _ = await asyncio.wait([told], timeout=0.2)
        if done:
            return told.result().kind
    raise AssertionError("nothing was heard")


async def test_another_process_hears_at_once_also_after_redis_was_away(
    redis, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.1)
    monkeypatch.setattr(module, "FIRST_WAIT", 0.05)
    one, two = (Process(tmp_path / "shared.db", redis.url) for _ in range(2))
    stream = two.feed.follow([DESK])
    assert await heard(stream, one, "opened") == "opened"
    redis.stop()
    await one.commit("meanwhile")
    redis.start()
    kinds = set()
    while "closed" not in kinds:
        kinds.add(await heard(stream, one, "closed"))
    assert "meanwhile" in kinds, "what was committed meanwhile is not lost"
    await one.end()
    await two.end()


async def test_without_redis_nothing_waits_for_it(database, monkeypatch):
    warned = []
    monkeypatch.setattr(module.logger, "warning", lambda words, *more: warned.append(words % more))
    url = f"redis://:secret@127.0.0.1:{free_port()}/0"
    feed = LiveFeed(database, 0.01)
    bell = Bell(url, feed.wake)
    bell.ring()  # before it runs, harmless
    database.listeners.append(bell.ring)
    task = asyncio.ensure_future(bell.run())
    stream = feed.follow([DESK])
    first = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.2)
    with database.atomic() as tx:
        publish(tx, DESK, "opened")
    assert (await asyncio.wait_for(first, 10)).kind == "opened"
    for _ in range(500):  # that the bell is away may be noticed after the event was read
        if warned:
            break
        await asyncio.sleep(0.02)
    assert warned and "live bell" in warned[0]
    assert "secret" not in "".join(warned)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await feed.close()


class _Subscribed:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *_error):
        return None

    async def subscribe(self, _channel):
        await asyncio.sleep(0)

    async def get_message(self, **waiting):
        await asyncio.sleep(waiting["timeout"])


class _Client:
    """A Redis in memory that answers after one turn of the event loop."""

    def __init__(self, failing):
        self._failing = failing

    async def ping(self):
        await asyncio.sleep(0)

    async def publish(self, _channel, _own):
        await asyncio.sleep(0)
        if self._failing:
            raise ConnectionError

    async def close(self):
        await asyncio.sleep(0)

    def pubsub(self, **_options):
        return _Subscribed()


@pytest.mark.parametrize("failing", [False, True])
async def test_it_ends_in_whatever_moment_it_is_cancelled(failing, monkeypatch):
    monkeypatch.setattr("redis.asyncio.Redis.from_url", lambda *_a, **_k: _Client(failing))
    for turns in range(25):
        bell = Bell("redis://nowhere", lambda: None)
        task = asyncio.ensure_future(bell.run())
        for turn in range(turns):
            if turn > 5:
                bell.ring()
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=5)
        assert done, f"still running after being cancelled in turn {turns}"
        assert task.cancelled()

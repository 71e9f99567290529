"""Locked store, full disk, a clock that is set, a platform away for an hour: lost 0, doubled 0.

``kill -9`` has a test of its own beside this one, for it needs processes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.responses import Response

from channels import clock, dispatch, inbox, keeping, message, reception, upkeep
from channels.clock import ClockWatch
from channels.config import FrontConfig
from channels.front import Front
from channels.message import now_ms
from tests.channels.conftest import FakeAssistant, Started, until
from tests.channels.fake_telegram import TOKEN, FakeTelegram
from tests.channels.fake_zalo import APP_ID, APP_SECRET, FIRST_REFRESH, OA_ID, OA_SECRET, FakeZalo
from tests.channels.loopback import serving

HOUR_MS = 3_600_000
SECRET = {"X-Telegram-Bot-Api-Secret-Token": "bi-mat_1"}


class Platforms:
    """Zalo and Telegram, and how each delivers: again until it is acknowledged."""

    def __init__(self, zalo: FakeZalo, telegram: FakeTelegram) -> None:
        self.zalo, self.telegram = zalo, telegram

    def event(self, channel: str, text: str, person: int) -> dict[str, Any]:
        """What :func:`post` takes."""
        if channel == "zalo":
            body, headers = self.zalo.text(text, str(person))
            return {"url": "/webhooks/zalo", "content": body, "headers": headers}
        update = self.telegram.write(text, chat=person)
        return {"url": "/webhooks/telegram", "json": update, "headers": SECRET}

    def texts(self, channel: str, person: int) -> list[str]:
        return self.zalo.texts(str(person)) if channel == "zalo" else self.telegram.texts(person)


@pytest.fixture
async def platforms() -> AsyncIterator[tuple[Platforms, str, str]]:
    zalo, telegram = FakeZalo(), FakeTelegram()
    async with serving(zalo.app) as zalo_address, serving(telegram.app) as telegram_address:
        yield Platforms(zalo, telegram), zalo_address, telegram_address


@pytest.fixture
def open_front(
    running: Started,
    config: FrontConfig,
    platforms: tuple[Platforms, str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    monkeypatch.setattr(dispatch, "BACKOFF_MS", (50, 400))
    _, zalo, telegram = platforms
    both = replace(
        config,
        zalo_app_id=APP_ID,
        zalo_app_secret=APP_SECRET,
        zalo_oa_id=OA_ID,
        zalo_oa_secret=OA_SECRET,
        zalo_refresh_token=FIRST_REFRESH,
        zalo_api_base=zalo,
        zalo_oauth_base=zalo,
        telegram_token=TOKEN,
        telegram_api_base=telegram,
        telegram_webhook_secret="bi-mat_1",
        public_url="https://tincay.example",
    )

    @asynccontextmanager
    async def start(**options: Any) -> AsyncIterator[tuple[Front, httpx.AsyncClient]]:
        async with running(config=both, **options) as (front, client):
            await front.zalo.token.get()
            yield front, client

    return start


async def deliver(client: httpx.AsyncClient, event: dict[str, Any]) -> int:
    """As the platforms do: again until it is acknowledged; returns how often it was refused."""
    refused = 0
    while (await client.post(**event)).status_code != 200:
        refused += 1
        await asyncio.sleep(0.1)
    return refused


@contextmanager
def locked(front: Front) -> Iterator[None]:
    """Another process writes and does not come to an end."""
    with front.database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")  # BEGIN IMMEDIATE
        yield
        connection.rollback()


@contextmanager
def full(front: Front) -> Iterator[None]:
    """The file of the store cannot grow."""

    def limit(connection: Any) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def lift(connection: Any) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    sa.event.listen(front.database.engine, "begin", limit)
    try:
        yield
    finally:
        sa.event.remove(front.database.engine, "begin", limit)
        sa.event.listen(front.database.engine, "begin", lift)


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Milliseconds by which the clock on the wall is off; tests change the number."""
    off = [0]
    true = message.now_ms

    def now() -> int:
        return true() + off[0]

    for module in (message, inbox, dispatch, upkeep, keeping, clock):
        monkeypatch.setattr(module, "now_ms", now)
    return off


@pytest.mark.parametrize("channel", ["zalo", "telegram"])
async def test_locked_store_refuses_tells_emergencies_once_and_loses_nothing(
    open_front: Any,
    platforms: tuple[Platforms, str, str],
    channel: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reception, "STORE_SECONDS", 0.2)
    world = platforms[0]
    async with open_front() as (front, client):
        with locked(front):
            deliveries = [
                asyncio.create_task(deliver(client, world.event(channel, text, person)))
                for person, text in ((1, "anh ta cầm dao"), (2, "chào"), (3, "quyền của tôi"))
            ]
            await until(lambda: world.texts(channel, 1))
            assert "113" in world.texts(channel, 1)[0]
            assert not any(delivery.done() for delivery in deliveries)
        refused = await asyncio.wait_for(asyncio.gather(*deliveries), 20)
        assert min(refused) > 0
        await until(lambda: world.texts(channel, 2) and world.texts(channel, 3))

        def opened() -> object:
            with front.database.reading() as tx:
                return front.cases.current(tx, f"{channel}:1")

        await until(opened)
        await asyncio.sleep(0.3)
        with front.database.reading() as tx:
            assert [said.state for said in front.outbox.last(tx, f"{channel}:1")] == ["sent"]
    assert [len(world.texts(channel, person)) for person in (1, 2, 3)] == [1, 1, 1]


async def test_what_arrived_while_the_store_was_locked_is_not_sent_again(
    open_front: Any, platforms: tuple[Platforms, str, str]
) -> None:
    world = platforms[0]
    world.zalo.send_seconds = 0.5
    async with open_front() as (front, client):
        front.outbox._lease = 100
        await deliver(client, world.event("zalo", "một", 1))
        await until(lambda: world.zalo.calls)
        with locked(front):  # it arrives, and nobody can note it
            await until(lambda: world.texts("zalo", 1))
            await asyncio.sleep(0.5)
        for _ in range(20):
            front.nudge()
            await asyncio.sleep(0.05)
    assert world.texts("zalo", 1) == ["trả lời: một"]


async def test_parts_that_arrived_while_the_store_was_locked_are_not_sent_again(
    open_front: Any, platforms: tuple[Platforms, str, str], assistant: FakeAssistant
) -> None:
    world = platforms[0]
    world.zalo.send_seconds = 0.3
    assistant.answer = lambda _body: [{"text": "Một câu dài. " * 300}]
    async with open_front() as (front, client):
        front.outbox._lease = 100
        await deliver(client, world.event("zalo", "một", 1))
        await until(lambda: world.zalo.calls)
        with locked(front):
            await until(lambda: world.texts("zalo", 1))
            await asyncio.sleep(0.5)
        await until(lambda: len(world.texts("zalo", 1)) == 2)
        await asyncio.sleep(0.3)
    assert "".join(world.texts("zalo", 1)).count("Một câu dài.") == 300


async def test_full_disk_loses_nothing_and_doubles_nothing(
    open_front: Any, platforms: tuple[Platforms, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "STORE_SECONDS", 2.0)
    world, people = platforms[0], range(1, 13)
    async with open_front() as (front, client):
        await deliver(client, world.event("zalo", "chào", 99))
        await until(lambda: world.texts("zalo", 99))
        with full(front):
            deliveries = [
                asyncio.create_task(
                    deliver(client, world.event("zalo", f"câu {person} " + "dài " * 200, person))
                )
                for person in people
            ]
            urgent = asyncio.create_task(deliver(client, world.event("zalo", "có dao", 50)))
            await until(lambda: world.texts("zalo", 50))
            assert "113" in world.texts("zalo", 50)[0]
            await asyncio.sleep(1.5)
            assert not all(delivery.done() for delivery in deliveries)
        refused = await asyncio.wait_for(asyncio.gather(*deliveries, urgent), 30)
        assert sum(refused) > 0
        await until(lambda: all(world.texts("zalo", person) for person in people), 20)
        await asyncio.sleep(0.5)
        with front.database.reading() as tx:
            assert front.inbox.count(tx).get("failed", 0) == 0
    counts = Counter({person: len(world.texts("zalo", person)) for person in (*people, 50)})
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("hours", [-24, 24 * 3])
async def test_clock_that_is_set_holds_nothing_up_and_deletes_nothing(
    open_front: Any,
    platforms: tuple[Platforms, str, str],
    moving: list[int],
    hours: int,
) -> None:
    world = platforms[0]
    async with open_front() as (front, client):
        await deliver(client, world.event("zalo", "trước", 1))
        await until(lambda: world.texts("zalo", 1))
        world.zalo.failures = [Response("down", 503)] * 10_000
        await deliver(client, world.event("zalo", "một", 1))
        await deliver(client, world.event("zalo", "có dao", 2))
        await until(lambda: len(world.zalo.failures) < 9_998)
        moving[0] = hours * HOUR_MS
        assert abs(await front.keeping.mind_the_clock() - hours * HOUR_MS) < 1000
        await deliver(client, world.event("zalo", "hai", 1))
        world.zalo.failures = []
        await until(lambda: len(world.texts("zalo", 1)) == 3, 10)
        await until(lambda: world.texts("zalo", 2), 10)
        assert front.keeping._purge_at > asyncio.get_running_loop().time() + 3600
        await asyncio.sleep(0.3)
    assert world.texts("zalo", 1) == [f"trả lời: {word}" for word in ("trước", "một", "hai")]
    assert len(world.texts("zalo", 2)) == 1


async def test_clock_behind_after_a_restart(
    open_front: Any, platforms: tuple[Platforms, str, str], moving: list[int]
) -> None:
    world = platforms[0]
    moving[0] = 400 * 24 * HOUR_MS
    world.zalo.failures = [Response("down", 503)] * 10_000
    async with open_front() as (_front, client):
        await deliver(client, world.event("zalo", "một", 1))
        await until(lambda: len(world.zalo.failures) < 10_000)
    moving[0], world.zalo.failures = 0, []
    async with open_front() as (_front, _client):
        await until(lambda: world.texts("zalo", 1), 10)
        await asyncio.sleep(0.2)
    assert world.texts("zalo", 1) == ["trả lời: một"]


async def test_platform_away_for_an_hour(
    open_front: Any,
    platforms: tuple[Platforms, str, str],
    moving: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dispatch, "BACKOFF_MS", (1_000, 120_000))
    world, people = platforms[0], range(1, 6)
    async with open_front() as (front, client):
        # time passes faster here than on the wall: that is no jump
        front.keeping._clock = ClockWatch(lambda: now_ms() + moving[0])
        world.zalo.failures = [Response("down", 503)] * 10_000
        for person in people:
            await deliver(client, world.event("zalo", "một", person))
        await deliver(client, world.event("zalo", "có dao", 50))
        for minute in range(60):
            moving[0] += 60_000
            if minute == 30:
                for person in people:
                    await deliver(client, world.event("zalo", "hai", person))
            front.nudge()
            await asyncio.sleep(0.03)
        tried = 10_000 - len(world.zalo.failures)
        assert 30 < tried < 600  # again and again, and not in a storm
        world.zalo.failures = []
        # nobody in danger waits for more than seconds; whoever gets through brings the others
        moving[0] += dispatch.URGENT_BACKOFF_MS
        front.nudge()
        await until(lambda: world.texts("zalo", 50))
        front.nudge()
        await until(lambda: all(len(world.texts("zalo", person)) == 2 for person in people))
        await asyncio.sleep(0.3)
        with front.database.reading() as tx:
            assert front.outbox.dead_letters(tx) == []
    for person in people:
        assert world.texts("zalo", person) == ["trả lời: một", "trả lời: hai"]
    assert len(world.texts("zalo", 50)) == 1


async def test_slow_platform_keeps_no_emergency_waiting(
    open_front: Any, platforms: tuple[Platforms, str, str]
) -> None:
    world = platforms[0]
    world.zalo.send_seconds = 4.0
    async with open_front() as (_front, client):
        for person in range(1, 41):
            await deliver(client, world.event("zalo", "một", person))
        await until(lambda: len(world.zalo.sent) == 16)  # as many as may be on their way
        await deliver(client, world.event("zalo", "có dao", 50))
        await until(lambda: world.texts("zalo", 50), 2)
        assert len(world.zalo.sent) < 33
        world.zalo.send_seconds = 0.0


def test_a_clock_that_only_drifts_has_not_jumped(moving: list[int]) -> None:
    watch = ClockWatch()
    moving[0] = 3_000
    assert watch.jumped() == 0
    moving[0] = -HOUR_MS
    assert abs(watch.jumped() + HOUR_MS) < 1000
    assert watch.jumped() == 0


async def test_failure_of_our_own_is_told_and_stands_for_the_operator(
    open_front: Any, platforms: tuple[Platforms, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = platforms[0]

    def broken(*_args: Any, **_kinds: Any) -> None:
        raise RuntimeError("our own mistake")

    async with open_front() as (front, client):
        with monkeypatch.context() as patch:
            patch.setattr(front.router, "_at_once", broken)
            await deliver(client, world.event("zalo", "có dao", 1))
            await until(lambda: world.texts("zalo", 1), 20)
            assert "113" in world.texts("zalo", 1)[0]
        with front.database.reading() as tx:
            assert [channel for _, channel, _ in front.inbox.failures(tx)] == ["zalo"]
        assert await front.writer.write(front.inbox.revive) == 1
        for stored in await front.writer.write(front.inbox.adopt):
            await front.scheduler.add(stored)

        def opened() -> object:
            with front.database.reading() as tx:
                return front.cases.current(tx, "zalo:1")

        await until(opened)


async def test_an_emergency_whose_case_cannot_be_stored_yet_is_told_its_numbers_once(
    open_front: Any, platforms: tuple[Platforms, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = platforms[0]
    async with open_front() as (front, client):
        at_once, away = front.router._at_once, [True]

        def full_for_now(*values: Any) -> Any:
            if away:
                raise sa.exc.OperationalError("full", {}, Exception())
            return at_once(*values)

        monkeypatch.setattr(front.router, "_at_once", full_for_now)
        for channel in ("zalo", "telegram"):
            await deliver(client, world.event(channel, "có dao", 50))
            await until(lambda channel=channel: world.texts(channel, 50))
            assert "113" in world.texts(channel, 50)[0]
        # those who wait for the answer to their own call get it there
        asked = {"conversation": "mai", "text": "có dao"}
        answer = (await client.post("/api/messages", json=asked)).json()
        assert "113" in answer["replies"][0]["text"] and answer["level"] == "emergency"
        page = (await client.post("/chat/messages", json={"id": "1", "text": "có dao"})).json()
        assert "113" in page["replies"][0]["text"] and page["replies"][0]["id"] == 0
        away.clear()
        await until(lambda: front.scheduler.busy == 0)
        await asyncio.sleep(0.5)
        with front.database.reading() as tx:
            for channel in ("zalo", "telegram"):
                case = front.cases.current(tx, f"{channel}:50")
                assert case is not None and case.level == "emergency"
            said = [one for id in (3, 4) for one in front.outbox.answers(tx, id)]
        assert [one.channel for one in said] == ["api", "web"]
        # word for word, so that the page knows that it stands there already
        assert said[1].reply.text == page["replies"][0]["text"]
    assert len(world.texts("zalo", 50)) == len(world.texts("telegram", 50)) == 1

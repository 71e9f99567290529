"""The front process killed without warning while people write: nothing lost, each answered."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.conftest import until
from tests.channels.fake_telegram import FakeTelegram
from tests.channels.fake_zalo import FakeZalo
from tests.channels.front_process import SECRET, FrontProcess, rasa
from tests.channels.loopback import serving

KILLS = 4
AT_ONCE = 16
WANTED = {f"trả lời: câu hỏi {round}" for round in range(KILLS + 1)}
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


class World:
    """Both platforms: odd people write on Telegram, even ones on Zalo."""

    def __init__(self) -> None:
        self.telegram, self.zalo = FakeTelegram(), FakeZalo()
        self.rasa = self.telegram_address = self.zalo_address = ""

    def write(self, person: int, words: str) -> dict[str, Any]:
        if person % 2:
            update = self.telegram.write(words, chat=person)
            return {"url": "/webhooks/telegram", "json": update, "headers": HEADERS}
        body, headers = self.zalo.text(words, str(person))
        return {"url": "/webhooks/zalo", "content": body, "headers": headers}

    def texts(self, person: int) -> list[str]:
        return self.telegram.texts(person) if person % 2 else self.zalo.texts(str(person))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    async with (
        serving(world.telegram.app) as world.telegram_address,
        serving(world.zalo.app) as world.zalo_address,
        serving(rasa()) as world.rasa,
    ):
        yield world


async def deliver(front: FrontProcess, events: asyncio.Queue[dict[str, Any]]) -> None:
    """A platform's side for one person: in order, again until it is acknowledged."""
    async with httpx.AsyncClient(base_url=front.base, trust_env=False, timeout=10) as client:
        while True:
            event = await events.get()
            status = 0
            while status != 200:
                try:
                    status = (await client.post(**event)).status_code
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)


async def test_killed_at_random_moments(tmp_path: Path, world: World) -> None:
    front = FrontProcess(tmp_path, world.rasa, world.telegram_address, world.zalo_address)
    await front.start()
    people = range(1, 31)
    queues: dict[int, asyncio.Queue[dict[str, Any]]] = {n: asyncio.Queue() for n in people}
    deliveries = [asyncio.create_task(deliver(front, queue)) for queue in queues.values()]
    try:
        # a refresh token works once: killed before it is stored, only the operator can go on
        await front.ready()
        await until(lambda: world.zalo.access, 30)
        await asyncio.sleep(0.5)
        for round in range(KILLS + 1):
            for person, queue in queues.items():
                words = "anh ta đang cầm dao đòi giết tôi" if urgent(person) else f"câu hỏi {round}"
                queue.put_nowait(world.write(person, words))
            if round < KILLS:
                await asyncio.sleep(random.uniform(0.5, 4))
                await front.kill()
                await front.start()
        for _ in range(1200):
            if not missing(world, people):
                break
            await asyncio.sleep(0.1)
        assert missing(world, people) == 0
        await asyncio.sleep(1)
        doubled = 0
        for person in people:
            if not urgent(person):
                answers = [text for text in world.texts(person) if text in WANTED]
                doubled += sum(count - 1 for count in Counter(answers).values())
                order = list(dict.fromkeys(answers))
                assert order == sorted(order)
        # what was on its way in a kill may have arrived without our knowing, and neither
        # platform can be asked: it is sent again
        assert doubled <= 2 * AT_ONCE * KILLS
    finally:
        for delivery in deliveries:
            delivery.cancel()
        status = await front.stop()
    assert status in (0, -signal.SIGTERM)  # uvicorn ends as the signal would


def urgent(person: int) -> bool:
    """Who is in danger, on either platform."""
    return person % 10 in (0, 5)


def missing(world: World, people: range) -> int:
    """How many messages have no answer yet."""
    count = 0
    for person in people:
        if urgent(person):
            numbers = sum("113" in text for text in world.texts(person))
            count += max(0, KILLS + 1 - numbers)
        else:
            count += len(WANTED - set(world.texts(person)))
    return count

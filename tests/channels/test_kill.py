"""The front process killed without warning while people write: nothing lost, each answered."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.fake_telegram import FakeTelegram
from tests.channels.front_process import SECRET, FrontProcess, rasa
from tests.channels.loopback import serving

KILLS = 4
AT_ONCE = 16
WANTED = {f"trả lời: câu hỏi {round}" for round in range(KILLS + 1)}

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture
async def servers() -> AsyncIterator[tuple[FakeTelegram, str, str]]:
    telegram = FakeTelegram()
    async with serving(telegram.app) as telegram_address, serving(rasa()) as rasa_address:
        yield telegram, telegram_address, rasa_address


async def deliver(front: FrontProcess, updates: asyncio.Queue[dict[str, Any]]) -> None:
    """Telegram's side of a webhook for one person: in order, again until it is acknowledged."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with httpx.AsyncClient(base_url=front.base, trust_env=False, timeout=10) as client:
        while True:
            update = await updates.get()
            status = 0
            while status != 200:
                try:
                    path = "/webhooks/telegram"
                    status = (await client.post(path, json=update, headers=headers)).status_code
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)


async def test_killed_at_random_moments(
    tmp_path: Path, servers: tuple[FakeTelegram, str, str]
) -> None:
    telegram, telegram_address, rasa_address = servers
    front = FrontProcess(tmp_path, rasa_address, telegram_address)
    await front.start()
    queues: dict[int, asyncio.Queue[dict[str, Any]]] = {n: asyncio.Queue() for n in range(1, 31)}
    deliveries = [asyncio.create_task(deliver(front, queue)) for queue in queues.values()]
    try:
        for round in range(KILLS + 1):
            for person, queue in queues.items():
                urgent = person % 10 == 0
                words = "anh ta đang cầm dao đòi giết tôi" if urgent else f"câu hỏi {round}"
                queue.put_nowait(telegram.write(words, chat=person))
            if round < KILLS:
                await asyncio.sleep(random.uniform(0.5, 4))
                await front.kill()
                await front.start()
        for _ in range(1200):
            if not missing(telegram, queues):
                break
            await asyncio.sleep(0.1)
        assert missing(telegram, queues) == 0
        await asyncio.sleep(1)
        doubled = 0
        for person in queues:
            if person % 10:
                answers = [text for text in telegram.texts(person) if text in WANTED]
                doubled += sum(count - 1 for count in Counter(answers).values())
                order = list(dict.fromkeys(answers))
                assert order == sorted(order)
        # what was on its way in a kill may have arrived without our knowing, and Telegram
        # cannot be asked: it is sent again
        assert doubled <= AT_ONCE * KILLS
    finally:
        for delivery in deliveries:
            delivery.cancel()
        status = await front.stop()
    assert status in (0, -signal.SIGTERM)  # uvicorn ends as the signal would


def missing(telegram: FakeTelegram, people: Iterable[int]) -> int:
    """How many messages have no answer yet."""
    count = 0
    for person in people:
        if person % 10 == 0:
            numbers = sum("113" in text for text in telegram.texts(person))
            count += max(0, KILLS + 1 - numbers)
        else:
            count += len(WANTED - set(telegram.texts(person)))
    return count

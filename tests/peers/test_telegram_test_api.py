"""The Telegram channel against an independent server, npm's ``telegram-test-api``."""

from __future__ import annotations

import asyncio
import shutil
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from channels.config import FrontConfig
from tests.channels.conftest import FakeAssistant, Started, until
from tests.channels.conftest import assistant as assistant
from tests.channels.conftest import config as config
from tests.channels.conftest import quick_passwords as quick_passwords
from tests.channels.conftest import running as running

HERE = Path(__file__).parent
NODE = shutil.which("node")
TOKEN = "77:kiem-thu"

pytestmark = pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules" / "telegram-test-api").is_dir(),
    reason="needs node and `npm ci --omit=optional` in tests/peers",
)


class Person:
    """Somebody who writes to the bot through the server."""

    def __init__(self, base: str, chat: int = 7) -> None:
        self.chat = chat
        self.heard: list[dict[str, Any]] = []
        self._http = httpx.AsyncClient(base_url=base, trust_env=False)

    def _common(self) -> dict[str, Any]:
        return {
            "botToken": TOKEN,
            "date": int(time.time()),
            "from": {"id": self.chat, "first_name": "Lan", "is_bot": False},
            "chat": {"id": self.chat, "first_name": "Lan", "type": "private"},
        }

    async def write(self, text: str) -> None:
        await self._http.post("/sendMessage", json={**self._common(), "text": text})

    async def tap(self, data: str) -> None:
        common = self._common()
        message = {"from": common["from"], "chat": common["chat"]}
        await self._http.post("/sendCallback", json={**common, "message": message, "data": data})

    async def hear(self, count: int) -> list[str]:
        """The texts so far, once there are ``count``."""
        for _ in range(500):
            body = {"token": TOKEN, "chatId": self.chat}
            found = (await self._http.post("/getUpdates", json=body)).json()["result"]
            self.heard += [update["message"] for update in found]
            if len(self.heard) >= count:
                return [message["text"] for message in self.heard]
            await asyncio.sleep(0.03)
        raise AssertionError(f"heard only {len(self.heard)}")


@pytest.fixture
async def server() -> AsyncIterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert NODE is not None
    process = await asyncio.create_subprocess_exec(
        NODE, str(HERE / "telegram_server.js"), str(port), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert (await asyncio.wait_for(process.stdout.readline(), 30)).strip() == b"ready"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


@pytest.fixture
def telegram(config: FrontConfig, server: str) -> FrontConfig:
    return replace(config, telegram_token=TOKEN, telegram_api_base=server)


async def test_polling(running: Started, telegram: FrontConfig, server: str) -> None:
    async with running(config=telegram):
        lan = Person(server)
        await lan.write("một")
        assert await lan.hear(1) == ["trả lời: một"]
        await lan.write("/trogiup")
        await lan.write("hai")
        assert (await lan.hear(3))[2] == "trả lời: hai"


async def test_emergency_and_correction_by_button(
    running: Started, telegram: FrontConfig, server: str, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running(config=telegram) as (front, _client):
        lan = Person(server)
        await lan.write("anh ta cầm dao")
        assert "113" in (await lan.hear(1))[0].splitlines()[0]
        keys = lan.heard[0]["reply_markup"]["inline_keyboard"]
        data = next(key["callback_data"] for row in keys for key in row)
        assert data == "Không phải vậy"
        await lan.tap(data)
        await lan.hear(2)
        with front.database.reading() as tx:
            case = front.cases.current(tx, "telegram:7")
        assert case is not None and case.withdrawn_at is not None


async def test_many_people_nothing_lost_nothing_doubled(
    running: Started, telegram: FrontConfig, server: str
) -> None:
    people = [Person(server, chat) for chat in range(1, 21)]
    async with running(config=telegram):
        await asyncio.gather(*(person.write(f"câu của {person.chat}") for person in people))
        for person in people:
            assert await person.hear(1) == [f"trả lời: câu của {person.chat}"]
        await asyncio.sleep(0.5)
        for person in people:
            assert len(await person.hear(1)) == 1


async def test_restart_in_the_middle(
    running: Started, telegram: FrontConfig, server: str, assistant: FakeAssistant
) -> None:
    lan = Person(server)
    assistant.gate = asyncio.Event()
    async with running(config=telegram):
        await lan.write("một")
        await until(lambda: assistant.asked)
    assistant.gate.set()
    async with running(config=telegram):
        assert await lan.hear(1) == ["trả lời: một"]

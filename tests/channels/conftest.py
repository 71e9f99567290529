"""A front with a fake assistant and a triage that reads levels from the words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import Connection

from channels import reception
from channels.config import FrontConfig
from channels.front import Front, create_front
from channels.outbox import Outbox
from handoff import sessions
from handoff.cipher import Cipher
from handoff.database import Database
from nlu.triage.result import Level, Speaker, Triage


def assess(text: str, previous: Sequence[str] = ()) -> Triage:
    """Emergency where the text says "dao", disclosure where it says "đánh"."""
    if "dao" in text or ("cứu" in text and any("dao" in turn for turn in previous)):
        return Triage(Level.EMERGENCY, "partner", "self", 0.99, ("nói có hung khí",))
    if "đánh" in text:
        speaker = Speaker.CHILD if "con" in text.split() else Speaker.ADULT
        return Triage(Level.DISCLOSURE, "partner", "self", 0.9, ("kể bị đánh",), speaker)
    return Triage(Level.NONE)


class FakeAssistant:
    """Rasa's REST channel, in memory."""

    def __init__(self) -> None:
        self.alive = True
        self.asked: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], list[dict[str, Any]]] = lambda body: [
            {"text": f"trả lời: {body['message']}"}
        ]
        self.gate: asyncio.Event | None = None
        self.status = 200

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.alive:
            raise httpx.ConnectError("refused", request=request)
        if request.method == "GET":
            return httpx.Response(200, text="Hello from Rasa")
        body = json.loads(request.content)
        self.asked.append(body)
        if self.gate is not None:
            await self.gate.wait()
        if self.status != 200:
            return httpx.Response(self.status)
        return httpx.Response(200, json=self.answer(body))


class Desk:
    """What a colleague at the desk does, straight on the store."""

    def __init__(self, front: Front) -> None:
        self.front = front

    async def accept(self, conversation: str, staff_id: int = 1) -> int:
        def work(tx: Any) -> int:
            case = self.front.cases.current(tx, conversation)
            assert case is not None
            self.front.cases.accept(tx, case.id, staff_id)
            return case.id

        return await self.front.writer.write(work)

    async def give_back(self, case_id: int, staff_id: int = 1) -> None:
        await self.front.writer.write(
            lambda tx: self.front.cases.return_to_bot(tx, case_id, staff_id)
        )

    def transcript(self, conversation: str) -> list[tuple[str, str]]:
        with self.front.database.reading() as tx:
            entries = self.front.cases.transcript.read(tx, conversation)
        return [(entry.author, entry.text) for entry in entries]


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's slow hash is not what these tests are about."""
    monkeypatch.setattr(sessions, "PasswordHasher", lambda: PasswordHasher(1, 8, 1))


@pytest.fixture(autouse=True)
def patient_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not a store that is away."""
    monkeypatch.setattr(reception, "STORE_SECONDS", 20.0)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def config(tmp_path: Path) -> FrontConfig:
    return FrontConfig(database_url=f"sqlite:///{tmp_path / 'front.db'}", secret="thử nghiệm")


Started = Callable[[], Any]


@pytest.fixture
def running(config: FrontConfig, assistant: FakeAssistant) -> Started:
    """Start a front; used again it is the next process on the same store."""

    @asynccontextmanager
    async def start(**options: Any) -> AsyncIterator[tuple[Front, httpx.AsyncClient]]:
        settings = options.pop("config", config)
        app = create_front(
            settings,
            assess=options.pop("assess", assess),
            assistant_transport=httpx.MockTransport(assistant),
            **options,
        )
        front: Front = app.state.front
        async with app.router.lifespan_context(app):
            if assistant.alive:
                await front.assistant.probe()
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://front") as client:
                yield front, client

    return start


async def say(client: httpx.AsyncClient, text: str, **more: Any) -> dict[str, Any]:
    body = {"conversation": "lan", "text": text, **more}
    response = await client.post("/api/messages", json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def until(what: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until ``what`` gives something true."""
    for _ in range(int(seconds / 0.02)):
        found = what()
        if found:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Connection]:
    """A transaction in a store of its own."""
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    database.create()
    with database.atomic() as connection:
        yield connection
    database.close()


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    """An outbox on the store of ``tx``."""
    return Outbox(Database(f"sqlite:///{tmp_path / 'a.db'}"), Cipher("khoá"))

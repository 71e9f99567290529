"""Everything that can go well or wrong is done once; then logs, metrics and files are searched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.logs import QuietFormatter
from channels import dispatch, reception, scheduler, zalo_errors
from channels.front import Front
from handoff.reply import Reply
from nlu.triage.result import Triage
from tests.channels.conftest import Desk, FakeAssistant, assess, say, until
from tests.channels.fake_telegram import broken, flood
from tests.channels.fake_zalo import sign
from tests.channels.test_faults import (
    SECRET,
    Platforms,
    deliver,
    locked,
    open_front,
    platforms,
)

__all__ = ["open_front", "platforms"]

WORDS = ("kỳ-lân-xanh", "phố Hàng Lược")
CHAT, PERSON, NAME, REFUSED = 7_770_001, "579000123", "chi-lan-0912345678", 7_770_002
SECRETS = (*WORDS, str(CHAT), PERSON, NAME, str(REFUSED), "access-", "refresh-", "oa-bi-mat")


class Listener(logging.Handler):
    """Keeps the log as the process would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(QuietFormatter("%(levelname)s %(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("httpx", "httpcore", "asyncio", "telegram")):
            self.lines.append(self.format(record))


@pytest.fixture
def log() -> Any:
    listener = Listener()
    root = logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.INFO)
    yield listener.lines
    root.removeHandler(listener)
    root.setLevel(level)


def touchy(text: str, previous: Sequence[str] = ()) -> Triage:
    if "vỡ" in text:
        raise ValueError(text)
    return assess(text, previous)


def stored(folder: Path) -> bytes:
    """The files of the store, its log included."""
    return b"".join(path.read_bytes() for path in folder.glob("front.db*"))


async def everything(
    front: Front,
    client: httpx.AsyncClient,
    world: Platforms,
    assistant: FakeAssistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zalo, telegram = world.zalo, world.telegram
    words = " ".join(WORDS)
    # as it should be, on every channel
    await say(client, f"{words} có dao", conversation=NAME)
    await client.post("/chat/messages", json={"id": "1", "text": words})
    await deliver(client, world.event("zalo", f"{words} anh ấy đánh em", int(PERSON)))
    await deliver(client, world.event("telegram", f"{words} có dao", CHAT))
    await until(lambda: world.texts("telegram", CHAT) and world.texts("zalo", int(PERSON)))
    await Desk(front).accept(f"telegram:{CHAT}")
    await front.writer.write(lambda tx: front.send(tx, f"telegram:{CHAT}", Reply(words)))
    # photos: one that is there, one that is gone, one from somewhere else
    named = [{"file_id": f"{WORDS[0]}-{n}", "width": n, "file_size": n} for n in (1, 2)]
    telegram.files = {named[1]["file_id"]: (f"photos/{PERSON}.jpg", b"\xff\xd8\xff" + bytes(9))}
    for size in named:
        update = telegram.write(chat=CHAT, photo=[size], caption=words)
        await client.post("/webhooks/telegram", json=update, headers=SECRET)
    image = {"type": "image", "payload": {"url": f"https://example.com/{NAME}"}}
    event, signed = zalo.event(
        "user_send_image", PERSON, message={"msg_id": "i1", "attachments": [image]}
    )
    await client.post("/webhooks/zalo", content=event, headers=signed)
    await asyncio.sleep(0.5)
    # forged, strange, of the wrong shape
    body, _ = zalo.text(words, PERSON)
    assert (await client.post("/webhooks/zalo", content=body)).status_code == 403
    strange, headers = sign({"timestamp": "1", "event_name": "user_send_text", "sender": words})
    await client.post("/webhooks/zalo", content=strange, headers=headers)
    await client.post("/webhooks/telegram", json={"message": words}, headers=SECRET)
    await client.post("/webhooks/telegram", json={"message": {"chat": {"id": CHAT}, "text": 3}})
    await client.post("/api/messages", json={"conversation": NAME, "text": words, "place": words})
    await client.post("/api/messages", content=words.encode())
    # platforms that fail, and say so with her words
    zalo.failures = [-32, -200, -201]
    telegram.failures = [flood(1), broken(), (400, {"ok": False, "description": words})]
    telegram.blocked.add(REFUSED)
    for person in (int(PERSON), int(PERSON) + 1):
        await deliver(client, world.event("zalo", words, person))
    for chat in (REFUSED, CHAT + 5):
        await deliver(client, world.event("telegram", words, chat))
    await until(lambda: not zalo.failures and not telegram.failures)
    # an assistant that fails, triage that breaks, a mistake of ours
    assistant.status = 500
    await say(client, words, conversation=NAME + "1")
    assistant.status = 200
    assistant.answer = lambda body: [{"custom": {words: body["message"]}, "text": 3, "buttons": 1}]
    await say(client, words, conversation=NAME + "2")
    await say(client, f"vỡ {words}", conversation=NAME + "3")

    def mistake(*_args: Any, **_kinds: Any) -> None:
        raise ValueError(words)

    with monkeypatch.context() as patch:
        patch.setattr(front.router, "_rest", mistake)
        await say(client, words, conversation=NAME + "4")
    with monkeypatch.context() as patch:
        patch.setattr(front.zalo.sender, "_send", mistake)  # type: ignore[union-attr]
        await deliver(client, world.event("zalo", "/start", int(PERSON) + 2))
        await asyncio.sleep(0.3)
    # the store is away
    monkeypatch.setattr(reception, "STORE_SECONDS", 0.2)
    with locked(front):
        event = world.event("telegram", f"{words} dao", CHAT + 9)
        assert (await client.post(**event)).status_code == 503
        await until(lambda: world.texts("telegram", CHAT + 9))
    monkeypatch.setattr(reception, "STORE_SECONDS", 20.0)
    # and she wants to be forgotten
    await say(client, "/xoa", conversation=NAME)
    await deliver(client, world.event("telegram", "/xoa", CHAT + 5))
    await front.keeping.errands()
    await asyncio.sleep(0.5)


async def test_nothing_she_wrote_and_nothing_that_names_her_gets_out(
    open_front: Any,
    platforms: tuple[Platforms, str, str],
    assistant: FakeAssistant,
    log: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(dispatch, "BACKOFF_MS", (20, 100))
    monkeypatch.setattr(scheduler, "ATTEMPTS", 1)
    monkeypatch.setitem(zalo_errors._LATER, -32, ("rate_limit", 0.2, True))
    async with open_front(assess=touchy) as (front, client):
        await everything(front, client, platforms[0], assistant, monkeypatch)
        metrics = (await client.get("/metrics")).text
        raw = await asyncio.to_thread(stored, tmp_path)
    said = "\n".join(log)
    for reason in ("blocked_by_user", "bad_parameter", "ValueError", "triage failed", "not stored"):
        assert reason in said, reason
    assert 'tincay_sending_errors_total{channel="zalo",error="rate_limit"}' in metrics
    for secret in SECRETS:
        assert secret not in said, secret
        assert secret not in metrics, secret
    for word in (*WORDS, "access-", "refresh-"):
        assert word.encode() not in raw, word

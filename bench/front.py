"""Acknowledgements and emergencies under load: ``python -m bench.front``.

One front process with its real triage, both platforms and the assistant played by this process.
First the webhooks: as fast as 16 connections go, and at a steady rate. Then ten times more
messages than a slow assistant can answer, and among them emergencies: the time from posting one to
the webhook until its numbers are in the platform's hands. The load generator runs on the same
cores, so the figures are an upper bound. Writes ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bench.wire import Caller, answering
from bot.eval.table import machine, markdown, write

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16
STEADY = 60
"""Messages a second of the steady load."""
AT_ONCE = 16
"""Messages the front gives the assistant at a time."""
URGENT = "chồng em đang cầm dao đòi giết em"
SECRET, APP, OA, OA_SECRET = "bench", "1234567890", "579745863508352884", "oa-secret"
TOKEN = "42:bench"

Send = Callable[[Caller, str, str], Awaitable[int]]


def _texts() -> list[str]:
    path = ROOT / "bot" / "eval" / "sets" / "intents.jsonl"
    lines = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
    random.Random(7).shuffle(lines)
    return lines


class World:
    """Telegram, Zalo and the assistant, as the front sees them.

    Args:
        seconds: how long the assistant thinks.
    """

    def __init__(self, seconds: float) -> None:
        """Nobody has heard anything."""
        self.seconds = seconds
        self.answered = 0
        self.heard: dict[str, float] = {}
        self._ids = itertools.count(1)
        self._news = asyncio.Event()

    async def answer(self, path: str, body: bytes) -> bytes:
        """What any of the three says."""
        if path == "/webhooks/rest/webhook":
            await asyncio.sleep(self.seconds)
            self.answered += 1
            return b'[{"text": "ok"}]'
        if path == "/v4/oa/access_token":
            return b'{"access_token": "a", "refresh_token": "r", "expires_in": "90000"}'
        if path == "/v3.0/oa/message/cs":
            self._hear(str(json.loads(body)["recipient"]["user_id"]))
            return b'{"error": 0, "data": {"message_id": "%d"}}' % next(self._ids)
        if path.endswith("/sendMessage"):
            chat = _chat(body)
            self._hear(chat)
            message = {"message_id": next(self._ids), "date": int(time.time())}
            result = {**message, "chat": {"id": int(chat), "type": "private"}}
            return json.dumps({"ok": True, "result": result}).encode()
        if path.endswith("/getMe"):
            me = {"id": 42, "is_bot": True, "first_name": "b", "username": "b"}
            return json.dumps({"ok": True, "result": me}).encode()
        return b'{"ok": true, "result": true}'

    def _hear(self, person: str) -> None:
        self.heard.setdefault(person, time.perf_counter())
        self._news.set()

    async def hears(self, person: str) -> None:
        """Wait until a person has got a reply."""
        while person not in self.heard:
            self._news.clear()
            await self._news.wait()


def _chat(body: bytes) -> str:
    if body.startswith(b"{"):
        return str(json.loads(body)["chat_id"])
    return urllib.parse.parse_qs(body.decode())["chat_id"][0]


async def telegram(caller: Caller, person: str, text: str) -> int:
    """Post an update."""
    number = next(_numbers)
    message = {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": int(person), "type": "private"},
        "from": {"id": int(person), "is_bot": False, "first_name": "a"},
        "text": text,
    }
    body = json.dumps({"update_id": number, "message": message}).encode()
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    return await caller.post("/webhooks/telegram", body, headers)


async def zalo(caller: Caller, person: str, text: str) -> int:
    """Post a signed event."""
    stamp = str(int(time.time() * 1000))
    event = {
        "app_id": APP,
        "event_name": "user_send_text",
        "timestamp": stamp,
        "sender": {"id": person},
        "recipient": {"id": OA},
        "message": {"msg_id": f"m{next(_numbers)}", "text": text},
    }
    body = json.dumps(event).encode()
    mac = hashlib.sha256(APP.encode() + body + stamp.encode() + OA_SECRET.encode()).hexdigest()
    return await caller.post("/webhooks/zalo", body, {"X-ZEvent-Signature": f"mac={mac}"})


_numbers = itertools.count(1)


@asynccontextmanager
async def front(world: World) -> AsyncIterator[int]:
    """A front process that talks to this world; gives its port."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        async with answering(world.answer) as outside:
            base = f"http://127.0.0.1:{outside}"
            settings = {
                "HOME": home,
                "PORT": str(port),
                "RASA_PORT": str(outside),
                "PUBLIC_URL": "https://bench.example",
                "TELEGRAM_TOKEN": TOKEN,
                "TELEGRAM_WEBHOOK_SECRET": SECRET,
                "TELEGRAM_API_BASE": base,
                "ZALO_APP_ID": APP,
                "ZALO_APP_SECRET": "app-secret",
                "ZALO_OA_ID": OA,
                "ZALO_OA_SECRET": OA_SECRET,
                "ZALO_REFRESH_TOKEN": "r0",
                "ZALO_API_BASE": base,
                "ZALO_OAUTH_BASE": base,
            }
            kept = {name: v for name, v in os.environ.items() if not name.startswith("TINCAY_")}
            process = subprocess.Popen(  # noqa: ASYNC220
                [sys.executable, "-m", "bot.front_process"],
                cwd=ROOT,
                env={**kept, **{f"TINCAY_{name}": value for name, value in settings.items()}},
            )
            try:
                await _ready(port, world)
                yield port
            finally:
                process.kill()
                process.wait()


async def _ready(port: int, world: World) -> None:
    """Wait until both channels have answered somebody."""
    for send, person in ((telegram, "1"), (zalo, "2")):
        for _ in range(600):
            caller = Caller(port)
            try:
                if await send(caller, person, URGENT) == 200:
                    break
            except OSError:
                await asyncio.sleep(0.1)
            finally:
                caller.close()
        await world.hears(person)


async def saturate(port: int, send: Send, seconds: float) -> tuple[float, list[float]]:
    """As fast as the connections go: acknowledgements a second, and milliseconds of each."""
    texts = itertools.cycle(_texts())
    taken: list[float] = []
    end = time.perf_counter() + seconds

    async def one(number: int) -> None:
        caller = Caller(port)
        while time.perf_counter() < end:
            person = str(1_000_000 + number * 100_000 + len(taken))
            taken.append(await _timed(send, caller, person, next(texts)))
        caller.close()

    began = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))
    return len(taken) / (time.perf_counter() - began), taken


async def _timed(send: Send, caller: Caller, person: str, text: str) -> float:
    began = time.perf_counter()
    status = await send(caller, person, text)
    if status != 200:
        raise SystemExit(f"not acknowledged: {status}")
    return (time.perf_counter() - began) * 1000


class Callers:
    """Connections for calls that do not wait for each other."""

    def __init__(self, port: int) -> None:
        """None is open."""
        self._port = port
        self._free: list[Caller] = []

    async def timed(self, send: Send, person: str, text: str) -> float:
        """Milliseconds of one call, on a connection of its own."""
        caller = self._free.pop() if self._free else Caller(self._port)
        try:
            return await _timed(send, caller, person, text)
        finally:
            self._free.append(caller)


async def steady(port: int, rate: float, seconds: float, urgent_every: int = 0) -> Load:
    """A load that does not slow down when the front does."""
    load, callers, texts = Load(), Callers(port), itertools.cycle(_texts())
    calls: list[asyncio.Task[None]] = []
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        person, send = str(5_000_000 + number), (telegram, zalo)[number % 2]
        urgent = bool(urgent_every) and number % urgent_every == urgent_every // 2
        if urgent:
            load.urgent[person] = time.perf_counter()

        async def call(send: Send = send, person: str = person, urgent: bool = urgent) -> None:
            text = URGENT if urgent else next(texts)
            load.acknowledged.append(await callers.timed(send, person, text))

        calls.append(asyncio.create_task(call()))
    await asyncio.gather(*calls)
    return load


class Load:
    """What a load has measured."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.acknowledged: list[float] = []
        self.urgent: dict[str, float] = {}


def _row(values: list[float]) -> list[str]:
    ordered = sorted(values)
    centiles = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.99)]
    return [f"{value:.1f}" for value in (*centiles, ordered[-1])]


async def acknowledgements(seconds: float) -> list[list[object]]:
    """Rows of the first table."""
    rows: list[list[object]] = []
    async with front(World(0.0)) as port:
        load = await steady(port, STEADY, seconds)
        rows.append([f"both, {STEADY} a second", f"{STEADY}", *_row(load.acknowledged)])
        for name, send in (("Telegram", telegram), ("Zalo", zalo)):
            rate, taken = await saturate(port, send, seconds / 2)
            rows.append([f"{name}, {CONNECTIONS} connections", f"{rate:.0f}", *_row(taken)])
    return rows


async def emergencies(seconds: float, thinking: float, times: float) -> tuple[str, list[object]]:
    """One sentence about the load, and the row of the second table."""
    world, capacity = World(thinking), AT_ONCE / thinking
    async with front(world) as port:
        await steady(port, capacity * times, 2)  # nobody measures the first that arrive
        world.heard.clear()
        load = await steady(port, capacity * times, seconds, urgent_every=8)
        waiting = int(capacity * times * (seconds + 2)) - world.answered
        async with asyncio.timeout(20):  # each of them is answered, or there is no table
            for person in load.urgent:
                await world.hears(person)
    taken = [(world.heard[person] - began) * 1000 for person, began in load.urgent.items()]
    said = (
        f"The assistant answers {capacity:.0f} messages a second, {capacity * times:.0f} arrive; "
        f"about {waiting} waited at the end. {len(taken)} emergencies among them."
    )
    return said, ["webhook to platform", *_row(taken)]


def main() -> None:
    """Measure both and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each load")
    parser.add_argument("--thinking", type=float, default=4.0, help="seconds of an answer")
    parser.add_argument("--times", type=float, default=10.0, help="more than can be answered")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    options = parser.parse_args()
    rows = asyncio.run(acknowledgements(options.seconds))
    said, row = asyncio.run(emergencies(options.seconds * 2, options.thinking, options.times))
    header = ["p50 ms", "p99 ms", "slowest ms"]
    text = "\n\n".join(
        (
            f"Measured on {machine()}; goals: acknowledged p99 < 50 ms, emergency p99 < 100 ms.",
            markdown(["acknowledging a webhook", "a second", *header], rows),
            said,
            markdown(["numbers for an emergency", *header], [row]),
        )
    )
    if not options.dry:
        write("performance.md", "front", text)
    print(text)


if __name__ == "__main__":
    main()

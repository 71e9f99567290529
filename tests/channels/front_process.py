"""The front as a process of its own, with an assistant of ours behind it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import sys
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from tests.channels.fake_telegram import TOKEN
from tests.channels.fake_zalo import APP_ID, APP_SECRET, FIRST_REFRESH, OA_ID, OA_SECRET

ROOT = Path(__file__).parent.parent.parent
SECRET = "webhook-secret"


def rasa(gate: asyncio.Event | None = None) -> Starlette:
    """An assistant that answers each question with its own words, once the gate is open."""

    async def ask(request: Request) -> JSONResponse:
        body = json.loads(await request.body())
        await asyncio.sleep(random.uniform(0, 0.05))
        if gate is not None:
            await gate.wait()
        return JSONResponse([{"text": f"trả lời: {body['message']}"}])

    async def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("Hello from Rasa")

    return Starlette(
        routes=[Route("/", hello), Route("/webhooks/rest/webhook", ask, methods=["POST"])]
    )


class FrontProcess:
    """``bot.front_process``, started again after each kill."""

    def __init__(self, home: Path, rasa: str, telegram: str = "", zalo: str = "") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TINCAY_")},
            "TINCAY_HOME": str(home),
            "TINCAY_PORT": str(port),
            "TINCAY_RASA_PORT": rasa.rsplit(":", 1)[1],
        }
        if telegram:
            self._environment |= {
                "TINCAY_TELEGRAM_TOKEN": TOKEN,
                "TINCAY_TELEGRAM_API_BASE": telegram,
                "TINCAY_TELEGRAM_WEBHOOK_SECRET": SECRET,
                "TINCAY_PUBLIC_URL": "https://tincay.example",
            }
        if zalo:
            self._environment |= {
                "TINCAY_ZALO_APP_ID": APP_ID,
                "TINCAY_ZALO_APP_SECRET": APP_SECRET,
                "TINCAY_ZALO_OA_ID": OA_ID,
                "TINCAY_ZALO_OA_SECRET": OA_SECRET,
                "TINCAY_ZALO_REFRESH_TOKEN": FIRST_REFRESH,
                "TINCAY_ZALO_API_BASE": zalo,
                "TINCAY_ZALO_OAUTH_BASE": zalo,
            }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.front_process", cwd=ROOT, env=self._environment
        )

    async def ready(self) -> None:
        """Wait until it takes messages and knows the assistant."""
        async with httpx.AsyncClient(base_url=self.base, trust_env=False) as client:
            for _ in range(600):
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get("/api/health")).json()["assistant"]:
                        return
                await asyncio.sleep(0.1)
        raise AssertionError("the front did not start")

    async def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 20)

"""A whole installation on free ports with a data folder of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from bot.preparing import Preparation
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true value of ``condition``, looked at until ``seconds`` have passed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if value := condition():
                return value
        except (httpx.HTTPError, ProcessLookupError):
            pass
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """``tincay run`` in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.base = f"http://127.0.0.1:{(port := free_port())}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TINCAY_")},
            "TINCAY_HOME": str(home),
            "TINCAY_PORT": str(port),
            "TINCAY_RASA_PORT": str(free_port()),
            "PYTHONUNBUFFERED": "1",
        }
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        self.client = httpx.Client(base_url=self.base, timeout=60, trust_env=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            env=self.environment,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()
        until(lambda: self.health() is not None)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line.rstrip())

    def health(self) -> dict[str, Any] | None:
        answer = self.client.get("/api/health")
        return answer.json() if answer.status_code == 200 else None

    def wait_for_assistant(self, up: bool = True) -> None:
        until(lambda: (self.health() or {}).get("assistant") is up, 180)

    def send(self, conversation: str, text: str, **fields: str) -> dict[str, Any]:
        body = {"conversation": conversation, "text": text, **fields}
        answer = self.client.post("/api/messages", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def said(self, conversation: str, text: str, **fields: str) -> str:
        return "\n".join(
            reply["text"] for reply in self.send(conversation, text, **fields)["replies"]
        )

    def child(self, module: str) -> psutil.Process:
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):  # one that has just died
                if module in child.cmdline():
                    return child
        raise ProcessLookupError(module)

    def invitation(self) -> str:
        """The first admin's one-time link, as printed."""
        return until(
            lambda: next(
                (m[0] for line in self.lines if (m := re.search(r"http\S+/desk/invite/\S+", line))),
                None,
            )
        )

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(40)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Encoder, index and model, made once for all (in the project's own data folder)."""
    settings = Settings()
    Preparation(settings, lambda _line: None).prepare()
    return settings.home


@pytest.fixture(scope="session")
def installation(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One running installation the tests share, with its own messages, cases and accounts."""
    home = tmp_path_factory.mktemp("home")
    for path in prepared.iterdir():
        if path.name.startswith("encoder") or path.name in ("index", "models"):
            (home / path.name).symlink_to(path)
    running = Installation(home)
    running.start()
    try:
        running.wait_for_assistant()
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            running.stop()

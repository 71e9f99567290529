"""Start-up, memory, latency and messages/s, beside a stock Rasa project in the same run.

``python -m bench.messages`` writes ``docs/performance.md``. Both services get the same messages
(drawn from the development set of intents) over HTTP on this machine: ours through
``POST /api/messages`` (triage, inbox, Rasa, actions, outbox), the stock one through its REST
channel, which answers with one fixed sentence.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from bench import stock
from bot.eval.table import machine, markdown, write
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SENDERS = (1, 16)


@dataclass(frozen=True)
class Service:
    """A running service and how to talk to it."""

    name: str
    process: subprocess.Popen[bytes]
    started: float
    url: str
    body: Callable[[str, str], dict[str, str]]
    answers: Callable[[object], bool]


def _texts(count: int) -> list[str]:
    path = ROOT / "bot" / "eval" / "sets" / "intents.jsonl"
    lines = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
    random.Random(7).shuffle(lines)
    return (lines * (count // len(lines) + 1))[:count]


def _wait(check: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        if process.poll() is not None:
            raise SystemExit(f"service died with {process.returncode}")
        try:
            if check():
                return time.perf_counter() - start
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise SystemExit("service did not start")


def _memory(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """Resident MB of each process of the tree, by the last word of its command."""
    root = psutil.Process(process.pid)
    sizes: dict[str, float] = {}
    for each in [root, *root.children(recursive=True)]:
        words = each.cmdline()
        name = next((word for word in reversed(words) if "." in word or "/" not in word), "?")
        sizes[name] = sizes.get(name, 0) + each.memory_info().rss / 1e6
    return sizes


async def _load(service: Service, texts: list[str], senders: int) -> tuple[float, list[float]]:
    """Messages/s and the latency of each in ms; every sender waits for its answer."""
    queue = iter(enumerate(texts))
    latencies: list[float] = []
    async with httpx.AsyncClient(timeout=120, trust_env=False) as client:

        async def sender(number: int) -> None:
            for index, text in queue:
                # conversations of ten messages, as people have them
                body = service.body(f"bench-{senders}-{number}-{index // (10 * senders)}", text)
                begin = time.perf_counter()
                answer = await client.post(service.url, json=body)
                latencies.append((time.perf_counter() - begin) * 1e3)
                answer.raise_for_status()
                if not service.answers(answer.json()):
                    raise SystemExit(f"{service.name} gave no answer to a message")

        begin = time.perf_counter()
        await asyncio.gather(*(sender(number) for number in range(senders)))
        return len(texts) / (time.perf_counter() - begin), latencies


def _measure(service: Service, count: int) -> list[list[object]]:
    asyncio.run(_load(service, _texts(30), 1))
    rows: list[list[object]] = []
    for senders in SENDERS:
        rate, latencies = asyncio.run(_load(service, _texts(count), senders))
        centiles = statistics.quantiles(latencies, n=100)
        rows.append(
            [service.name, senders, f"{rate:.0f}", f"{centiles[49]:.1f}", f"{centiles[94]:.1f}"]
        )
    return rows


def _ours(home: Path) -> tuple[Service, float]:
    settings = Settings()
    for name in ("encoder-e5-small-1", "index", "models"):
        if (settings.home / name).exists():
            (home / name).symlink_to(settings.home / name)
    environment = {
        **os.environ,
        "TINCAY_HOME": str(home),
        "TINCAY_PORT": "18080",
        "TINCAY_RASA_PORT": "15005",
    }
    process = subprocess.Popen([sys.executable, "-m", "bot"], env=environment)
    front = _wait(
        lambda: httpx.get("http://127.0.0.1:18080/api/health", trust_env=False).status_code == 200,
        process,
        120,
    )
    whole = front + _wait(
        lambda: bool(
            httpx.get("http://127.0.0.1:18080/api/health", trust_env=False).json()["assistant"]
        ),
        process,
        600,
    )
    service = Service(
        "Tin Cậy",
        process,
        whole,
        "http://127.0.0.1:18080/api/messages",
        lambda conversation, text: {
            "conversation": conversation,
            "text": text,
            "place": "can-tho",
        },
        lambda answer: isinstance(answer, dict) and "replies" in answer,
    )
    return service, front


def _stock(folder: Path, epochs: int) -> Service:
    if not (folder / "models" / "stock.tar.gz").is_file():
        stock.make(folder, epochs)
        stock.train(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", "15006"], cwd=folder
    )
    ready = _wait(
        lambda: httpx.get("http://127.0.0.1:15006/", trust_env=False).status_code == 200,
        process,
        600,
    )
    return Service(
        "stock Rasa (DIET + TED)",
        process,
        ready,
        "http://127.0.0.1:15006/webhooks/rest/webhook",
        lambda conversation, text: {"sender": conversation, "message": text},
        lambda answer: isinstance(answer, list),
    )


def main() -> None:
    """Measure both, one after the other, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--epochs", type=int, default=100, help="epochs of DIET")
    options = parser.parse_args()
    rows: list[list[object]] = []
    sizes: list[list[object]] = []
    with tempfile.TemporaryDirectory() as home:
        ours, front = _ours(Path(home))
        try:
            rows += _measure(ours, options.messages)
            for name, size in _memory(ours.process).items():
                sizes.append([f"Tin Cậy: {name}", f"{size:.0f}", ""])
            sizes.append(["Tin Cậy: front answers", "", f"{front:.1f}"])
            sizes.append(["Tin Cậy: assistant answers", "", f"{ours.started:.1f}"])
        finally:
            ours.process.terminate()
            ours.process.wait()
    peer = _stock(ROOT / "results" / "stock", options.epochs)
    try:
        rows += _measure(peer, options.messages)
        total = sum(_memory(peer.process).values())
        sizes.append([peer.name, f"{total:.0f}", f"{peer.started:.1f}"])
    finally:
        peer.process.terminate()
        peer.process.wait()
    speed = markdown(["service", "senders", "messages/s", "p50 ms", "p95 ms"], rows)
    size = markdown(["process", "resident MB after the load", "seconds until it answers"], sizes)
    head = (
        f"Measured on {machine()}, {options.messages} messages; "
        f"DIET trained for {stock.epochs(ROOT / 'results' / 'stock')} epochs."
    )
    text = f"{head}\n\n{speed}\n\n{size}"
    write("performance.md", "messages", text)
    print(text)


if __name__ == "__main__":
    main()

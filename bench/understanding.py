"""What stock Rasa (DIET) makes of our development sets: ``python -m bench.understanding``.

Writes ``docs/quality.md`` beside the tables of ``tincay eval``. The stock project is the one
``bench.messages`` makes and trains (:mod:`bench.stock`).
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from pathlib import Path
from typing import Any

from bench import stock
from bot.eval.intents import SAME_WAY
from bot.eval.table import machine, markdown, write

SETS = stock.ROOT / "bot" / "eval" / "sets"
FOLDER = stock.ROOT / "results" / "stock"


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / name).open(encoding="utf-8")]


def _parse(model: Path, texts: list[str]) -> tuple[list[str], float]:
    """The intent of each text and the median milliseconds of one."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    names: list[str] = []
    seconds: list[float] = []

    async def run() -> None:
        for text in texts:
            begin = time.perf_counter()
            parsed = await agent.parse_message(text)
            seconds.append(time.perf_counter() - begin)
            names.append(str((parsed.get("intent") or {}).get("name")))

    asyncio.run(run())
    return names, statistics.median(seconds) * 1e3


def _share(right: int, total: int) -> str:
    return f"{right}/{total} = {right / total:.3f}"


def main() -> None:
    """Parse both sets and write the table."""
    model = FOLDER / "models" / "stock.tar.gz"
    if not model.is_file():
        raise SystemExit("no stock project yet: run python -m bench.messages first")
    urgent, intents = _lines("triage.jsonl"), _lines("intents.jsonl")
    names, milliseconds = _parse(model, [line["text"] for line in (*urgent, *intents)])
    raised = [name in ("emergency", "disclosure") for name in names[: len(urgent)]]
    wanted = [line["level"] != "none" for line in urgent]
    danger = [
        name for name, line in zip(names, urgent, strict=False) if line["level"] == "emergency"
    ]
    right = sum(
        SAME_WAY.get(name, name) == SAME_WAY.get(line["intent"], line["intent"])
        for name, line in zip(names[len(urgent) :], intents, strict=True)
    )
    hits = sum(up and real for up, real in zip(raised, wanted, strict=True))
    alarms = sum(up and not real for up, real in zip(raised, wanted, strict=True))
    rows = [
        ["nhận ra tin cần giúp", _share(hits, sum(wanted))],
        ["báo nhầm tin thường", _share(alarms, len(wanted) - sum(wanted))],
        ["khẩn cấp đúng là khẩn cấp", _share(danger.count("emergency"), len(danger))],
        ["ý định đúng", _share(right, len(intents))],
        ["ms một tin (p50)", f"{milliseconds:.1f}"],
    ]
    trained = sum(
        line.lstrip().startswith("- ")
        for path in (FOLDER / "data").glob("*.yml")
        if path.name != "rules.yml"
        for line in path.open(encoding="utf-8")
        if not line.lstrip().startswith("- intent:")
    )
    text = f"{machine()}. {trained} tin huấn luyện, {stock.epochs(FOLDER)} vòng DIET."
    table = markdown(("Rasa nguyên bản (DIET)", "kết quả"), rows)
    write("quality.md", "stock", f"{text}\n\n{table}")
    print(table)


if __name__ == "__main__":
    main()

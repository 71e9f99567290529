"""How often the trained assistant understands what a message wants."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bot.assistant.loading import load_agent, parse, trained_model
from bot.settings import Settings

__all__ = ["evaluate", "judge", "section"]

SAME_WAY: Final = {
    "consent": "want_human",
    "erase_now": "delete_data",
    "study": "ask_plan",
    "work": "ask_plan",
}
"""Intents that lead to the same reply as another of the set."""

BATCH: Final = 64
SINGLE: Final = 50
"""Messages read one by one for the latency."""


def evaluate(path: Path, settings: Settings | None = None) -> dict[str, Any]:
    """Parse every line of a set (``{"id","text","intent","style"}``) with the trained model.

    Returns:
        ``total``, ``right`` (same reply), ``strict`` (same intent), ``by_intent`` and
        ``by_style`` (``{name: [right, total]}``), ``confused`` (``[[wanted, found, count]]``),
        ``missed`` (the lines with what was found), ``ms`` (median for a message alone).

    Raises:
        OperatorError: no model is trained.
    """
    settings = settings or Settings()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    agent = asyncio.run(load_agent(settings, trained_model(settings)))
    texts = [line["text"] for line in lines]
    found = []
    for start in range(0, len(texts), BATCH):
        found += parse(agent, texts[start : start + BATCH])
    # other words than those just read, whose vectors are remembered
    alone = [f"{text} …" for text in texts[:SINGLE]]
    seconds = []
    for text in alone:
        began = time.perf_counter()
        parse(agent, [text])
        seconds.append(time.perf_counter() - began)
    result = judge(lines, [str(one["intent"].get("name")) for one in found])
    return {**result, "ms": sorted(seconds)[len(seconds) // 2] * 1000 if seconds else 0.0}


def judge(lines: Sequence[Mapping[str, Any]], found: Sequence[str]) -> dict[str, Any]:
    """Compare the intents found with those wanted; see :func:`evaluate`."""
    by_intent: dict[str, list[int]] = {}
    by_style: dict[str, list[int]] = {}
    confused: Counter[tuple[str, str]] = Counter()
    missed = []
    right = strict = 0
    for line, name in zip(lines, found, strict=True):
        wanted = line["intent"]
        good = SAME_WAY.get(name, name) == SAME_WAY.get(wanted, wanted)
        right += good
        strict += name == wanted
        for counts in (
            by_intent.setdefault(wanted, [0, 0]),
            by_style.setdefault(line.get("style", "?"), [0, 0]),
        ):
            counts[0] += good
            counts[1] += 1
        if not good:
            confused[wanted, name] += 1
            missed.append({**line, "found": name})
    return {
        "total": len(lines),
        "right": right,
        "strict": strict,
        "by_intent": by_intent,
        "by_style": by_style,
        "confused": [[*pair, count] for pair, count in confused.most_common()],
        "missed": missed,
    }


def section(result: Mapping[str, Any]) -> tuple[str, list[str]]:
    """A Markdown table and the misses, one line each."""
    total = result["total"]
    rows = [
        ("**cùng cách trả lời**", result["right"], total),
        ("đúng tên ý định", result["strict"], total),
        *((name, *counts) for name, counts in sorted(result["by_intent"].items())),
        *((f"kiểu {name}", *counts) for name, counts in sorted(result["by_style"].items())),
    ]
    lines = ["| ý định | đúng | tỉ lệ |", "|---|---|---|"]
    lines += [f"| {name} | {right}/{all_} | {right / all_:.3f} |" for name, right, all_ in rows]
    lines.append(f"| hiểu một tin (trung vị) | {result['ms']:.1f} ms | |")
    misses = [
        f"{line.get('id', '')} {line['text']} → {line['found']} (đúng: {line['intent']})"
        for line in result["missed"]
    ]
    return "\n".join(lines), misses

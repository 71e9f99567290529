"""How many words get their accents back, on chat-like lines the model has not been trained on."""

from __future__ import annotations

import json
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from nlu.text import normalize, restore, spell, strip_accents
from nlu.text.syllable import place_tone
from nlu.text.tokens import tokens

__all__ = ["as_typed", "evaluate", "held_out", "section"]

FILES: Final = ("triage.jsonl", "intents.jsonl", "accents.jsonl")
TYPED: Final = "accents_typed.jsonl"
"""Lines whose regional words stay as people type them."""
LEAST_ACCENTED: Final = 0.5
"""Share of accented words from which a line is taken to be typed with its accents."""
WITHOUT: Final = frozenset(("no_diacritics", "typo", "teencode"))
"""Styles whose lines do not say how they ought to be accented."""


def held_out(folder: Path) -> Iterator[tuple[str, str]]:
    """Style and normalised text of the lines of ``folder`` that bear all their accents."""
    for name in FILES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            style = row.get("style", "")
            text = unicodedata.normalize("NFC", normalize(row["text"]).text)
            words = _words(text)
            accented = sum(not word.isascii() for word in words)
            if style not in WITHOUT and words and accented >= LEAST_ACCENTED * len(words):
                yield style, text


def as_typed(folder: Path) -> Iterator[tuple[str, str]]:
    """Style and text, spelled out, of lines in which regional words stay as they are."""
    for line in (folder / TYPED).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["style"], unicodedata.normalize("NFC", spell(row["text"]).text)


def _words(text: str) -> list[str]:
    return [place_tone(word) for word in tokens(text) if word.isalpha()]


def evaluate(folder: Path) -> dict[str, Any]:
    """Strip the accents of every held-out line, restore them, and count the words that agree.

    Args:
        folder: where the development sets are.

    Returns:
        ``words`` and ``lines`` (right, total), ``by_style`` (words right, total), ``plain`` (words
        right without restoring), ``damaged`` (words changed in lines given with their accents,
        total), ``typed`` and ``typed_by_style`` (words right and total of :func:`as_typed`),
        ``confused`` (``[[word, restored, count]]``), ``missed`` (a line each) and ``ms``
        (mean for a line).
    """
    words = [0, 0]
    lines = [0, 0]
    damaged = [0, 0]
    plain = 0
    by_style: dict[str, list[int]] = {}
    confused: Counter[tuple[str, str]] = Counter()
    missed = []
    seconds = 0.0
    restore("")  # reads the model
    for style, text in held_out(folder):
        wanted = _words(text)
        stripped = strip_accents(text)
        began = time.perf_counter()
        restored = restore(stripped)
        seconds += time.perf_counter() - began
        pairs = list(zip(wanted, _words(restored), strict=True))
        right = sum(one == other for one, other in pairs)
        confused.update(pair for pair in pairs if pair[0] != pair[1])
        for counts in (words, by_style.setdefault(style, [0, 0])):
            counts[0] += right
            counts[1] += len(wanted)
        lines[0] += right == len(wanted)
        lines[1] += 1
        plain += sum(word.isascii() for word in wanted)
        damaged[0] += sum(
            one != other for one, other in zip(wanted, _words(restore(text)), strict=True)
        )
        damaged[1] += len(wanted)
        if right < len(wanted):
            missed.append(f"{text} → {restored}")
    typed = [0, 0]
    typed_by_style: dict[str, list[int]] = {}
    for style, text in as_typed(folder):
        wanted = _words(text)
        again = _words(restore(strip_accents(text)))
        right = sum(one == other for one, other in zip(wanted, again, strict=True))
        for counts in (typed, typed_by_style.setdefault(style, [0, 0])):
            counts[0] += right
            counts[1] += len(wanted)
    return {
        "words": words,
        "typed": typed,
        "typed_by_style": typed_by_style,
        "lines": lines,
        "by_style": by_style,
        "plain": [plain, words[1]],
        "damaged": damaged,
        "confused": [[*pair, count] for pair, count in confused.most_common(50)],
        "missed": missed,
        "ms": seconds / max(1, lines[1]) * 1000,
    }


def section(result: Mapping[str, Any]) -> tuple[str, list[str]]:
    """A Markdown table and the misses, one line each."""
    rows = [
        ("**chữ đúng sau khi thêm dấu**", result["words"]),
        ("để nguyên không thêm", result["plain"]),
        ("cả dòng đúng", result["lines"]),
        ("chữ đã có dấu bị đổi", result["damaged"]),
        *((f"kiểu {name}", counts) for name, counts in sorted(result["by_style"].items())),
        ("**để nguyên tiếng địa phương**", result["typed"]),
        *(
            (f"nguyên · {name}", counts)
            for name, counts in sorted(result["typed_by_style"].items())
        ),
    ]
    table = ["| thêm dấu | số | tỉ lệ |", "|---|---|---|"]
    table += [
        f"| {name} | {right}/{total} | {right / total:.3f} |"
        for name, (right, total) in rows
        if total
    ]
    table.append(f"| một dòng (trung bình) | {result['ms']:.1f} ms | |")
    return "\n".join(table), list(result["missed"])

"""How well urgent messages are told from ordinary ones, beside simpler ways of doing it."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.settings import PROJECT, Settings
from nlu.text import fold
from nlu.triage import assess, assess_turns
from nlu.triage.examples import load_examples

__all__ = ["KEYWORDS", "evaluate", "section"]

KEYWORDS = (
    "giet",
    "danh",
    "dap",
    "bop co",
    "dao",
    "mau",
    "nhot",
    "cuu",
    "hiep",
    "cuong",
    "tu tu",
    "muon chet",
    "bao hanh",
    "bao luc",
    "xam hai",
    "quay roi",
    "de doa",
    "so qua",
)
"""What a person would write down in five minutes: the plainest peer."""

TIMED = 300
"""Messages judged one by one for the latency."""

Line = Mapping[str, Any]
Judge = Callable[[Sequence[str]], list[tuple[str, str]]]
"""Texts to (level, kind) of each."""


@dataclass(frozen=True, slots=True)
class _Figures:
    recall: float
    alarms: float
    emergency: float
    kind: float
    middle: float
    slowest: float


def _read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _ours(texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(result.level), result.kind) for result in map(assess, texts)]


def _keywords(texts: Sequence[str]) -> list[tuple[str, str]]:
    hits = (any(f" {word} " in f" {fold(text)} " for word in KEYWORDS) for text in texts)
    return [("emergency" if hit else "none", "none") for hit in hits]


def _linear(features: Callable[[Sequence[str]], Any], texts: Sequence[str], labels: Any) -> Judge:
    from sklearn.linear_model import LogisticRegression

    levels = LogisticRegression(C=4, class_weight="balanced", max_iter=300)
    kinds = LogisticRegression(C=4, class_weight="balanced", max_iter=300)
    matrix = features(texts)
    levels.fit(matrix, [level for level, _ in labels])
    kinds.fit(matrix, [kind for _, kind in labels])

    def judge(messages: Sequence[str]) -> list[tuple[str, str]]:
        rows = features(messages)
        return list(zip(levels.predict(rows), kinds.predict(rows), strict=True))

    return judge


def _tfidf(texts: Sequence[str], labels: Any) -> Judge:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    vectorizer.fit(texts)
    return _linear(vectorizer.transform, texts, labels)


def _frozen(texts: Sequence[str], labels: Any) -> Judge:
    from nlu.encoder import Encoder, prepare_encoder

    settings = Settings()
    encoder = Encoder(prepare_encoder(settings.home, settings.encoder))
    return _linear(lambda messages: encoder.queries(list(messages)), texts, labels)


def _figures(judge: Judge, lines: Sequence[Line]) -> _Figures:
    texts = [line["text"] for line in lines]
    judge(texts[:3])
    milliseconds = []
    for text in texts[:TIMED]:
        begin = time.perf_counter()
        judge([text])
        milliseconds.append((time.perf_counter() - begin) * 1e3)
    judged = judge(texts)
    urgent = [line["level"] != "none" for line in lines]
    raised = [level != "none" for level, _ in judged]
    hits = [
        kind == line["kind"]
        for (level, kind), line in zip(judged, lines, strict=True)
        if level != "none" and line["level"] != "none"
    ]
    danger = [
        level == "emergency"
        for (level, _), line in zip(judged, lines, strict=True)
        if line["level"] == "emergency"
    ]
    return _Figures(
        recall=_mean(up for up, real in zip(raised, urgent, strict=True) if real),
        alarms=_mean(up for up, real in zip(raised, urgent, strict=True) if not real),
        emergency=_mean(danger),
        kind=_mean(hits),
        middle=float(np.percentile(milliseconds, 50)),
        slowest=float(np.percentile(milliseconds, 99)),
    )


def _mean(values: Any) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else 0.0


def evaluate(messages: Path, dialogues: Path, peers: bool = True) -> dict[str, Any]:
    """Judge the development set with our triage and with its peers.

    Args:
        messages: ``.jsonl`` of ``text``, ``level``, ``kind``, ``style``.
        dialogues: ``.jsonl`` of ``turns`` and ``escalate_at``.
        peers: also train and run the simpler ways (a minute or two).

    Returns:
        ``figures`` by name, ``groups`` (recall or false alarms by level, kind and style),
        ``dialogues`` as (right, total), ``missed`` and ``alarms`` lines.
    """
    lines = _read(messages)
    judges: dict[str, Judge] = {}
    if peers:
        examples = load_examples(PROJECT / "nlu" / "data")
        texts = [example.text for example in examples]
        labels = [(example.level, example.kind) for example in examples]
        judges[f"{len(KEYWORDS)} từ khoá hiển nhiên"] = _keywords
        judges["TF-IDF + hồi quy logistic"] = _tfidf(texts, labels)
        judges["encoder để nguyên + hồi quy logistic"] = _frozen(texts, labels)
    judges["**Tin Cậy**"] = _ours
    figures = {name: _figures(judge, lines) for name, judge in judges.items()}

    groups: dict[str, list[bool]] = defaultdict(list)
    missed, alarms = [], []
    for line, (level, _kind) in zip(lines, _ours([line["text"] for line in lines]), strict=True):
        raised = level != "none"
        if line["level"] == "none":
            groups[f"báo nhầm · {line['style']}"].append(raised)
            if raised:
                alarms.append(line)
        else:
            groups[f"nhận ra · {line['level']}"].append(raised)
            groups[f"nhận ra · loại {line['kind']}"].append(raised)
            groups[f"nhận ra · {line['style']}"].append(raised)
            if line["level"] == "emergency" and level != "emergency":
                missed.append({**line, "found": level})
    talks = _read(dialogues)
    right = sum(
        next((at for at, turn in enumerate(assess_turns(talk["turns"])) if turn.urgent), None)
        == talk["escalate_at"]
        for talk in talks
    )
    return {
        "figures": figures,
        "groups": groups,
        "dialogues": (right, len(talks)),
        "missed": missed,
        "alarms": alarms,
    }


def section(result: Mapping[str, Any], read: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Markdown tables; every missed emergency and every false alarm, one line each.

    Args:
        result: :func:`evaluate` of the unseen set.
        read: the same of the set that was read while mending; of it only our own row is told.
    """
    lines = [
        "| cách | nhận ra tin cần giúp | báo nhầm tin thường | khẩn cấp đúng là khẩn cấp "
        "| đúng loại | ms một tin (p50) | ms (p99) |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [
        *result["figures"].items(),
        *((f"{n}, bộ đã đọc", r) for n, r in read["figures"].items()),
    ]
    lines += [
        f"| {name} | {row.recall:.3f} | {row.alarms:.3f} | {row.emergency:.3f} | {row.kind:.3f} "
        f"| {row.middle:.1f} | {row.slowest:.1f} |"
        for name, row in rows
    ]
    right, total = result["dialogues"]
    before, of = read["dialogues"]
    lines += ["", f"Hội thoại báo đúng lượt: {right}/{total} = {right / total:.3f} "]
    lines[-1] += f"(bộ đã đọc: {before}/{of} = {before / of:.3f})."
    lines += [""]
    lines += ["| nhóm | tỉ lệ | số tin |", "|---|---|---|"]
    lines += [
        f"| {name} | {np.mean(values):.3f} | {len(values)} |"
        for name, values in sorted(result["groups"].items())
    ]
    lines += ["", f"Tin khẩn cấp không được nhận là khẩn cấp: {len(result['missed'])}.", ""]
    lines += [f"- `{line['id']}` ({line['found']}) {line['text']}" for line in result["missed"]]
    return "\n".join(lines), [f"báo nhầm {line['id']} {line['text']}" for line in result["alarms"]]

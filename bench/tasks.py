"""Tasks of retrieval: which passage answers the question?

XQuAD-vi (its paragraphs), XQuAD-R-vi (their sentences) and our own development set, where each
question is asked of the plan it is about, as the assistant does once it knows the place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import PROJECT
from knowledge.building import searchable, under_headings
from knowledge.corpus import load_plans
from nlu.text import fold, strip_accents

__all__ = ["Task", "own_questions", "read_tasks"]

PARAGRAPHS = "xquad.vi.json"
SENTENCES = "xquad-r.vi.json"
OWN = PROJECT / "bot" / "eval" / "sets" / "ask.jsonl"


@dataclass(frozen=True)
class Task:
    """Questions over passages.

    Attributes:
        name: what is searched; tasks of one name are counted together.
        passages: their texts.
        questions: as typed.
        gold: for each question the rows of the passages with its answer.
        plain: the questions are typed without accents.
    """

    name: str
    passages: list[str]
    questions: list[str]
    gold: list[frozenset[int]]
    plain: bool = False

    def without_accents(self) -> Task:
        """The same, its questions typed without accents."""
        plain = [strip_accents(question) for question in self.questions]
        return Task(self.name, self.passages, plain, self.gold, plain=True)


def read_tasks(folder: Path) -> list[Task]:
    """The sets, each with and without accents in the questions.

    Args:
        folder: holds ``xquad.vi.json`` and ``xquad-r.vi.json``.

    Raises:
        OSError: one is missing.
    """
    tasks = [_by_paragraph(folder / PARAGRAPHS), _by_sentence(folder / SENTENCES), *_own()]
    return [each for task in tasks for each in (task, task.without_accents())]


def _by_paragraph(path: Path) -> Task:
    task = Task("XQuAD-vi", [], [], [])
    for row, paragraph in enumerate(_paragraphs(path)):
        task.passages.append(paragraph["context"])
        for asked in paragraph["qas"]:
            task.questions.append(asked["question"])
            task.gold.append(frozenset([row]))
    return task


def _by_sentence(path: Path) -> Task:
    task = Task("XQuAD-R-vi", [], [], [])
    for paragraph in _paragraphs(path):
        first = len(task.passages)
        breaks = paragraph["sentence_breaks"]
        task.passages.extend(paragraph["context"][start:end] for start, end in breaks)
        for asked in paragraph["qas"]:
            at = asked["answers"][0]["answer_start"]
            inside = [number for number, (start, end) in enumerate(breaks) if start <= at < end]
            if inside:
                task.questions.append(asked["question"])
                task.gold.append(frozenset([first + inside[0]]))
    return task


def _paragraphs(path: Path) -> Iterator[Any]:
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        yield from article["paragraphs"]


def own_questions() -> list[str]:
    """Every question of our development set as typed."""
    return [line["question"] for line in _own_lines()]


def _own() -> Iterator[Task]:
    """One task for each plan; the evidence noted with a question says which passages are right."""
    for name, plan in load_plans(PROJECT / "knowledge" / "plans").items():
        passages = under_headings(plan)
        plain = [fold(passage.text) for passage in passages]
        task = Task("four plans", [searchable(passage) for passage in passages], [], [])
        for line in _own_lines():
            evidence = [fold(text) for text in line.get("evidence") or () if text]
            gold = {
                row
                for row, text in enumerate(plain)
                if any(quote in text or (len(text) > 60 and text in quote) for quote in evidence)
            }
            if line.get("plan") == name and gold:
                task.questions.append(line["question"])
                task.gold.append(frozenset(gold))
        yield task


def _own_lines() -> list[Any]:
    return [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]

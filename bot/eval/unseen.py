"""Questions on plans that nobody read while building: indexed beside the shipped ones and asked."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.asking import Asker
from bot.eval.ask import Report, evaluate, read_set
from bot.settings import PROJECT
from knowledge.answer import Answerer
from knowledge.building import build
from knowledge.corpus import load_plans
from knowledge.duties import DutyAnswer, lookup
from nlu.encoder import Encoder
from nlu.triage import assess

__all__ = ["evaluate_questions"]


def evaluate_questions(folder: Path, encoder: Encoder) -> Report:
    """Answers to ``gold_ask.jsonl`` of ``folder`` from the plans that lie there.

    The plans that ship are indexed too: a question must find the right place's plan.

    Raises:
        knowledge.reading.PlanError: a plan cannot be read.
    """
    plans = {**load_plans(PROJECT / "knowledge" / "plans"), **load_plans(folder)}

    def look_up(question: str, place: str | None, previous: Sequence[str]) -> DutyAnswer:
        return lookup(question, plans, place=place, context=previous)

    with tempfile.TemporaryDirectory() as home:
        build(Path(home), plans, "unseen", encoder)
        asker = Asker(Answerer(Path(home), encoder), assess, look_up=look_up)
        return evaluate(asker, read_set(folder / "gold_ask.jsonl"))

"""Learning which passages answer and whether any does, from questions written for it.

``asked/<plan>.yml`` gives questions for snippets of a plan that answer them, ``asked/none.yml``
questions by place that no plan answers. Logistic models over features that hold for any plan:
what is learned is how much to trust words, meaning and points, not what one plan says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from knowledge.answer import abstain
from knowledge.answer.answer import Question
from knowledge.answer.answerer import QueryEncoder
from knowledge.answer.asked import Example, flat
from knowledge.answer.features import FEATURES, Table
from knowledge.answer.kinds import unanswered_kind
from knowledge.answer.question import understand
from knowledge.answer.rank import MODEL, Judged, learning
from knowledge.answer.turn import Turn, issuers_of
from knowledge.own_places import own_places
from knowledge.search import Index

__all__ = ["FREE", "train"]

_GATE = (*abstain.SIGNS, "bias")

FREE = frozenset(
    ("lay_heading", "shared_text", "announces", "front", "basis", "heading", "table", "length",
     "strange", "elsewhere", "unanswered", "bias")
)  # fmt: skip
"""Features that may speak against a passage; by all the others more is never worse."""

RIDGE = 1.0
"""How strongly weights are held near 0."""

UNANSWERED_WEIGHT = 4.0
"""What a question without an answer counts for against one with."""


def train(index: Index, encoder: QueryEncoder, examples: Sequence[Example]) -> Path:
    """Learn the weights and write them; returns the file.

    Args:
        index: holds every plan of the examples.
        encoder: encodes questions.
        examples: the questions of the index's bank, in its order.

    Raises:
        ValueError: a snippet is in no passage of its plan.
    """
    with learning() as use:
        use({"ranking": dict.fromkeys(FEATURES, 0.0), "gate": dict.fromkeys(_GATE, 0.0)})
        turns = _turns(index, encoder, examples)
        ranking = _learnt_ranking(turns, examples)
        use({"ranking": ranking, "gate": dict.fromkeys(_GATE, 0.0)})
        gate = _learnt_gate(turns, examples)
        _write(ranking, gate)
    return MODEL


def _learnt_ranking(turns: Sequence[Turn], examples: Sequence[Example]) -> dict[str, float]:
    tables: list[tuple[Table, Table]] = []
    for turn, one in zip(turns, examples, strict=True):
        if one.plan is None:
            continue
        judged = turn.judged(frozenset((one.plan,)))
        right = np.array([_answers(judge, one.says) for judge in judged])
        if not right.any():
            raise ValueError(f"{one.plan}: không thấy đoạn {one.says[0]!r}")
        tables.append((np.array([judge.features for judge in judged]), right))
    return dict(zip(FEATURES, _ranking(tables).tolist(), strict=True))


def _learnt_gate(turns: Sequence[Turn], examples: Sequence[Example]) -> dict[str, float]:
    signs, answered = [], []
    for turn, one in zip(turns, examples, strict=True):
        judged = turn.judged(_plans(turn, one))
        if abstain.anchored(turn.u) or not judged or (one.plan is None and _by_rule(turn, judged)):
            continue
        signs.append(abstain.signs_of(turn.u, judged))
        answered.append(one.plan is not None)
    gate = _gate(np.array(signs), np.array(answered, float))
    return dict(zip(_GATE, gate.tolist(), strict=True))


def _turns(index: Index, encoder: QueryEncoder, examples: Sequence[Example]) -> list[Turn]:
    issuers = issuers_of(index)
    own = own_places(index.plans.values())
    understood = [understand(one.question, (), issuers, own) for one in examples]
    vectors = encoder.queries([one.meanings[0] or one.text for one in understood])
    turns = []
    for row, (one, meant, vector) in enumerate(zip(examples, understood, vectors, strict=True)):
        turn = Turn(index, Question(one.question, one.place), meant, vector)
        turn.but = row
        turns.append(turn)
    return turns


def _plans(turn: Turn, one: Example) -> frozenset[str]:
    return turn.scope.plans if one.plan is None else frozenset((one.plan,))


def _by_rule(turn: Turn, judged: Sequence[Judged]) -> bool:
    """Whether a rule stops the question before what is learned here is asked."""
    kind = unanswered_kind(turn.u, judged)
    return turn.scope.missing is not None or kind is not None


def _answers(judged: Judged, says: Sequence[str]) -> bool:
    text = flat(judged.passage.text)
    return any(flat(one) in text for one in says)


def _ranking(tables: Sequence[tuple[Table, Table]]) -> Table:
    """Weights with which the right passages of each question get most of the chance."""
    every = np.vstack([table for table, _ in tables])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    scaled = [((table - mean) / spread, right) for table, right in tables]

    def loss(weights: Table) -> tuple[float, Table]:
        total, slope = float(RIDGE * weights @ weights), 2 * RIDGE * weights
        for table, right in scaled:
            scores = table @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            got = share[right].sum()
            total -= float(np.log(got + 1e-12))
            slope = slope - (share * right / got) @ table + share @ table
        return total, slope

    return np.asarray(_least(loss, FEATURES) / spread)


def _gate(signs: Table, answered: Table) -> Table:
    """Weights of the chance that there is an answer, the bias last."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-6
    table = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    count = np.where(answered > 0, 1.0, UNANSWERED_WEIGHT)
    held = np.append(np.ones(signs.shape[1]), 0.0) * RIDGE

    def loss(weights: Table) -> tuple[float, Table]:
        chance = 1 / (1 + np.exp(-table @ weights))
        lost = answered * np.log(chance + 1e-12) + (1 - answered) * np.log(1 - chance + 1e-12)
        slope = table.T @ (count * (chance - answered)) + 2 * held * weights
        return float(held @ weights**2 - count @ lost), slope

    found = _least(loss, _GATE)
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - weights @ mean)


def _least(loss: Callable[[Table], tuple[float, Table]], names: Sequence[str]) -> Table:
    """The weights with the least loss among those that may not speak against a passage."""
    bounds = [(None if name in FREE else 0.0, None) for name in names]
    start = np.zeros(len(names))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _write(ranking: Mapping[str, float], gate: Mapping[str, float]) -> None:
    lines = ["# Học bằng `tincay train answers` từ các câu hỏi trong asked/; đừng sửa tay."]
    for part, learned in (("ranking", ranking), ("gate", gate)):
        lines.append(f"{part}:")
        lines += [f"  {name}: {float(weight):.4f}" for name, weight in learned.items()]
    MODEL.write_text("\n".join(lines) + "\n", encoding="utf-8")

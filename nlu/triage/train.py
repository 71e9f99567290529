"""Train triage's linear models from the messages in Rasa's YAML; needs scikit-learn."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.triage.context import TURNS, joined
from nlu.triage.examples import Dialogue, Example, load_dialogues, load_examples
from nlu.triage.lessons import FOLDS, Lesson, lessons_from
from nlu.triage.linear import COLUMNS, HEADS, Floats, LinearModel
from nlu.triage.ngrams import Block, Hashes, hashed_ngrams
from nlu.triage.result import KINDS

__all__ = ["train"]

SEED = 20260
MADE_DIALOGUES = 900
"""How many dialogues are made of ordinary messages followed by any message."""
LEAST_MESSAGES = 3
"""Features that fewer messages have are dropped."""
STRENGTH = 0.5
"""Inverse regularisation of the linear machines."""

Bools = npt.NDArray[np.bool_]
Reader = Callable[[str], float]
"""Log-odds of being urgent of one restored text."""


def train(data_folder: Path, output: Path) -> LinearModel:
    """Learn from ``data_folder`` (``*.yml``, ``dialogues.jsonl``) and write ``output`` (``.npz``).

    Deterministic: the same messages give the same model.

    Raises:
        ValueError: there are no messages, or a block names an unknown level.
    """
    messages = load_examples(data_folder)
    if not messages:
        raise ValueError(f"{data_folder}: không có tin nhắn nào có level")
    model = fit(messages, load_dialogues(data_folder / "dialogues.jsonl"))
    output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(output, **model.arrays())
    return model


def fit(messages: Sequence[Example], dialogues: Sequence[Dialogue] = ()) -> LinearModel:
    """The calibrated model of messages, their other spellings, everyday ones and dialogues."""
    rng = random.Random(SEED)
    made = lessons_from(messages, dialogues, rng)
    lessons, talks = made.each, list(made.talks)
    rows = [hashed_ngrams(lesson.restored) for lesson in lessons]
    features, idf = _vocabulary(rows)
    matrix = _matrix(rows, features, idf)
    fold_of = np.array([lesson.fold for lesson in lessons])

    weights: list[Floats] = []
    bias: list[float] = []
    unseen_readers: list[Reader] = []
    for output, (used, wanted) in enumerate(_tasks([lesson.example for lesson in lessons])):
        coefficients, intercept = _learn(matrix, used, wanted)
        slope, offset = 1.0, 0.0
        if output < COLUMNS["kind"].start:  # of the kinds only the order matters
            partial = [_learn(matrix, used & (fold_of != fold), wanted) for fold in range(FOLDS)]
            slope, offset = _calibrate(matrix, used, wanted, fold_of, partial)
            if output == 0:
                unseen_readers = [
                    _reader(features, idf, part * slope, at * slope + offset)
                    for part, at in partial
                ]
        weights.append(coefficients * slope)
        bias.append(intercept * slope + offset)
    talks += _made_dialogues(lessons, rng)
    dense = np.stack(weights)
    scale = (np.abs(dense).max(axis=1) / 127).astype(np.float32)
    return LinearModel(
        features=features,
        idf=idf,
        weights=np.ascontiguousarray(np.rint(dense / scale[:, None]).astype(np.int8).T),
        scale=scale,
        bias=np.array(bias, dtype=np.float32),
        context=_context(talks, unseen_readers),
    )


def _made_dialogues(lessons: Sequence[Lesson], rng: random.Random) -> list[tuple[Dialogue, int]]:
    """Ordinary messages followed by one of any level, all unseen by the same reader."""
    by_fold = {
        fold: [lesson for lesson in lessons if lesson.fold == fold and lesson.example.text]
        for fold in range(FOLDS)
    }
    made: list[tuple[Dialogue, int]] = []
    for number in range(MADE_DIALOGUES):
        fold = number % FOLDS
        calm = [lesson for lesson in by_fold[fold] if lesson.example.level == "none"]
        if not calm:
            continue
        last = rng.choice(by_fold[fold])
        turns = [rng.choice(calm) for _ in range(rng.randint(1, 3))] + [last]
        made.append(
            (
                Dialogue(
                    tuple(turn.restored for turn in turns),
                    tuple(turn.example.level for turn in turns),
                    last.example.kind,
                    last.example.who,
                ),
                fold,
            )
        )
    return made


def _vocabulary(rows: Sequence[Sequence[Block]]) -> tuple[Hashes, Floats]:
    flat = np.concatenate([hashes for blocks in rows for hashes, _ in blocks])
    every, frequency = np.unique(flat, return_counts=True)
    often = frequency >= LEAST_MESSAGES
    idf = np.log((len(rows) + 1) / (frequency[often] + 1)) + 1
    return every[often], idf.astype(np.float16).astype(np.float32)


def _matrix(rows: Sequence[Sequence[Block]], features: Hashes, idf: Floats) -> Any:
    from scipy.sparse import csr_matrix

    nothing = np.zeros(0, dtype=np.float32)
    empty = np.zeros((len(features), 0), dtype=np.int8)
    reader = LinearModel(features, idf, empty, nothing, nothing, nothing)
    columns: list[npt.NDArray[np.int64]] = []
    values: list[Floats] = []
    starts = [0]
    for blocks in rows:
        for hashes, counts in blocks:
            places, weighted = reader.known(hashes, counts)
            columns.append(places)
            values.append(weighted)
        starts.append(starts[-1] + sum(len(part) for part in columns[-len(blocks) :]))
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(starts)),
        shape=(len(rows), len(features)),
    )


def _tasks(messages: Sequence[Example]) -> list[tuple[Bools, Bools]]:
    """For each output of :data:`HEADS`: which messages teach it, and which of them are positive."""
    urgent = np.array([message.level != "none" for message in messages])
    kinds = np.array([message.kind for message in messages])
    tasks = [
        (np.ones(len(messages), dtype=bool), urgent),
        (urgent, np.array([message.level == "emergency" for message in messages])),
        (urgent, np.array([message.who == "third_party" for message in messages])),
        *((urgent, kinds == kind) for kind in KINDS),
    ]
    if len(tasks) != sum(len(names) for names in HEADS.values()):
        raise AssertionError("HEADS changed, _tasks did not")
    return tasks


def _learn(matrix: Any, used: Bools, wanted: Bools) -> tuple[Floats, float]:
    from sklearn.svm import LinearSVC

    learner = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=SEED)
    learner.fit(matrix[used], wanted[used])
    return learner.coef_[0].astype(np.float32), float(learner.intercept_[0])


def _calibrate(
    matrix: Any,
    used: Bools,
    wanted: Bools,
    fold_of: npt.NDArray[np.int64],
    partial: Sequence[tuple[Floats, float]],
) -> tuple[float, float]:
    """Slope and offset that turn scores of unseen messages into log-odds."""
    from sklearn.linear_model import LogisticRegression

    scores = np.zeros(len(wanted))
    for fold, (coefficients, intercept) in enumerate(partial):
        unseen = fold_of == fold
        scores[unseen] = matrix[unseen] @ coefficients + intercept
    judged = used & (fold_of >= 0)
    platt = LogisticRegression(C=1e6).fit(scores[judged, None], wanted[judged])
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def _reader(features: Hashes, idf: Floats, coefficients: Floats, intercept: float) -> Reader:
    nothing = np.zeros(0, dtype=np.float32)
    empty = np.zeros((len(features), 0), dtype=np.int8)
    model = LinearModel(features, idf, empty, nothing, nothing, nothing)

    def read(restored: str) -> float:
        total = intercept
        for hashes, counts in hashed_ngrams(restored):
            places, values = model.known(hashes, counts)
            total += float(values @ coefficients[places])
        return total

    return read


def _context(talks: Sequence[tuple[Dialogue, int]], readers: Sequence[Reader]) -> Floats:
    """How the turn, the turn with the one before, and all of them add up to its log-odds."""
    from sklearn.linear_model import LogisticRegression

    rows: list[list[float]] = []
    wanted: list[bool] = []
    for dialogue, fold in talks:
        read = readers[fold]
        for place in range(1, len(dialogue.turns)):
            turns = dialogue.turns[max(0, place - TURNS) : place + 1]
            rows.append([read(turns[-1]), read(joined(turns[-2:])), read(joined(turns))])
            wanted.append(dialogue.levels[place] != "none")
            if wanted[-1]:
                break
    if len(set(wanted)) < 2:
        return np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
    learner = LogisticRegression(C=1.0).fit(np.array(rows), np.array(wanted))
    return np.array([*learner.coef_[0], learner.intercept_[0]], dtype=np.float32)

"""Corpora of any size: sentences of the plans and of Vietnamese law, put together anew.

A passage is two to four sentences that stand near each other in their source, so its topic is
one. Its vector is the normalised mean of theirs plus a little noise: a million texts need not be
encoded, only their sentences once.
"""

from __future__ import annotations

import json
import lzma
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.settings import PROJECT
from knowledge.corpus import load_plans
from nlu.encoder import Vectors

__all__ = ["Lines", "Recombined", "read_sentences", "recombine", "write_lines"]

LAW = "law_sentences.txt.xz"
BLOCK = 40
"""Sentences that stand together in the sample of the law."""

LENGTHS = range(40, 400)
"""Characters of a sentence that is taken: no bare numbers, no lists run together."""

NEAR = 12
"""How far from its first sentence a passage takes the others."""

NOISE = 0.05
"""Length of the noise beside a vector's own 1."""

CHUNK = 50_000


def read_sentences(folder: Path, count: int) -> list[str]:
    """Sentences of all plans, and of the law in blocks spread over its whole text.

    Args:
        folder: holds ``law_sentences.txt.xz``.
        count: sentences wanted; the plans come first, the law fills up.

    Raises:
        OSError: the file is missing.
    """
    plans = load_plans(PROJECT / "knowledge" / "plans").values()
    found = [passage.text for plan in plans for passage in plan.passages]
    found = [text for text in found if len(text) in LENGTHS]
    with lzma.open(folder / LAW, "rt", encoding="utf-8") as file:
        law = [line.strip() for line in file]
    law = [line for line in law if len(line) in LENGTHS]
    blocks = max(0, count - len(found)) // BLOCK
    for start in np.linspace(0, max(0, len(law) - BLOCK), blocks).astype(int).tolist():
        found += law[start : start + BLOCK]
    return found[:count]


@dataclass(frozen=True)
class Recombined:
    """A made corpus.

    Attributes:
        texts: the passages.
        vectors: of the same order, unit length.
    """

    texts: list[str]
    vectors: Vectors


def write_lines(path: Path, texts: Iterable[str]) -> None:
    """Write texts, one JSON string a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)


class Lines(Sequence[str]):
    """Texts that :func:`write_lines` wrote, read when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Note where each begins."""
        self._path, self._starts = path, array("q", [0])
        with path.open("rb") as file:
            for line in file:
                self._starts.append(self._starts[-1] + len(line))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        with self._path.open("rb") as file:
            file.seek(self._starts[row])
            return str(json.loads(file.readline()))

    def __iter__(self) -> Iterator[str]:
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def recombine(sentences: Sequence[str], vectors: Vectors, count: int, seed: int = 0) -> Recombined:
    """A corpus of ``count`` passages; the same seed gives the same one.

    Args:
        sentences: neighbours in their source stand side by side.
        vectors: of the sentences, unit length.
        count: passages wanted.
        seed: of the random choices.
    """
    random = np.random.default_rng(seed)
    texts: list[str] = []
    made = np.empty((count, vectors.shape[1]), np.float32)
    for start in range(0, count, CHUNK):
        chosen = list(islice(_choices(len(sentences), random), min(CHUNK, count - start)))
        for row, members in enumerate(chosen, start):
            texts.append(" ".join(sentences[member] for member in members))
            made[row] = vectors[members].mean(axis=0)
        part = made[start : start + len(chosen)]
        part /= np.linalg.norm(part, axis=1, keepdims=True)
        noise = random.normal(size=part.shape).astype(np.float32)
        part += noise * (NOISE / np.linalg.norm(noise, axis=1, keepdims=True))
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return Recombined(texts, made)


def _choices(count: int, random: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Rows of the sentences of one passage after another."""
    while True:
        first = int(random.integers(count))
        low, high = max(0, first - NEAR), min(count, first + NEAR + 1)
        near = np.delete(np.arange(low, high), first - low)
        others = random.choice(near, size=int(random.integers(1, 4)), replace=False)
        yield np.array([first, *others], np.int64)

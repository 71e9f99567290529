"""Linear models over hashed n-grams: NumPy alone, loaded in milliseconds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.triage.ngrams import Block, Hashes
from nlu.triage.result import KINDS

__all__ = ["COLUMNS", "HEADS", "Floats", "LinearModel", "sigmoid"]

HEADS: dict[str, tuple[str, ...]] = {
    "urgent": ("urgent",),
    "emergency": ("emergency",),
    "third_party": ("third_party",),
    "kind": KINDS,
}
"""What is judged and the order of the outputs. ``urgent``: not ``none``; the others mean something
only when the message is urgent: ``emergency`` rather than disclosure, about somebody else rather
than the writer, and the kind."""

COLUMNS: dict[str, slice] = {}
for _head, _names in HEADS.items():
    _start = max((part.stop for part in COLUMNS.values()), default=0)
    COLUMNS[_head] = slice(_start, _start + len(_names))

Floats = npt.NDArray[np.float32]


def sigmoid(value: float) -> float:
    """The logistic function, safe for any float."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, value))))


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of the features seen in training.

    Attributes:
        features: sorted feature hashes, shape (f,).
        idf: one weight for each feature, shape (f,).
        weights: int8, shape (f, outputs); outputs are the heads of :data:`HEADS` one after another.
        scale: what one unit of ``weights`` is worth, shape (outputs,).
        bias: shape (outputs,).
        context: how the ``urgent`` log-odds of a turn by itself, of it with the turn before, and of
            it with all turns before add up, and an offset; shape (4,).
    """

    features: Hashes
    idf: Floats
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    context: Floats

    def scores(self, blocks: Iterable[Block]) -> Floats:
        """Calibrated log-odds of each output for one message, shape (outputs,)."""
        total = self.bias.copy()
        for hashes, counts in blocks:
            places, values = self.known(hashes, counts)
            if len(places):
                total += (values @ self.weights[places].astype(np.float32)) * self.scale
        return total

    def known(self, hashes: Hashes, counts: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
        """Rows of the features that training has seen, and their values scaled to length 1."""
        places = np.searchsorted(self.features, hashes)
        places[places == len(self.features)] = 0
        seen = self.features[places] == hashes
        places = places[seen]
        values = counts[seen] * self.idf[places]
        length = float(np.sqrt(values @ values))
        return places, values / length if length else values

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """What is saved, by name."""
        return {
            "features": self.features,
            "idf": self.idf.astype(np.float16),
            "weights": self.weights,
            "scale": self.scale,
            "bias": self.bias,
            "context": self.context,
        }

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """The model saved under ``path`` (``.npz``).

        Raises:
            FileNotFoundError: no such file.
        """
        with np.load(path) as stored:
            return cls(
                features=stored["features"],
                idf=stored["idf"].astype(np.float32),
                weights=stored["weights"],
                scale=stored["scale"].astype(np.float32),
                bias=stored["bias"].astype(np.float32),
                context=stored["context"].astype(np.float32),
            )

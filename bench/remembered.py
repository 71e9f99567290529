"""An encoder that remembers: texts measured again are not encoded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from nlu.encoder import Encoder, Vectors

__all__ = ["Remembered"]


class Remembered:
    """Wraps an encoder; :meth:`save` keeps its vectors for the next run.

    Args:
        encoder: makes the vectors that are not known.
        path: an ``.npz`` file, made by :meth:`save`.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        """Read what was kept."""
        self.id = encoder.id
        self._encoder, self._path = encoder, path
        self._known: dict[str, Vectors] = {}
        if path.is_file():
            with np.load(path) as kept:
                vectors = kept["vectors"].astype(np.float32)
                self._known = dict(zip(kept["digests"].tolist(), vectors, strict=True))

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._looked_up("query", texts, self._encoder.queries)

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of passages."""
        return self._looked_up("passage", texts, lambda new: self._encoder.passages(new, progress))

    def save(self) -> None:
        """Keep every vector of this run and those before."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        digests, vectors = np.array(list(self._known)), np.vstack(list(self._known.values()))
        np.savez(self._path, digests=digests, vectors=vectors)

    def _looked_up(
        self, kind: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        keys = [
            hashlib.blake2b(f"{self.id}:{kind}:{text}".encode(), digest_size=16).hexdigest()
            for text in texts
        ]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, encode(list(new.values())), strict=True))
        return np.vstack([self._known[key] for key in keys])

"""The sentence encoder as the components share it: one instance, and no text encoded twice.

The assistant's actions search with the vector of the very message the classifier read, so the
last vectors are kept. Training encodes thousands of examples; their vectors are kept on disk,
because all but a few are the same at the next training.
"""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["QueryEncoder", "data_folder", "shared_encoder"]

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), each row of length 1."""

REMEMBERED: Final = 2048
"""Vectors kept in memory: 3 MB of 384 float32."""


def data_folder() -> Path:
    """The data folder: ``TINCAY_HOME``, or ``var`` where the process was started."""
    return Path(os.environ.get("TINCAY_HOME") or "var").expanduser().resolve()


@lru_cache(maxsize=4)
def _loaded(model: str) -> QueryEncoder:
    return QueryEncoder(model)


def shared_encoder(model: str | None = None) -> QueryEncoder:
    """The process's encoder, loaded at the first text it is asked for.

    Args:
        model: name or folder of a sentence-transformers model; ``None`` takes ``TINCAY_ENCODER``,
            and where that is empty the model that comes with the project.
    """
    return _loaded(model or os.environ.get("TINCAY_ENCODER") or "")


class QueryEncoder:
    """Questions as vectors, the last ones remembered.

    Args:
        model: as for :func:`shared_encoder`; ``""`` for the project's own.
    """

    def __init__(self, model: str) -> None:
        """Nothing is loaded yet."""
        self.model = model
        self._encoder: Any = None
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()

    @property
    def encoder(self) -> Any:
        """The encoder itself (``nlu.encoder.Encoder``), loaded now if it was not."""
        with self._lock:
            if self._encoder is None:
                from nlu.encoder import Encoder, prepare_encoder

                self._encoder = Encoder(prepare_encoder(data_folder(), self.model))
            return self._encoder

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, in order."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._recent))
        fresh: dict[str, npt.NDArray[np.float32]] = {}
        if missing:
            fresh = dict(zip(missing, self.encoder.queries(missing), strict=True))
        rows = [fresh[text] if text in fresh else self._recent[text] for text in texts]
        for text, row in fresh.items():
            self._recent[text] = row
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        if not rows:
            return np.zeros((0, self.encoder.dimension), np.float32)
        return np.vstack(rows)

    def training_queries(self, texts: Sequence[str]) -> Vectors:
        """As :meth:`queries`, with the vectors kept in ``<home>/cache`` for the next training."""
        store = _VectorFile(data_folder() / "cache", self.encoder.id)
        known = store.read()
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            rows = self.encoder.queries(list(missing.values()))
            known.update(zip(missing, rows.astype(np.float16), strict=True))
        store.write({key: known[key] for key in dict.fromkeys(keys)}, changed=bool(missing))
        # the rounded vectors also on the first training: the same data gives the same model
        return np.vstack([known[key] for key in keys]).astype(np.float32)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class _VectorFile:
    """Vectors by the hash of their text; a broken or foreign file counts as empty."""

    def __init__(self, folder: Path, encoder: str) -> None:
        self._path = folder / f"examples-{encoder}.npz"

    def read(self) -> dict[str, npt.NDArray[np.float16]]:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                return dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}

    def write(self, vectors: dict[str, npt.NDArray[np.float16]], *, changed: bool) -> None:
        if not changed or not vectors:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f"{self._path.stem}.{os.getpid()}.part")
        with draft.open("wb") as file:
            np.savez(file, keys=np.array(list(vectors)), vectors=np.vstack(list(vectors.values())))
        draft.replace(self._path)

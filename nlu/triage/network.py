"""Triage's small transformer: the first layers of the sentence encoder, taught our messages.

:mod:`nlu.triage.train_network` makes its two files. ONNX Runtime runs it in 8 bits on one thread,
so that the front process needs neither torch nor TensorFlow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from nlu.network_file import open_network
from nlu.triage.linear import Floats

__all__ = ["MOST_PIECES", "NETWORK", "PIECES", "Network", "network_input"]

_MODELS = Path(__file__).parent.parent / "models"
NETWORK = _MODELS / "triage.onnx"
PIECES = _MODELS / "triage_pieces.json"

MOST_PIECES = 96
"""Pieces of words read at once; of a longer text every run of that many is read, half overlapping,
and the most urgent one counts."""


def network_input(restored: str) -> str:
    """What the network reads of a restored text (:class:`nlu.triage.views.View`)."""
    return restored.lower()


class Network:
    """The transformer, ready to use; safe to share between threads.

    Args:
        network: the ONNX file: int64 pieces of shape (1, n) in, float32 log-odds of shape
            (1, outputs) out, outputs in the order of :data:`nlu.triage.linear.HEADS`.
        pieces: the tokenizer, as the library ``tokenizers`` saves it.

    Raises:
        FileNotFoundError: a file is missing; ``tincay train triage`` makes both.
    """

    def __init__(self, network: Path = NETWORK, pieces: Path = PIECES) -> None:
        """Load both files (some 0.1 s)."""
        from tokenizers import Tokenizer

        self._session: Any = open_network(network)
        if not pieces.is_file():
            raise FileNotFoundError(pieces)
        self._pieces: Any = Tokenizer.from_file(str(pieces))

    def scores(self, restored: str) -> Floats:
        """Log-odds of each output for one restored text, shape (outputs,)."""
        first, *inner, last = self._pieces.encode(network_input(restored)).ids
        best: Floats | None = None
        for start in range(0, max(1, len(inner) - MOST_PIECES // 2), MOST_PIECES // 2):
            ids = np.array([[first, *inner[start : start + MOST_PIECES], last]], dtype=np.int64)
            found: Floats = self._session.run(None, {"pieces": ids})[0][0]
            if best is None or found[0] > best[0]:
                best = found
        assert best is not None  # there is always one run
        return best

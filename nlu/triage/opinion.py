"""What both models of triage say of one text: n-grams at once, the transformer where they doubt."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlu.triage.linear import COLUMNS, Floats, LinearModel
from nlu.triage.network import Network
from nlu.triage.ngrams import hashed_ngrams

__all__ = ["MODEL", "SURE", "linear_model", "network", "opinion", "sure", "warm"]

logger = logging.getLogger(__name__)

MODEL = Path(__file__).parent.parent / "models" / "triage.npz"

SURE = ((80, 3.0), (150, 2.0), (10**9, 1.0))
"""Log-odds of being urgent, either way, from which the n-grams' word is enough in a text of fewer
characters than the number beside them. Short texts give n-grams little to hold on to; long ones
they judge as well by themselves, and reading those takes the transformer longest."""

SHARE = np.full(COLUMNS["kind"].stop, 0.5, dtype=np.float32)
"""What the transformer's word counts beside that of the n-grams. Of the kinds the n-grams give the
margins of machines, which are some five times smaller than log-odds."""
SHARE[COLUMNS["kind"]] = 0.2


@lru_cache(maxsize=1)
def linear_model() -> LinearModel:
    """The linear model over n-grams, read on first use."""
    return LinearModel.load(MODEL)


@lru_cache(maxsize=1)
def network() -> Network | None:
    """The transformer, read on first use; None, with a warning, where it cannot be loaded.

    Without it triage still works: a cry for help must not depend on one library.
    """
    try:
        return Network()
    except Exception as error:
        logger.warning("triage works without its transformer: %s", type(error).__name__)
        return None


def warm() -> None:
    """Read both models now, so that the first message need not wait for them (some 0.3 s)."""
    scores = linear_model().scores(hashed_ngrams(""))
    second = network()
    if second is not None:
        scores += second.scores("")


def sure(restored: str) -> float:
    """The log-odds of :data:`SURE` for a text of this length."""
    return next(odds for characters, odds in SURE if len(restored) < characters)


def opinion(restored: str) -> Floats:
    """Log-odds of each output of :data:`nlu.triage.linear.HEADS`, shape (outputs,)."""
    scores = linear_model().scores(hashed_ngrams(restored))
    if abs(float(scores[0])) > sure(restored) or not restored.strip():
        return scores
    second = network()
    return scores if second is None else scores + SHARE * (second.scores(restored) - scores)

"""Questions asked before: a new one that means the same wants what answered the old one.

Everyday questions are nearer to one another than to the words of plans. What answered a question
on one plan leads to the like clause of any other, since plans of this field say the like.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.encoder import Vectors

__all__ = ["Bank", "Scores"]

_FILE = "asked.npz"

NEAR = 30
"""Old questions looked at."""

SAME_LOW, SAME_HIGH = 0.82, 0.94
"""Cosines of e5-small between unrelated questions and those that mean the same."""

LIKE_LOW, LIKE_HIGH = 0.88, 0.98
"""The same between clauses of plans."""

Scores = npt.NDArray[np.float64]


class Bank:
    """Vectors of old questions and of the clauses that answered them.

    Args:
        questions: unit vectors.
        answers: for each question the row of its clause, -1 where no plan answered.
        clauses: unit vectors.
        snippets: the same of the snippets alone, from which a bank for other passages is made.
    """

    def __init__(
        self,
        questions: Vectors,
        answers: npt.NDArray[np.int64],
        clauses: Vectors,
        snippets: Vectors | None = None,
    ) -> None:
        """Keep the vectors."""
        self.questions, self._answers, self._clauses = questions, answers, clauses
        self.snippets = clauses if snippets is None else snippets

    def __len__(self) -> int:
        return len(self.questions)

    def save(self, folder: Path) -> None:
        """Write the bank into ``folder``."""
        np.savez(
            folder / _FILE,
            questions=self.questions.astype(np.float16),
            answers=self._answers,
            clauses=self._clauses.astype(np.float16),
            snippets=self.snippets.astype(np.float16),
        )

    @classmethod
    def load(cls, folder: Path) -> Bank:
        """Read a bank written by :meth:`save`.

        Raises:
            OSError: the file is missing.
        """
        with np.load(folder / _FILE) as file:
            return cls(
                file["questions"].astype(np.float32),
                file["answers"],
                file["clauses"].astype(np.float32),
                file["snippets"].astype(np.float32),
            )

    def known(
        self, question: Vectors, passages: Vectors, but: int | None = None
    ) -> tuple[Scores, float]:
        """How far old questions that mean the same were answered by clauses like some passages.

        Args:
            question: unit vector.
            passages: unit vectors.
            but: row of an old question to leave out.

        Returns:
            For each passage 0 to 1; and how near the nearest question without an answer is.
        """
        best = np.zeros(len(passages))
        if not len(self) or not len(passages):
            return best, 0.0
        same = _scaled(self.questions @ question.reshape(-1), SAME_LOW, SAME_HIGH)
        if but is not None:
            same[but] = 0.0
        answered = self._answers >= 0
        for row in np.argsort(np.where(answered, -same, 1.0), kind="stable")[:NEAR]:
            if not answered[row] or same[row] <= 0:
                break
            clause = self._clauses[self._answers[row]]
            best = np.maximum(best, same[row] * _scaled(passages @ clause, LIKE_LOW, LIKE_HIGH))
        return best, float(same[~answered].max(initial=0.0))


def _scaled(cosines: Vectors, low: float, high: float) -> Scores:
    return np.clip((cosines.astype(np.float64) - low) / (high - low), 0.0, 1.0)

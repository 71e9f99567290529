"""Passages as a search finds them, judged by nothing but being there."""

from __future__ import annotations

from knowledge.answer.features import FEATURES
from knowledge.answer.rank import Judged
from knowledge.plan import Passage
from knowledge.search import Hit


def judged_texts(*texts: str) -> list[Judged]:
    """One judged passage for each text, best first."""
    return [
        Judged(
            Hit(row, Passage(f"p#{row}", "p", "I", text, "", "body", False), 1.0, 0.9, 0.5),
            1.0,
            (0.0,) * len(FEATURES),
        )
        for row, text in enumerate(texts)
    ]

"""The words of a text as written and folded, one for one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from sys import intern

from nlu.text import fold, tokens

__all__ = ["folded", "written"]

KEPT = 50_000
"""Words whose folded form is kept; Vietnamese has some seven thousand syllables."""


def written(text: str) -> list[str]:
    """The words of ``text`` in small letters, accents and all."""
    return list(map(intern, tokens(text)))


def folded(words: Sequence[str]) -> list[str]:
    """Words as :func:`written` gives them, without accents."""
    return list(map(_folded, words))


@lru_cache(maxsize=KEPT)
def _folded(word: str) -> str:
    return intern(fold(word))

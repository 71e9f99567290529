"""How close together a passage has the words of a question.

Word search counts words wherever they stand. A clause that answers mostly has those of the
question in one sentence, or in a few lines, and spelt with the same accents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from nlu.text import fold, tokens

__all__ = ["Closeness"]

STRETCH = 2
"""Length of the stretch of a passage that is looked at, against that of the question."""

SHORTEST = 12
"""Words of the shortest stretch."""

KEPT = 20_000
"""Passages whose words are kept."""

_END = re.compile(r"(?<=[.;:!?…])\s+|\n")


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a passage, folded and as written, and where its sentences end."""

    plain: tuple[str, ...]
    written: tuple[str, ...]
    ends: tuple[int, ...]


class Closeness:
    """The words of one question.

    Args:
        question: as read, its accents restored.
        weight: what a folded word counts.
    """

    def __init__(self, question: str, weight: Callable[[str], float]) -> None:
        """Weigh the words."""
        plain, written = _both(question)
        self._plain = {word: weight(word) for word in plain}
        self._written = {
            as_written: self._plain[word] for word, as_written in zip(plain, written, strict=True)
        }
        self._stretch = max(SHORTEST, STRETCH * len(plain))

    def stretch(self, text: str) -> float:
        """Share of the question's words, by weight, that one stretch of ``text`` has: 0 to 1."""
        asked, total = self._plain, sum(self._plain.values())
        places = [(at, word) for at, word in enumerate(_read(text).plain) if word in asked]
        inside: Counter[str] = Counter()
        best = held = 0.0
        first = 0
        for at, word in places:
            if not inside[word]:
                held += asked[word]
            inside[word] += 1
            while places[first][0] <= at - self._stretch:
                left = places[first][1]
                inside[left] -= 1
                if not inside[left]:
                    held -= asked[left]
                first += 1
            best = max(best, held)
        return min(1.0, best / total) if total else 0.0

    def sentence(self, text: str) -> float:
        """The same share for one sentence and words with the same accents: 0 to 1."""
        asked, total = self._written, sum(self._written.values())
        read = _read(text)
        best, start = 0.0, 0
        for end in read.ends:
            words = set(read.written[start:end])
            best = max(best, sum(asked[word] for word in asked if word in words))
            start = end
        return min(1.0, best / total) if total else 0.0


def _both(text: str) -> tuple[list[str], list[str]]:
    """The words of ``text`` folded and as written, one for one."""
    plain, written = tokens(fold(text)), tokens(text)
    return plain, (written if len(written) == len(plain) else plain)


@lru_cache(maxsize=KEPT)
def _read(text: str) -> _Read:
    plain: list[str] = []
    written: list[str] = []
    ends: list[int] = []
    for sentence in _END.split(text):
        folded, spelt = _both(sentence)
        plain += map(intern, folded)
        written += map(intern, spelt)
        ends.append(len(plain))
    return _Read(tuple(plain), tuple(written), tuple(ends))

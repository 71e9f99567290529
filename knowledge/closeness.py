"""How close together a passage has the words of a question.

Word search counts words wherever they stand. A clause that answers mostly has those of the
question in one sentence, or in a few lines, and spelt with the same accents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.words import folded, written

__all__ = ["Close", "Closeness"]

STRETCH = 2
"""Length of the stretch of a passage that is looked at, against that of the question."""

SHORTEST = 12
"""Words of the shortest stretch."""

KEPT = 20_000
"""Passages whose words are kept."""

_END = re.compile(r"[.;:!?…]\s+|\n")


@dataclass(frozen=True, slots=True)
class Close:
    """Shares of the question's words, by weight, each 0 to 1.

    Attributes:
        stretch: those that one stretch of the passage has, accents aside.
        sentence: those that one sentence has, spelt with the same accents.
    """

    stretch: float
    sentence: float


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a passage, folded and as written, and after which its sentences end."""

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
        spelt = written(question)
        plain = folded(spelt)
        self._plain = {word: weight(word) for word in plain}
        self._written = {
            as_written: self._plain[word] for word, as_written in zip(plain, spelt, strict=True)
        }
        self._all_plain, self._all_written = sum(self._plain.values()), sum(self._written.values())
        self._stretch = max(SHORTEST, STRETCH * len(plain))

    def of(self, text: str) -> Close:
        """How close together ``text`` has them."""
        read, asked = _read(text), self._plain
        # only few words of a passage are the question's: the rest is passed over at once
        places = [at for at, word in enumerate(read.plain) if word in asked]
        if not places:
            return Close(0.0, 0.0)
        stretch, sentence = self._in_stretch(read, places), self._in_sentence(read, places)
        return Close(_share(stretch, self._all_plain), _share(sentence, self._all_written))

    def _in_stretch(self, read: _Read, places: list[int]) -> float:
        """Weight of the different words in the best stretch."""
        asked, plain, length = self._plain, read.plain, self._stretch
        inside: dict[str, int] = {}
        best = held = 0.0
        first = 0
        for at in places:
            word = plain[at]
            times = inside.get(word, 0)
            inside[word] = times + 1
            if times:
                continue  # nothing gained, so no better stretch ends here
            held += asked[word]
            while places[first] <= at - length:
                left = plain[places[first]]
                inside[left] -= 1
                if not inside[left]:
                    held -= asked[left]
                first += 1
            if held > best:
                best = held
        return best

    def _in_sentence(self, read: _Read, places: list[int]) -> float:
        """Weight of the different words in the best sentence."""
        asked, spelt, ends = self._written, read.written, read.ends
        seen: set[str] = set()
        best = held = 0.0
        number, end = 0, ends[0]
        for at in places:
            if at >= end:
                while at >= end:
                    number += 1
                    end = ends[number]
                seen.clear()
                held = 0.0
            word = spelt[at]
            if word in asked and word not in seen:
                seen.add(word)
                held += asked[word]
                if held > best:
                    best = held
        return best


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole else 0.0


@lru_cache(maxsize=KEPT)
def _read(text: str) -> _Read:
    spelt: list[str] = []
    ends: list[int] = []
    for sentence in _END.split(text):
        spelt += written(sentence)
        ends.append(len(spelt))
    return _Read(tuple(folded(spelt)), tuple(spelt), tuple(ends))

"""Vietnamese accents put back where they were not typed.

A syllable trigram model chooses, among the words that a plain word may stand for, the sequence that
is likeliest as a whole; in messages without accents a small network that sees more of the sentence
has its say too. ``nlu/models/accents.npz`` holds it: logarithms of probabilities in steps
of :data:`STEP`, successors of a word or pair of words side by side. :mod:`nlu.text.train_accents`
makes the file.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.text.accent_network import AccentNetwork, plain_numbers
from nlu.text.composed import nfc
from nlu.text.strip import strip_accents
from nlu.text.syllable import TONES, is_syllable, place_tone

__all__ = ["MODEL", "STEP", "AccentRestorer", "accent_restorer", "restore"]

logger = logging.getLogger(__name__)

MODEL = Path(__file__).parent.parent / "models" / "accents.npz"

STEP = 0.08
"""Size of one step of a stored logarithm, in nats."""
ZERO = 64
"""Stored value that stands for 0; smaller ones are above."""
BITS = 13
"""Bits of a word's number: at most 8192 words."""
BREAK, UNKNOWN, NUMBER = 0, 1, 2
"""Numbers of the words that are none: the end of a sentence, an unknown word, digits."""

MOST = 8
"""Candidates considered for one word."""
BEAM = 7.0
"""Candidates more than this many nats behind, by pairs alone, are not looked at in threes."""
CHUNK = 200
"""Words decoded together; longer texts go chunk by chunk, so that time stays linear."""
KEEP = 7.0
"""Nats by which a plain word is preferred as it is in a message typed with accents."""
HEARD = 0.9
"""What the network's log probability of a candidate counts beside the trigrams'."""
FAINT = -9.0
"""Log probability by the network under which a candidate is not looked at further."""
RARE = -12.5
"""Log probability under which an accented word may be one that lacks some of its marks."""

TOKEN = re.compile(r"[^\W\d_]+|\d+|[.!?;:\n]")
BREAKS = frozenset(".!?;:\n")
_TONES = frozenset(TONES[1:])

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]
_Candidates = list[tuple[int, float]]
"""Word numbers with what speaks for each besides its neighbours, in nats."""


class _Typed(NamedTuple):
    start: int
    end: int
    word: str
    """In small letters, tone mark in the traditional place."""


def _decoded(stored: NDArray[np.uint8]) -> NDArray[np.float32]:
    steps: NDArray[np.float32] = (ZERO - stored.astype(np.float32)) * np.float32(STEP)
    return steps


def _keys(counts: NDArray[np.uint16], seconds: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Sorted search keys: the number of the row in the high bits, of its member in the low."""
    rows = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    keys: NDArray[np.uint32] = (rows << np.uint32(BITS)) | seconds
    return keys


def _marks(char: str) -> tuple[str, str, str]:
    """The base letter, the mark of its shape (ă, â, ơ, đ) and its tone."""
    if char == "đ":
        return "d", "đ", ""
    base, *marks = list(unicodedata.normalize("NFD", char))
    tone = "".join(mark for mark in marks if mark in _TONES)
    return base, "".join(mark for mark in marks if mark not in _TONES), tone


def _may_lack(typed: str, word: str) -> bool:
    """Whether ``typed`` is ``word`` with some of its marks left out."""
    if len(typed) != len(word):
        return False
    for have, want in zip(map(_marks, typed), map(_marks, word), strict=True):
        if have[0] != want[0] or have[1] not in ("", want[1]) or have[2] not in ("", want[2]):
            return False
    return True


class AccentRestorer:
    """The model, ready to use; make one with :func:`accent_restorer`.

    Attributes:
        words: the words it knows, by number.
        groups: for each plain form the numbers of the words it may stand for, commonest first.
        network: a second opinion, or None.
    """

    def __init__(self, path: Path = MODEL) -> None:
        """Reads ``path``; the network is left out.

        Raises:
            FileNotFoundError: there is no such file; ``tincay train accents`` makes it.
        """
        with np.load(path, allow_pickle=False) as data:
            self.words: list[str] = bytes(data["words"]).decode("utf-8").split("\n")
            self._one = _decoded(data["one"])
            self._one_back = _decoded(data["one_back"])
            self._two_keys = _keys(data["two_counts"], data["two_words"])
            self._two = _decoded(data["two"])
            self._two_back = _decoded(data["two_back"])
            self._three_keys = _keys(data["three_counts"], data["three_words"])
            self._three = _decoded(data["three"])
        self._numbers = {word: number for number, word in enumerate(self.words)}
        self.groups: dict[str, list[int]] = {}
        for number, word in enumerate(self.words[NUMBER + 1 :], NUMBER + 1):
            self.groups.setdefault(strip_accents(word), []).append(number)
        for group in self.groups.values():
            group.sort(key=lambda number: -float(self._one[number]))
            del group[MOST:]
        self.network: AccentNetwork | None = None
        self._plain = plain_numbers(self.groups, len(self.words))

    def frequency(self, word: str) -> float:
        """Log probability of a lower-case ``word``; -inf when the model does not know it."""
        number = self._numbers.get(word)
        return float("-inf") if number is None else float(self._one[number])

    def knows_pair(self, first: str, second: str) -> bool:
        """Whether the model has met the lower-case words one after the other."""
        numbers = self._numbers.get(first), self._numbers.get(second)
        if numbers[0] is None or numbers[1] is None:
            return False
        wanted = np.uint32((numbers[0] << BITS) | numbers[1])
        at = int(np.searchsorted(self._two_keys, wanted))
        return at < len(self._two_keys) and bool(self._two_keys[at] == wanted)

    def spellings(self, plain: str) -> list[str]:
        """The words that a lower-case form without accents may stand for, commonest first."""
        return [self.words[number] for number in self.groups.get(plain, ())]

    def likelihood(self, words: Sequence[str]) -> float:
        """Log probability of lower-case ``words`` one after the other, pairs and threes taken.

        Words it does not know count as one unknown word; digits as one number.
        """
        numbers = [BREAK, BREAK, *map(self._number, words)]
        lattice: list[_Candidates] = [[(number, 0.0)] for number in numbers]
        pairs, backs, rows = self._pairs(lattice)
        threes = self._threes(lattice, [[0]] * len(lattice), rows)
        return sum(
            backs[place][0][0] + float(pairs[place + 1][0, 0]) if value is None else value
            for place, value in enumerate(threes)
        )

    def _number(self, word: str) -> int:
        if word in BREAKS:
            return BREAK
        return NUMBER if word.isdigit() else self._numbers.get(word, UNKNOWN)

    def restore(self, text: str) -> str:
        """``text`` (NFC) with accents on the words that lack them.

        As long as the NFC form of ``text``, so that places in one are places in the other. Words
        typed with accents stay; in a message that bears accents elsewhere, plain words that are
        words themselves ("em", "con") mostly stay too. Case is kept.
        """
        text = nfc(text)
        typed = _typed(text)
        keep = self._keep(typed)
        pieces: list[str] = []
        at = 0
        context: list[int] = []
        for start in range(0, len(typed), CHUNK):
            chunk = typed[start : start + CHUNK]
            candidates = [self._candidates(item.word, keep) for item in chunk]
            if self.network is not None and keep < KEEP:
                candidates = self._heard(self.network, chunk, candidates)
            numbers = self._decode(candidates, context)
            context = numbers[-2:]
            for item, number in zip(chunk, numbers, strict=True):
                if number <= NUMBER:
                    continue
                word = self.words[number]
                if word == item.word or len(word) != item.end - item.start:
                    continue
                pieces += text[at : item.start], _cased(word, text[item.start : item.end])
                at = item.end
        pieces.append(text[at:])
        return "".join(pieces)

    def _keep(self, typed: list[_Typed]) -> float:
        """How strongly plain words are to stay: 0 in a message without accents."""
        words = [item.word for item in typed if item.word in self._numbers or item.word.isalpha()]
        if not words:
            return 0.0
        accented = sum(not word.isascii() for word in words)
        return KEEP * min(1.0, accented / (0.3 * len(words)))

    def _candidates(self, word: str, keep: float) -> _Candidates:
        if word in BREAKS:
            return [(BREAK, 0.0)]
        if word.isdigit():
            return [(NUMBER, 0.0)]
        group = self.groups.get(strip_accents(word))
        own = self._numbers.get(word)
        if group is None:
            return [(UNKNOWN, 0.0)]
        if word.isascii():
            return [(number, keep if number == own else 0.0) for number in group]
        toned = any(mark in _TONES for mark in unicodedata.normalize("NFD", word))
        if toned and is_syllable(word):
            return [(UNKNOWN if own is None else own, 0.0)]
        if own is not None and (toned or self._one[own] > RARE):
            return [(own, 0.0)]
        fuller = [number for number in group if _may_lack(word, self.words[number])]
        if own is not None:
            return [(number, KEEP / 2 if number == own else 0.0) for number in {own, *fuller}]
        return [(number, 0.0) for number in fuller] or [(UNKNOWN, 0.0)]

    def _heard(
        self, network: AccentNetwork, typed: list[_Typed], candidates: list[_Candidates]
    ) -> list[_Candidates]:
        """The candidates with what the network says of each."""
        places = [place for place, here in enumerate(candidates) if len(here) > 1]
        if not places:
            return candidates
        scores = network.scores([self._input(item.word) for item in typed])
        sizes = [len(candidates[place]) for place in places]
        numbers = [number for place in places for number, _ in candidates[place]]
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        own = scores[np.repeat(places, sizes), numbers].astype(np.float64)
        own -= np.repeat(np.maximum.reduceat(own, starts), sizes)
        own -= np.repeat(np.log(np.add.reduceat(np.exp(own), starts)), sizes)
        said = iter(own.tolist())
        heard = list(candidates)
        for place in places:
            heard[place] = [
                (number, bonus + HEARD * more)
                for (number, bonus), more in zip(candidates[place], said, strict=False)
                if more > FAINT or bonus > 0
            ]
        return heard

    def _input(self, word: str) -> int:
        """The network's number of a word as typed."""
        if word in BREAKS:
            return BREAK
        if word.isdigit():
            return NUMBER
        if word.isascii() and word in self._plain:
            return self._plain[word]
        return self._numbers.get(word, UNKNOWN)

    def _decode(self, candidates: list[_Candidates], context: list[int]) -> list[int]:
        """The likeliest word for each place, after the words of ``context``."""
        if not candidates:
            return []
        lead = [BREAK, BREAK, *context][-2:]
        lattice = [[(number, 0.0)] for number in lead]
        lattice += [*candidates, [(BREAK, 0.0)]]
        pairs, backs, rows = self._pairs(lattice)
        kept = _near_best(lattice, pairs)
        threes = self._threes(lattice, kept, rows)
        tables: list[list[list[float]]] = [table.tolist() for table in pairs]
        path = _best_path(lattice, kept, tables, backs, threes)
        return path[2:-1]

    def _pairs(
        self, lattice: list[_Candidates]
    ) -> tuple[list[_Floats], list[list[list[float]]], list[list[list[int]]]]:
        """What each pair of candidates in turn is worth.

        Returns:
            For each place and the next: log probability of each pair, what is paid to fall back
            from it, and its row in the table of threes (-1 when the pair is not stored).
        """
        firsts: list[int] = []
        seconds: list[int] = []
        for here, there in pairwise(lattice):
            after = [number for number, _ in there]
            for number, _ in here:
                firsts += [number] * len(after)
                seconds += after
        first: _Ints = np.array(firsts, dtype=np.int64)
        second: _Ints = np.array(seconds, dtype=np.int64)
        wanted = ((first << BITS) | second).astype(np.uint32)
        found = np.minimum(np.searchsorted(self._two_keys, wanted), len(self._two_keys) - 1)
        known = self._two_keys[found] == wanted
        flat = np.where(known, self._two[found], self._one_back[first] + self._one[second])
        flat_backs = np.where(known, self._two_back[found], 0.0)
        flat_rows = np.where(known, found, -1)
        pairs: list[_Floats] = []
        backs: list[list[list[float]]] = []
        rows: list[list[list[int]]] = []
        at = 0
        for here, there in pairwise(lattice):
            shape = len(here), len(there)
            end = at + shape[0] * shape[1]
            pairs.append(flat[at:end].reshape(shape))
            backs.append(flat_backs[at:end].reshape(shape).tolist())
            rows.append(flat_rows[at:end].reshape(shape).tolist())
            at = end
        return pairs, backs, rows

    def _threes(
        self, lattice: list[_Candidates], kept: list[list[int]], rows: list[list[list[int]]]
    ) -> list[float | None]:
        """Log probability of each three of kept candidates in turn, None when it is not stored."""
        wanted: list[int] = []
        for place in range(len(lattice) - 2):
            last = [lattice[place + 2][third][0] for third in kept[place + 2]]
            for first in kept[place]:
                row = rows[place][first]
                for second in kept[place + 1]:
                    high = row[second] << BITS
                    wanted += [high | number for number in last] if high >= 0 else [-1] * len(last)
        asked: _Ints = np.array(wanted, dtype=np.int64)
        clipped = np.maximum(asked, 0).astype(np.uint32)
        found = np.minimum(np.searchsorted(self._three_keys, clipped), len(self._three_keys) - 1)
        known = (self._three_keys[found] == clipped) & (asked >= 0)
        values = self._three[found].tolist()
        return [value if yes else None for value, yes in zip(values, known.tolist(), strict=True)]


def _near_best(lattice: list[_Candidates], pairs: list[_Floats]) -> list[list[int]]:
    """For each place the candidates within :data:`BEAM` of the best, judged by pairs."""
    bonuses = [
        np.array([bonus for _, bonus in here]) if len(here) > 1 else here[0][1] for here in lattice
    ]
    forward: list[_Floats] = [np.zeros(1)]
    for table, bonus in zip(pairs, bonuses[1:], strict=True):
        forward.append((forward[-1][:, None] + table).max(axis=0) + bonus)
    backward: list[_Floats] = [np.zeros(1)]
    for table, bonus in zip(reversed(pairs), reversed(bonuses), strict=False):
        backward.append((table + (backward[-1] + bonus)).max(axis=1))
    kept = []
    for ahead, behind in zip(forward, reversed(backward), strict=True):
        if len(ahead) == 1:
            kept.append([0])
            continue
        totals = ahead + behind
        kept.append(np.flatnonzero(totals >= totals.max() - BEAM).tolist())
    return kept


def _best_path(
    lattice: list[_Candidates],
    kept: list[list[int]],
    pairs: list[list[list[float]]],
    backs: list[list[list[float]]],
    threes: list[float | None],
) -> list[int]:
    """The word numbers of the likeliest way through the lattice, judged by threes."""
    scores = {(first, second): 0.0 for first in kept[0] for second in kept[1]}
    steps: list[dict[tuple[int, int], int]] = []
    at = 0
    for place in range(len(lattice) - 2):
        best: dict[tuple[int, int], float] = {}
        came: dict[tuple[int, int], int] = {}
        ends = kept[place + 2]
        for first in kept[place]:
            back_row = backs[place][first]
            for second in kept[place + 1]:
                score = scores[first, second]
                back = back_row[second]
                pair_row = pairs[place + 1][second]
                for third in ends:
                    value = threes[at]
                    at += 1
                    total = score + (back + pair_row[third] if value is None else value)
                    state = (second, third)
                    if state not in best or total > best[state]:
                        best[state] = total
                        came[state] = first
        for second, third in best:
            best[second, third] += lattice[place + 2][third][1]
        scores = best
        steps.append(came)
    state = max(scores, key=scores.__getitem__)
    path = [state[1], state[0]]
    for came in reversed(steps):
        first = came[state]
        path.append(first)
        state = (first, state[0])
    path.reverse()
    return [lattice[place][index][0] for place, index in enumerate(path)]


def _typed(text: str) -> list[_Typed]:
    """The words, numbers and sentence ends of ``text``; a row of ends counts once."""
    typed: list[_Typed] = []
    for match in TOKEN.finditer(text):
        word = place_tone(match.group().lower())
        if word not in BREAKS or not typed or typed[-1].word not in BREAKS:
            typed.append(_Typed(match.start(), match.end(), word))
    return typed


def _cased(word: str, typed: str) -> str:
    if len(word) == len(typed):
        # letter by letter: "kE" keeps its capital too
        pairs = zip(word, typed, strict=True)
        return "".join(
            old if new == old.lower() else new.upper() if old.isupper() else new
            for new, old in pairs
        )
    return word


@cache
def accent_restorer() -> AccentRestorer:
    """The one restorer of this process, read on first use.

    Where the network cannot be loaded it does without, with a warning.
    """
    restorer = AccentRestorer()
    try:
        restorer.network = AccentNetwork(restorer.words)
    except Exception as error:
        logger.warning("accents are restored without the network: %s", type(error).__name__)
    return restorer


def restore(text: str) -> str:
    """``text`` with its missing accents; see :meth:`AccentRestorer.restore`."""
    return accent_restorer().restore(text)

"""Hashed character and word n-grams of a text, computed by NumPy over whole arrays.

A feature is a 32-bit number. Two texts share it when they share the n-gram in the same view, up to
collisions, which at a few hundred thousand features do not matter.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from nlu.text import strip_accents

__all__ = ["Block", "Hashes", "hashed_ngrams"]

Hashes = npt.NDArray[np.uint32]

CHARACTERS = (3, 4, 5, 6, 7)
"""Lengths of character n-grams; they run across the space between words."""
WORDS = (1, 2, 3)
"""Lengths of word n-grams."""
APART = range(2, 7)
"""How far apart the two words of a pair stand: "đánh … em" with anything in between."""

_KEEP = re.compile(r"[^\w?!]+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)


def _mix(values: npt.NDArray[np.uint64], salt: int) -> Hashes:
    mixed = (values + np.uint64(salt)) * _MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(32)).astype(np.uint32)


def _runs(symbols: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.uint64]:
    """Rolling hash of every run of ``length`` symbols; empty when there are fewer."""
    count = len(symbols) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    total = symbols[:count].copy()
    for offset in range(1, length):
        total = total * _STEP + symbols[offset : offset + count]
    return total


def _character_hashes(text: str, view: int) -> list[Hashes]:
    codes = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    return [_mix(_runs(codes, n), view * 64 + n) for n in CHARACTERS]


def _word_numbers(text: str) -> npt.NDArray[np.uint64]:
    """One number for each word of ``text``."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    gaps = np.flatnonzero(codes == 32)
    if len(gaps) < 2:
        return np.empty(0, dtype=np.uint64)
    # a word's number: sum of a polynomial over its characters, from prefix sums (wraps, harmless)
    powers = np.cumprod(np.full(len(codes), _STEP, dtype=np.uint64))
    places = np.arange(len(codes)) - np.repeat(gaps, np.diff(np.append(gaps, len(codes))))
    sums = np.cumsum(codes * powers[places])
    words: npt.NDArray[np.uint64] = sums[gaps[1:] - 1] - sums[gaps[:-1]]
    return words


def _word_hashes(words: npt.NDArray[np.uint64], view: int) -> list[Hashes]:
    return [_mix(_runs(words, n), view * 64 + 32 + n) for n in WORDS]


def _pair_hashes(words: npt.NDArray[np.uint64], view: int) -> list[Hashes]:
    """Pairs of words in their order, whatever stands between them."""
    return [
        _mix(words[:-apart] * _STEP + words[apart:], view * 64 + 48)
        for apart in APART
        if len(words) > apart
    ]


def clean(text: str) -> str:
    """Lower case, signs other than ``?`` and ``!`` as one space."""
    return _KEEP.sub(" ", text.lower()).strip()


Block = tuple[Hashes, npt.NDArray[np.float32]]
"""Distinct features in ascending order, and ``1 + log(count)`` of each."""


def hashed_ngrams(restored: str) -> tuple[Block, Block, Block]:
    """Features of a message in three blocks that weigh the same: characters, words, pairs of words.

    Words are read with their accents and without, since restored accents can be wrong.

    Args:
        restored: the message with teencode, slips and accents put right as far as they could be.
    """
    cleaned = clean(restored)
    words = _word_numbers(cleaned)
    return (
        _counted(_character_hashes(cleaned, 1)),
        _counted(
            [*_word_hashes(words, 2), *_word_hashes(_word_numbers(strip_accents(cleaned)), 3)]
        ),
        _counted(_pair_hashes(words, 2)),
    )


def _counted(parts: list[Hashes]) -> Block:
    if not parts:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.float32)
    hashes, counts = np.unique(np.concatenate(parts), return_counts=True)
    return hashes, (1.0 + np.log(counts)).astype(np.float32)

"""Training of the accent model from plain text.

General text (law, encyclopaedia) teaches the language, chat text how people write here. Sentences
of the general text count the more the more their words are those of chat; what chat itself says
about a word's neighbours is smoothed with what the general text says.
"""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from nlu.text.accents import BITS, BREAK, MODEL, NUMBER, STEP, TOKEN, UNKNOWN, ZERO
from nlu.text.normalize import spell, standardize
from nlu.text.syllable import is_syllable, place_tone

__all__ = ["EVERYDAY", "chat_lines", "general_lines", "spoken_lines", "train"]

DATA = Path(__file__).parent.parent / "data"
PLANS = Path(__file__).parents[2] / "knowledge" / "plans"
EVERYDAY = DATA / "everyday.txt"
"""Everyday phrases of our own writing, parted by commas."""

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]
_Counts = tuple[_Ints, _Floats]
"""Sorted n-gram codes and how often each was seen."""

LEAST_GENERAL = 5
"""Times a word must stand in the general text to be known."""
LEAST_CHAT = 2
"""Times an accented word must stand in chat to be known."""
ACCENTED = 0.55
"""Share of accented words from which a chat line is taken to be typed with its accents."""
LIKENESS = 3.0
"""How steeply the weight of a general sentence grows with its likeness to chat."""
CHAT_ONE, CHAT_TWO, CHAT_THREE = 1000.0, 100.0, 50.0
"""Times general text counts against chat for a word, a pair, a three."""
MIX = 0.4
"""Share of the longer general context against the shorter chat context in that."""
PAIRS, THREES = 480_000, 900_000
"""Pairs and threes kept, the most telling ones."""
_BATCH = 4_000_000


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    words: list[str]
    numbers: dict[str, int]

    def number(self, token: str) -> int:
        if not token[0].isalpha():
            return NUMBER if token[0].isdigit() else BREAK
        return self.numbers.get(place_tone(token), UNKNOWN)


def chat_lines(path: Path) -> Iterator[str]:
    """The lines of a chat file that bear their accents.

    Takes Rasa training data (``.yml``: the examples, without entity marks), dialogues (``.jsonl``:
    their ``turns``) and plain text, a message a line, ``#`` for comments.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".yml", ".yaml"):
        lines = re.findall(r"^\s+- (?!intent:|regex:|lookup:|synonym:)(.+)$", text, re.MULTILINE)
        lines = [re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line) for line in lines]
    elif path.suffix == ".jsonl":
        lines = [turn for line in text.splitlines() for turn in json.loads(line)["turns"]]
    else:
        lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    for line in lines:
        words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", line))
        if words and sum(not word.isascii() for word in words) >= ACCENTED * len(words):
            yield line


def spoken_lines(chat: Iterable[Path] | None = None) -> list[str]:
    """Lines of chat with their accents, spelled out, in small letters; see :func:`train`.

    A line with regional words comes twice, as it is and in the standard language: people leave
    accents out of both, and what is typed without them can be standardised only afterwards.
    """
    if chat is None:
        own = (DATA / "dialogues.jsonl", DATA / "chat.txt")
        chat = [*sorted(DATA.rglob("*.yml")), *PLANS.glob("*.txt"), *own]
    lines = [line for path in sorted(chat) for line in chat_lines(path)]
    spelt = [spell(line).text.lower() for line in dict.fromkeys(lines)]
    both = dict.fromkeys(form for line in spelt for form in (line, standardize(line)))
    return [*both, *_everyday()]


def _everyday() -> Iterator[str]:
    for line in EVERYDAY.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from (part.strip() for part in re.split("[,.]", line))


def general_lines(folder: Path, most: int) -> Iterator[str]:
    """The first ``most`` lines of each sentence file in ``folder``, in NFC."""
    for path in _sentence_files(folder):
        with _opened(path) as file:
            for line in islice(file, most):
                yield unicodedata.normalize("NFC", line.strip())


def _sentence_files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.txt.xz"), *folder.glob("*.txt")])


def _opened(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _general_tokens(folder: Path) -> Iterator[list[str]]:
    """Tokens of the sentence files in ``folder``, a batch at a time."""
    for path in _sentence_files(folder):
        with _opened(path) as file:
            while lines := file.readlines(_BATCH):
                yield TOKEN.findall(unicodedata.normalize("NFC", "".join(lines)).lower())


def _right_spelling(word: str) -> bool:
    """Whether an accented word is spelt as one: a final stop needs its tone (mất, not mât)."""
    if not is_syllable(word):
        return False
    marks = unicodedata.normalize("NFD", word)
    toned = any(mark in marks for mark in "\u0300\u0301\u0303\u0309\u0323")
    return toned or word.isascii() or not re.search(r"(?:[cpt]|ch)$", word)


def _vocabulary(general: Counter[str], chat: Counter[str]) -> _Vocabulary:
    words = ["<s>", "<unk>", "<num>"]
    for word, count in general.most_common():
        least = LEAST_GENERAL if is_syllable(word) else 1000
        if count >= least and len(word) <= 8 and (word.isascii() or _right_spelling(word)):
            words.append(word)
    known = set(words)
    words += [
        word
        for word, count in chat.most_common()
        if word not in known
        and count >= LEAST_CHAT
        and not word.isascii()
        and _right_spelling(word)
    ]
    words = words[: 1 << BITS]
    return _Vocabulary(words, {word: number for number, word in enumerate(words)})


def _codes(numbers: _Ints, size: int) -> _Ints:
    codes = numbers[: len(numbers) - size + 1].copy()
    for step in range(1, size):
        codes = (codes << BITS) | numbers[step : len(numbers) - size + 1 + step]
    return codes


def _count(numbers: _Ints, weights: _Floats, size: int) -> _Counts:
    found, place = np.unique(_codes(numbers, size), return_inverse=True)
    return found, np.bincount(place, weights=weights[size - 1 :]).astype(np.float64)


def _merge(parts: list[_Counts]) -> _Counts:
    found, place = np.unique(np.concatenate([codes for codes, _ in parts]), return_inverse=True)
    counts = np.concatenate([counts for _, counts in parts])
    return found, np.bincount(place, weights=counts).astype(np.float64)


def _likeness(numbers: _Ints, chat: _Floats, general: _Floats) -> _Floats:
    """For each token the weight of its sentence."""
    ratio = np.log((chat + 20 * general) / (chat.sum() + 20)) - np.log(general)
    ratio[: NUMBER + 1] = 0
    sentence = np.cumsum(numbers == BREAK)
    length = np.maximum(np.bincount(sentence), 4)
    mean = np.bincount(sentence, weights=np.clip(ratio[numbers], -4, 4)) / length
    weights: _Floats = np.clip(np.exp(LIKENESS * mean), 0.02, 30)[sentence]
    return weights


def _look_up(counts: _Counts, wanted: _Ints) -> _Floats:
    codes, values = counts
    place = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return np.where(codes[place] == wanted, values[place], 0.0)


def _back(rows: _Ints, size: int, longer: _Floats, shorter: _Floats) -> _Floats:
    """What is left of each row for members not stored, against what they have without it."""
    left = 1 - np.bincount(rows, weights=longer, minlength=size)
    without = 1 - np.bincount(rows, weights=shorter, minlength=size)
    return np.clip(left, 1e-4, 1) / np.clip(without, 1e-4, 1)


def _store(probabilities: _Floats) -> NDArray[np.uint8]:
    steps = np.round(-np.log(probabilities) / STEP) + ZERO
    stored: NDArray[np.uint8] = np.clip(steps, 0, 255).astype(np.uint8)
    return stored


def _model(
    general: dict[int, _Counts], chat: dict[int, _Counts], size: int
) -> dict[str, NDArray[np.generic]]:
    """The arrays of the artefact, the words excepted."""
    low = (1 << BITS) - 1
    one_general = np.full(size, 0.05)
    one_general[general[1][0]] += general[1][1]
    one_general /= one_general.sum()
    seen = np.zeros(size)
    seen[chat[1][0]] = chat[1][1]
    one = (seen + CHAT_ONE * one_general) / (seen.sum() + CHAT_ONE)

    threes = np.union1d(general[3][0][general[3][1] >= 0.2], chat[3][0])
    ends = threes & ((1 << 2 * BITS) - 1)
    pairs = np.union1d(general[2][0][general[2][1] >= 0.1], chat[2][0])
    pairs = np.union1d(pairs, np.union1d(threes >> BITS, ends))
    first, second = pairs >> BITS, pairs & low
    weight = _look_up(general[2], pairs)
    total = np.bincount(first, weights=weight, minlength=size)
    two_general = (weight + 6 * one_general[second]) / (total[first] + 6)
    times = _look_up(chat[2], pairs)
    chat_total = np.bincount(first, weights=times, minlength=size)
    shorter = MIX * two_general + (1 - MIX) * one[second]
    two = (times + CHAT_TWO * shorter) / (chat_total[first] + CHAT_TWO)

    row, end = np.searchsorted(pairs, threes >> BITS), np.searchsorted(pairs, ends)
    weight3 = _look_up(general[3], threes)
    total3 = np.bincount(row, weights=weight3, minlength=len(pairs))
    three_general = (weight3 + 3 * two_general[end]) / (total3[row] + 3)
    times3 = _look_up(chat[3], threes)
    chat3 = np.bincount(row, weights=times3, minlength=len(pairs))
    shorter = MIX * three_general + (1 - MIX) * two[end]
    three = (times3 + CHAT_THREE * shorter) / (chat3[row] + CHAT_THREE)

    telling = three * (chat3[row] * 20 + total3[row]) * np.abs(np.log(three / two[end]))
    kept = np.sort(np.argsort(-telling)[:THREES])
    threes, three, row, end = threes[kept], three[kept], row[kept], end[kept]
    telling = two * (chat_total[first] * 20 + total[first]) * np.abs(np.log(two / one[second]))
    needed = np.zeros(len(pairs), dtype=bool)
    needed[row] = True
    telling[needed] = np.inf
    keep = np.zeros(len(pairs), dtype=bool)
    keep[np.argsort(-telling)[: max(PAIRS, int(needed.sum()))]] = True
    new_row = (np.cumsum(keep) - 1)[row]
    back_two = _back(new_row, int(keep.sum()), three, two[end])
    first, second, two = first[keep], second[keep], two[keep]
    return {
        "one": _store(one),
        "one_back": _store(_back(first, size, two, one[second])),
        "two_counts": np.bincount(first, minlength=size).astype(np.uint16),
        "two_words": second.astype(np.uint16),
        "two": _store(two),
        "two_back": _store(back_two),
        "three_counts": np.bincount(new_row, minlength=len(two)).astype(np.uint16),
        "three_words": (threes & low).astype(np.uint16),
        "three": _store(three),
    }


def train(corpus: Path, chat: Iterable[Path] | None = None, target: Path = MODEL) -> dict[str, int]:
    """Make the accent model.

    Args:
        corpus: folder with general text, a sentence a line, in ``*.txt`` or ``*.txt.xz``.
        chat: files for :func:`chat_lines`, when None those of ``nlu/data`` and the plans that
            ship; the everyday phrases are added.
        target: the file to write (``.npz``).

    Returns:
        Sizes: ``words``, ``pairs``, ``threes``, ``chat_words``, ``bytes``.

    Raises:
        FileNotFoundError: ``corpus`` holds no text.
    """
    spoken = spoken_lines(chat)
    chat_tokens = TOKEN.findall("\n".join(["", *spoken, ""]))
    types: dict[str, int] = {}
    batches: list[_Ints] = []
    for tokens in _general_tokens(corpus):
        numbers = (types.setdefault(token, len(types)) for token in tokens)
        batches.append(np.fromiter(numbers, dtype=np.int64, count=len(tokens)))
    if not batches:
        raise FileNotFoundError(corpus)
    raw = np.concatenate(batches)
    counted: Counter[str] = Counter()
    for token, count in zip(types, np.bincount(raw).tolist(), strict=True):
        if token.isalpha():
            counted[place_tone(token)] += count
    chat_counted = Counter(place_tone(token) for token in chat_tokens if token.isalpha())
    vocabulary = _vocabulary(counted, chat_counted)
    size = len(vocabulary.words)
    numbers_of = np.array([vocabulary.number(token) for token in types], dtype=np.int64)
    general_numbers = numbers_of[raw]
    del raw, batches
    chat_numbers = np.array([vocabulary.number(token) for token in chat_tokens], dtype=np.int64)
    share = np.bincount(general_numbers, minlength=size) + 0.5
    weights = _likeness(
        general_numbers, np.bincount(chat_numbers, minlength=size) + 0.0, share / share.sum()
    )
    general = {order: _general_counts(general_numbers, weights, order) for order in (1, 2, 3)}
    even = np.ones(len(chat_numbers))
    spoken_counts = {order: _count(chat_numbers, even, order) for order in (1, 2, 3)}
    arrays = _model(general, spoken_counts, size)
    words = np.frombuffer("\n".join(vocabulary.words).encode("utf-8"), dtype=np.uint8)
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez(target, words=words, **arrays)
    return {
        "words": size,
        "pairs": len(arrays["two"]),
        "threes": len(arrays["three"]),
        "chat_words": len(chat_numbers),
        "bytes": target.stat().st_size,
    }


def _general_counts(numbers: _Ints, weights: _Floats, order: int) -> _Counts:
    """Counted piece by piece, to keep the memory small."""
    parts = []
    for start in range(0, len(numbers), _BATCH):
        piece = slice(max(0, start - order + 1), start + _BATCH)
        parts.append(_count(numbers[piece], weights[piece], order))
    return _merge(parts)

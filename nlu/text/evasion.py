"""Words hidden from filters or onlookers: spaced, dotted, drawn-out, coded letters."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.text.normalized import Normalized
from nlu.text.strip import strip_accents
from nlu.text.syllable import is_syllable, place_tone

__all__ = ["join_letters", "shorten"]

_SIGNS = r"[.*_·•\-~'’|/]"
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:(?: {1,2}|" + _SIGNS + r")[^\W\d_])+(?![^\W_])")
"""Single letters one after another: "t ự t ử", "b.ạ.o"."""
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_]{1,4}(?:[.*_·•~|-][^\W\d_]{1,4})+(?![^\W_])")
"""Pieces of a word: "gi.ết", "ch-ết"."""
_SIGN = re.compile(_SIGNS + "+")
_PRONOUNS = frozenset("aecbmtkjzrhvsnd")
"""Letters that stand for whole words in chat; a row of these is no hidden word."""
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_ROW = re.compile(r"([^\W\d_])\1{2,}")
"""A letter three times or more in a row; looked for apart from its word, so that a very long word
does not take time by the square of its length."""
_SHORT = {"c.ơn": "cảm ơn", "c.on": "cảm ơn", "k.o": "không"}
"""Dotted abbreviations, which are no hidden words."""
_CODED = re.compile(r"(?<![^\W_])(?=[^\W_]*[@$])[^\W_]*(?:[@$][^\W_]+)+(?![^\W_])")
_CODE = str.maketrans("@$", "as")


@lru_cache(maxsize=4096)
def _syllables(letters: str) -> str | None:
    """``letters`` cut into the fewest syllables, parted by spaces; None when it cannot be."""
    best: list[tuple[int, str] | None] = [None] * (len(letters) + 1)
    best[0] = (0, "")
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 7), end):
            before = best[start]
            piece = letters[start:end]
            if before is None or not is_syllable(place_tone(piece)):
                continue
            here = (before[0] + 1, f"{before[1]} {piece}".strip())
            kept = best[end]
            if kept is None or here[0] < kept[0]:
                best[end] = here
    found = best[-1]
    return found[1] if found else None


def _spaced(match: re.Match[str]) -> str | None:
    typed = match.group()
    letters = re.sub(r"[^\w]|_", "", typed)
    lower = letters.lower()
    if len(letters) < 3 or len(letters) > 40:
        return None
    plain = strip_accents(lower)
    if plain == lower and (set(lower) <= _PRONOUNS or len(lower) < 4):
        return None
    # two spaces, or a space among other signs, part the words
    wide = "  " if _SIGN.search(typed) is None else " "
    parts = [re.sub(r"[^\w]|_", "", part) for part in typed.split(wide)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(is_syllable(place_tone(part.lower())) for part in parts):
        return " ".join(parts)
    cut = _syllables(lower)
    if cut is None or (cut.count(" ") + 1) * 2 > len(letters):
        return None
    return cut


def _dotted(match: re.Match[str]) -> str | None:
    typed = match.group()
    if typed.lower() in _SHORT:
        return _SHORT[typed.lower()]
    pieces = _SIGN.split(typed)
    if any(piece[:1].isupper() for piece in pieces[1:]) and not typed.isupper():
        return None  # P.An Hội, TP.Huế
    onset = any(piece.lower() in ("gi", "qu") for piece in pieces[:-1])
    if not onset and all(is_syllable(place_tone(piece.lower())) for piece in pieces):
        return None  # two words that lack their space
    joined = "".join(pieces)
    return joined if is_syllable(place_tone(joined.lower())) and len(joined) > 2 else None


def _coded(match: re.Match[str]) -> str | None:
    read = match.group().translate(_CODE)
    return read if is_syllable(place_tone(read.lower())) else None


def join_letters(draft: Normalized) -> Normalized:
    """Put words written letter by letter or piece by piece back together."""
    draft = draft.replace(_CODED, _coded)
    draft = draft.replace(_SPACED, _spaced)
    return draft.replace(_DOTTED, _dotted)


def _drawn_out(match: re.Match[str]) -> str | None:
    word = match.group()
    if _ROW.search(word) is None:
        return None
    plain = strip_accents(word).lower()
    if len(set(plain)) == 1 or not set(plain) & set("aeiouy"):
        return None  # III, aaa, kkk; CCCD and other abbreviations
    if re.fullmatch(r"[bchklmnst]+u{3,}", word.lower()):
        return _ROW.sub(r"\1\1", word)  # cuuu is cứu
    return _ROW.sub(r"\1", word)


def shorten(draft: Normalized) -> Normalized:
    """Write a letter drawn out three times or more once: "cứuuuu" becomes "cứu"."""
    if _ROW.search(draft.text) is None:
        return draft
    return draft.replace(_LETTERS, _drawn_out)

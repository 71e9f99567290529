"""What a scan does to figures and words, undone without moving a single character."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["FIGURES", "figures", "whole_phrases"]

_NUMBER = re.compile(r"(?<!\w)[\dlIOo]{1,12}(?:[/.:][\dlIOo]{1,12}){0,4}(?=h?(?!\w))")
FIGURES = str.maketrans("lIOo", "1100")
"""Letters that a scan writes for figures."""
_LETTERS = str.maketrans("lOo", "100")


def figures(text: str) -> str:
    """``text`` with the letters a scan writes for figures put right: "l5/4/2O26" → "15/4/2026".

    Only inside what holds a figure already; "II/2026" keeps its Roman number. Same length.
    """
    return _NUMBER.sub(_mended, text) if "l" in text or "O" in text or "o" in text else text


def _mended(found: re.Match[str]) -> str:
    if not any(map(str.isdigit, found[0])):
        return found[0]
    pieces = re.split(r"([/.:])", found[0])
    return "".join(
        piece.translate(FIGURES if any(map(str.isdigit, piece)) else _LETTERS) for piece in pieces
    )


def whole_phrases(folded: str, phrases: Sequence[str]) -> str:
    """Folded text in which ``phrases`` broken by stray spaces are whole: "ph oi hop" → "phoi hop ".

    The spaces go behind the phrase, so the length stays.
    """
    for phrase in phrases:
        if phrase in folded and folded.count(phrase[0]) == folded.count(phrase):
            continue
        folded = _broken(phrase).sub(lambda found, p=phrase: _closed(found, p), folded)  # type: ignore[misc]
    return folded


def _closed(found: re.Match[str], phrase: str) -> str:
    return phrase + " " * (len(found[0]) - len(phrase))


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _broken(phrase: str) -> re.Pattern[str]:
    """``phrase`` with a space inside one or more of its words."""
    if phrase not in _PATTERNS:
        words = [" ?".join(map(re.escape, word)) for word in phrase.split()]
        _PATTERNS[phrase] = re.compile(rf"(?<![a-z0-9]){' +'.join(words)}(?![a-z0-9])")
    return _PATTERNS[phrase]

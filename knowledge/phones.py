"""Telephone numbers as plans write them: spaced, bracketed, with digits misread in scans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.scan import FIGURES

__all__ = ["digits", "numbers_in", "repaired"]

REAL = 5
"""Digits that a number must keep: a run of letters alone is a word."""

_DIGIT = r"[\doOIl]"
_NUMBER = re.compile(
    rf"(?<![\w/,\-])(?<!\d\.)(?:1[89][0oO]{{2}}(?:[\s.\-]?{_DIGIT}){{4,6}}"
    rf"|(?:\+84|84|[0oO])(?:[\s.\-]?{_DIGIT}){{8,10}}"
    rf"|\([0oO]{_DIGIT}{{2,3}}\)(?:[\s.\-]?{_DIGIT}){{7,8}})(?![\w/]|[.,]\d)"
)


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """Telephone numbers of seven digits and more, as written, in the order of the text."""
    for match in _NUMBER.finditer(text):
        if sum(map(str.isdigit, match[0])) >= REAL:
            yield match


def digits(number: str) -> str:
    """The digits of a number, letters misread for digits put right: ``"0225.3OOO.ll9"``."""
    return re.sub(r"\D", "", number.translate(FIGURES))


def repaired(number: str) -> str:
    """A number with its spaces and stops and letters misread for digits put right."""
    return number.translate(FIGURES)

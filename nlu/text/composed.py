"""Composed letters (NFC) of whatever is typed, in time linear in its length."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["MOST_MARKS", "nfc"]

MOST_MARKS: Final = 30
"""Marks on one letter that are kept, as in the stream-safe format of UAX #15; no language writes
more than a few. Putting marks in order takes time by the square of their number."""

_RUN: Final = re.compile(rf"[^\w\x00-\x7f]{{{MOST_MARKS + 1},}}")


def _thinned(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in match.group():
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def nfc(text: str) -> str:
    """``text`` in composed form; of marks heaped on one letter the first :data:`MOST_MARKS`."""
    return unicodedata.normalize("NFC", _RUN.sub(_thinned, text))

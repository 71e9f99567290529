"""Words and numbers of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.text.composed import nfc

__all__ = ["WORD", "spans", "tokens"]

WORD = re.compile(r"[^\W\d_]+|\d+")
"""A run of letters or a run of digits; expects NFC text."""


def tokens(text: str) -> list[str]:
    """The words and numbers of ``text`` in order, NFC and lower case; signs and emoji are left out.

    Letters and digits that touch are separate tokens: ``"danh1"`` gives ``["danh", "1"]``.
    """
    return WORD.findall(nfc(text).lower())


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every token of ``text``, which must be NFC already."""
    for match in WORD.finditer(text):
        yield match.span()

"""What a scanner and its reader of letters do to the text of a plan, at a seed."""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata

__all__ = ["scanned"]

WIDTH = 78
"""Characters of a line on paper."""
PAGE = 38
"""Lines of a page; its number stands alone above the next."""
FIGURE, LETTER, MARK, SPACE = 0.08, 0.004, 0.012, 0.003
"""Shares of figures, letters, accented letters and spaces that are misread."""

_FIGURES = {"1": "l", "0": "O"}
_LETTERS = {"m": "rn", "l": "1", "i": "l", "c": "e", "h": "b", "u": "n"}
_HATS = str.maketrans("ăâêôơưđĂÂÊÔƠƯĐ", "aaeooudAAEOOUD")


def scanned(text: str, seed: int) -> str:
    """``text`` as it comes out of a poor scan: broken lines, page numbers, misread letters.

    Args:
        text: plain text or markdown; table rows (``|``) keep their line.
        seed: the same seed gives the same errors.
    """
    rng = random.Random(seed)
    lines: list[str] = []
    for line in text.split("\n"):
        broken = [line] if "|" in line or len(line) <= WIDTH else textwrap.wrap(line, WIDTH)
        for piece in broken or [""]:
            lines.append(_misread(piece, rng))
            if len(lines) % PAGE == 0:
                lines += ["", f"{'':30}{len(lines) // PAGE + 1}", ""]
    return "\n".join(lines)


def _misread(line: str, rng: random.Random) -> str:
    return "".join(_sign(sign, rng) for sign in unicodedata.normalize("NFC", line))


def _sign(sign: str, rng: random.Random) -> str:
    chance = rng.random()
    if sign in _FIGURES:
        return _FIGURES[sign] if chance < FIGURE else sign
    if sign == " ":
        return "" if chance < SPACE / 2 else "  " if chance < SPACE else sign
    if sign in _LETTERS:
        return _LETTERS[sign] if chance < LETTER else sign
    if not sign.isascii() and sign.isalpha() and chance < MARK:
        return _bare(sign, rng)
    return sign


def _bare(sign: str, rng: random.Random) -> str:
    """The letter without its tone, or without its hat."""
    parts = unicodedata.normalize("NFD", sign)
    toneless = unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", parts))
    tone = "".join(re.findall("[\u0300\u0301\u0303\u0309\u0323]", parts))
    if tone and rng.random() < 0.6:
        return toneless
    return unicodedata.normalize("NFC", toneless.translate(_HATS) + tone)

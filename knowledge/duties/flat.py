"""Plan text as patterns read it: folded, with what a scan breaks in role words put right."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.scan import figures, whole_phrases
from nlu.text import strip_accents

__all__ = ["flat"]

_KEY_PHRASES = ("chu tri", "phoi hop", "tham muu", "de nghi", "dau moi", "bao cao", "trach nhiem")


_BREAKABLE = ("phoi hop voi", *_KEY_PHRASES)


def _one_off(phrase: str) -> str:
    """A pattern for ``phrase`` with any one letter misread."""
    forms = (
        f"{re.escape(phrase[:at])}[a-z0-9]{re.escape(phrase[at + 1 :])}"
        for at in range(len(phrase))
        if phrase[at] != " "
    )
    return rf"(?<![a-z0-9])(?:{'|'.join(forms)})(?![a-z0-9])"


_SCANNED = re.compile(
    "|".join(f"(?P<p{index}>{_one_off(phrase)})" for index, phrase in enumerate(_KEY_PHRASES))
)


def _mended(folded: str) -> str:
    """Folded text with one-letter scanning errors in role words put right, same length."""
    return _SCANNED.sub(lambda found: _KEY_PHRASES[int((found.lastgroup or "p0")[1:])], folded)


_STRAY = re.compile(r"(?<=[a-z])'(?=\s)")
"""A speck behind a word that a scan takes for an apostrophe."""
_CAE = re.compile(r"(?<![a-z])cae(?![a-z])")


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """``text`` without accents and in small letters; every character keeps its place (NFC text)."""
    plain = strip_accents(figures(text)).lower()
    if "'" in plain or "cae" in plain:
        plain = _STRAY.sub(" ", _CAE.sub("cac", plain))
    plain = _mended(whole_phrases(plain, _BREAKABLE))
    return (
        plain
        if len(plain) == len(text)
        else "".join((strip_accents(sign).lower() or " ")[0] for sign in text)
    )

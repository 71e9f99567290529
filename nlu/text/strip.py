"""Vietnamese letters without their marks."""

from __future__ import annotations

import re
import unicodedata

from nlu.text.composed import nfc

__all__ = ["fold", "is_plain", "strip_accents"]


def _plain_letters() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table[code] = base
    for code in range(0x300, 0x370):
        table[code] = None
    return table


_PLAIN = _plain_letters()
_SPACES = re.compile(r"\s+")


def strip_accents(text: str) -> str:
    """``text`` with every Latin letter reduced to its base letter, ``đ`` to ``d``.

    The result has one character for each character of the NFC form of ``text`` (loose combining
    marks excepted), so places found in it are places in the NFC form.
    """
    if text.isascii():
        return text
    return nfc(text).translate(_PLAIN)


def fold(text: str) -> str:
    """``text`` for comparing: no accents, lower case, one space for any run of white space."""
    return _SPACES.sub(" ", strip_accents(text).lower()).strip()


def is_plain(text: str) -> bool:
    """Whether ``text`` carries no Vietnamese mark at all (other scripts and signs do not count)."""
    return text.isascii() or strip_accents(text) == nfc(text)

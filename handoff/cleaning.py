"""What may not be seen is not kept: control characters and marks that turn text around."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["visible"]

_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\u2028\u2029]")


def visible(text: str) -> str:
    """``text`` without control characters and bidirectional overrides, lines ended as Unix does.

    Zero-width joiners stay, emoji are made with them. Half a surrogate pair, which JSON can carry
    and no database takes, becomes U+FFFD.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text))

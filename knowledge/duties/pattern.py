r"""Patterns whose time grows with the length of a text and no faster.

``\s*`` and ``\s+`` try a run of white space anew from each of its characters: a page of spaces
takes minutes. Nothing a plan says has more than a few of them in a row.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["SPACES", "bounded"]

SPACES: Final = 4
"""White space in a row that a pattern reads over."""


def bounded(pattern: str) -> re.Pattern[str]:
    r"""Compile ``pattern``, with ``\s*`` and ``\s+`` read as at most :data:`SPACES` in a row."""
    pattern = pattern.replace(r"\s*", rf"\s{{0,{SPACES}}}")
    return re.compile(pattern.replace(r"\s+", rf"\s{{1,{SPACES}}}"))

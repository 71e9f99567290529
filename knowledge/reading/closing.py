"""The end of a paper that a scan left side by side: recipients left, who signed right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.text import fold

__all__ = ["columns_apart"]

_RECIPIENTS = re.compile(r"\s*noi nhan\s*:")
_TWO = re.compile(r"(?P<left>\s*\S.*?)\s{3,}(?P<right>\S.*)$")
_RIGHT = re.compile(r"\s{20,}(?P<right>[^\W\d].*)$")
_SIGNED = re.compile(r"(?:tm|kt|tl|tuq)\s*\.|(?:pho )?(?:chu tich|giam doc|bi thu|truong)\b")
_LONGEST = 30
"""Lines a closing has at most."""


def columns_apart(lines: Sequence[str]) -> list[str]:
    """``lines`` with what stands to the right of the recipients behind them."""
    start = next((at for at, line in enumerate(lines) if _RECIPIENTS.match(fold(line))), None)
    if start is None:
        return list(lines)
    left: list[str] = []
    right: list[str] = []
    end = start
    for line in lines[start : start + _LONGEST]:
        if fold(line).startswith("phu luc"):
            break
        two, alone = _TWO.match(line), _RIGHT.match(line)
        if alone:
            right.append(alone["right"])
        elif two:
            left.append(two["left"])
            right.append(two["right"])
        elif right and not line.strip():
            break
        else:
            left.append(line)
        end += 1
    if not any(_SIGNED.match(fold(line)) for line in right):
        return list(lines)
    return [*lines[:start], *left, "", *right, "", *lines[end:]]

"""Numbers as questions and plans write them."""

from __future__ import annotations

import re

__all__ = ["has_like", "has_number"]


def _numbers(text: str) -> set[str]:
    return {re.sub(r"\b0+(?=\d)", "", number) for number in re.findall(r"\d+(?:/\d+)*%?", text)}


def has_number(text: str, number: str) -> bool:
    """Whether plan text has a number, "10/12" also as "10 tháng 12"."""
    plain = re.sub(r"(\d+) tháng (\d+)", r"\1/\2", text)
    return re.sub(r"\b0+(?=\d)", "", number) in _numbers(plain) or number in text


def has_like(text: str, number: str) -> bool:
    """Whether plan text has a number of the same kind: a share for "70%", a day for "10/12"."""
    if number.endswith("%"):
        return "%" in text
    if "/" in number:
        return re.search(r"\d/\d|\d tháng \d", text) is not None
    return bool(_numbers(text))

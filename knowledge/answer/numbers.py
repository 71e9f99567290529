"""Numbers as questions and plans write them."""

from __future__ import annotations

import re

__all__ = ["has_any_number", "has_number"]


def _numbers(text: str) -> set[str]:
    return {re.sub(r"\b0+(?=\d)", "", number) for number in re.findall(r"\d+(?:/\d+)*%?", text)}


def has_number(text: str, number: str) -> bool:
    """Whether plan text has a number, "10/12" also as "10 tháng 12"."""
    plain = re.sub(r"(\d+) tháng (\d+)", r"\1/\2", text)
    return re.sub(r"\b0+(?=\d)", "", number) in _numbers(plain) or number in text


def has_any_number(text: str) -> bool:
    """Whether plan text has any number at all."""
    return bool(_numbers(text))

"""The words with which a question asks, as "là gì" or "bao nhiêu": they name nothing.

A clause that answers rarely has them. One that happens to ("không biết phải làm gì") would be
lifted by them, the more so as they are rare in plans and so weigh as much as names.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["interrogative"]

_PHRASES = (
    "gì", "là gì", "cái gì", "là cái gì", "điều gì", "việc gì", "những gì", "gọi là gì",
    "được gọi là gì", "tên gì", "tên là gì", "có tên là gì", "nghĩa là gì",
    "ai", "là ai", "những ai",
    "nào", "là nào", "thế nào", "như thế nào", "làm thế nào", "bằng cách nào",
    "sao", "ra sao", "làm sao", "tại sao", "vì sao",
    "khi nào", "từ khi nào", "lúc nào", "bao giờ",
    "đâu", "ở đâu", "từ đâu",
    "bao nhiêu", "là bao nhiêu", "bao lâu", "bao xa", "mấy",
    "hay không", "phải không", "có phải", "có phải là",
)  # fmt: skip
"""As taught in any grammar; none was chosen by what it does to a measurement."""


def _by_first() -> dict[str, list[tuple[str, ...]]]:
    """The phrases by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted((tuple(each.split()) for each in _PHRASES), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


_BY_FIRST = _by_first()


def interrogative(words: Sequence[str]) -> list[bool]:
    """Which words of a question only ask.

    Args:
        words: in small letters with their accents, in order.
    """
    found = [False] * len(words)
    at = 0
    while at < len(words):
        width = next(
            (
                len(phrase)
                for phrase in _BY_FIRST.get(words[at], ())
                if tuple(words[at : at + len(phrase)]) == phrase
            ),
            0,
        )
        found[at : at + width] = [True] * width
        at += max(1, width)
    return found

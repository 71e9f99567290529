"""Replies as data, and long ones cut at the ends of sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handoff.reply import Button, Reply

__all__ = ["as_button", "as_reply", "buttons_data", "reply_data", "split"]

# where a text may be cut, best first: paragraph, line, sentence, clause, word
_CUTS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…;:])[”\"')\]]*\s+"),
    re.compile(r"(?<=,)\s+"),
    re.compile(r"\s+"),
)


def reply_data(reply: Reply) -> dict[str, Any]:
    """A reply as JSON has it; only the targets that are set."""
    return {"text": reply.text, "buttons": buttons_data(reply)}


def buttons_data(reply: Reply) -> list[dict[str, str]]:
    """The buttons of a reply as JSON has them."""
    return [
        {name: value for name, value in asdict(button).items() if value is not None}
        for button in reply.buttons
    ]


def as_reply(data: Mapping[str, Any]) -> Reply:
    """The reply that :func:`reply_data` wrote."""
    return Reply(data["text"], tuple(as_button(button) for button in data["buttons"]))


def as_button(data: Mapping[str, Any]) -> Button:
    """The button that :func:`reply_data` wrote."""
    return Button(data["title"], data.get("payload"), data.get("phone"), data.get("url"))


def split(text: str, limit: int) -> list[str]:
    """Cut a text into parts of at most ``limit`` UTF-16 units, at the best place near the limit.

    UTF-16 because Telegram and Zalo count an emoji as two. A cut prefers the end of a paragraph,
    then of a line, a sentence, a clause, a word, as long as the part stays half full.
    """
    parts: list[str] = []
    rest = text.strip()
    while _units(rest) > limit:
        window = _head(rest, limit)
        at = _cut(window)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest or not parts:
        parts.append(rest)
    return parts


def _units(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def _head(text: str, limit: int) -> str:
    """The longest beginning that fits."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return text[:index]
    return text


def _cut(window: str) -> int:
    least = len(window) // 2
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(window) if match.end() > least]
        if ends:
            return ends[-1]
    return len(window)

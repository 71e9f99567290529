"""A text rewritten step by step that still knows where each character came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from nlu.text.composed import nfc

__all__ = ["Normalized", "compose"]

Replacement = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Normalized:
    """A rewritten text.

    Attributes:
        text: the rewritten text.
        offsets: for each character of ``text``, the index in the original text of the character
            it stands for; never decreases.
        length: number of characters of the original text.
    """

    text: str
    offsets: tuple[int, ...]
    length: int

    def __str__(self) -> str:
        return self.text

    @property
    def changed(self) -> bool:
        """Whether any character was added or taken away (a letter for a letter does not count)."""
        return len(self.text) != self.length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original text that ``text[start:end]`` stands for.

        The end reaches to where the next character of ``text`` begins, so that signs swallowed by
        a rewriting belong to the character before them.
        """
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else self.length
            return at, at
        begin = self.offsets[start]
        for index in range(end, len(self.offsets)):
            if self.offsets[index] > self.offsets[end - 1]:
                return begin, self.offsets[index]
        return begin, self.length

    def replace(self, pattern: re.Pattern[str], replacement: Replacement) -> Normalized:
        """Rewrite each match of ``pattern``; ``replacement`` returns None to leave one alone.

        A replacement of the match's own length keeps its characters one to one; one made of
        letters of the match keeps those; any other is spread evenly over what it replaces.
        """
        parts: list[str] = []
        offsets: list[int] = []
        at = 0
        for match in pattern.finditer(self.text):
            new = replacement(match)
            old = match.group()
            if new is None or new == old:
                continue
            start, end = match.span()
            parts += self.text[at:start], new
            offsets += self.offsets[at:start]
            offsets += self._spread(start, end, new)
            at = end
        if not parts:
            return self
        parts.append(self.text[at:])
        offsets += self.offsets[at:]
        return Normalized("".join(parts), tuple(offsets), self.length)

    def compose(self) -> Normalized:
        """The same with its letters composed (NFC)."""
        composed = compose(self.text)
        if composed.text == self.text:
            return self
        offsets = tuple(self.offsets[index] for index in composed.offsets)
        return Normalized(composed.text, offsets, self.length)

    def _kept(self, start: int, end: int, new: str) -> list[int] | None:
        """Places of the characters of ``new`` when they all stand in that order in the text."""
        found: list[int] = []
        at = start
        for char in new:
            at = self.text.find(char, at, end)
            if at < 0:
                return None
            found.append(self.offsets[at])
            at += 1
        return found

    def _spread(self, start: int, end: int, new: str) -> list[int]:
        width = end - start
        if not new:
            return []
        if not width:
            at = self.offsets[start] if start < len(self.offsets) else self.length
            return [at] * len(new)
        if width == len(new):
            return list(self.offsets[start:end])
        kept = self._kept(start, end, new)
        if kept:
            return kept
        return [self.offsets[start + index * width // len(new)] for index in range(len(new))]


def _joins(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or 0x1160 <= ord(char) <= 0x11FF


def compose(text: str) -> Normalized:
    """``text`` in composed form (NFC), the letters of a composed one counted from its base."""
    if unicodedata.is_normalized("NFC", text):
        return Normalized(text, tuple(range(len(text))), len(text))
    parts: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        cluster = nfc(text[start:end])
        parts.append(cluster)
        offsets += [start] * len(cluster)
        start = end
    return Normalized("".join(parts), tuple(offsets), len(text))

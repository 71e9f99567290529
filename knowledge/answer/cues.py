"""Ways of asking: ``cues.yml``, and the small language its phrases are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from nlu.text import strip_accents

__all__ = ["Cue", "Words", "cue", "cues"]

_FILE = Path(__file__).with_name("cues.yml")
_PARTS = (
    "wants", "fields", "across", "harm", "private", "injection", "her", "wife", "stop",
    "follow_up", "content", "identity", "premise", "needy",
    "own", "hypothetical", "domain", "elsewhere",
)  # fmt: skip


class Words(str):
    """Folded words of a question, apart by one space, with the accented ones beside them.

    Attributes:
        accented: the same words with their accents, ``""`` when the question was typed without.
    """

    __slots__ = ("accented",)
    accented: str

    def __new__(cls, plain: str, accented: str = "") -> Words:
        """Folded words and the same with accents."""
        words = super().__new__(cls, plain)
        words.accented = accented
        return words


class Cue:
    """Phrases to look for in a question.

    Folded phrases are compared with its folded words; accented ones with its accented words, so
    that "tù" is not taken for "từ", or, when it was typed without accents, with their folded form.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Compile the phrases.

        Raises:
            re.error: a phrase is no pattern.
        """
        phrases = list(phrases)
        plain = [phrase for phrase in phrases if phrase.isascii()]
        accented = [phrase for phrase in phrases if not phrase.isascii()]
        self._plain = _pattern(plain) if plain else None
        self._accented = _pattern(accented) if accented else None
        self._folded = _pattern(map(strip_accents, accented)) if accented else None

    def search(self, words: str) -> re.Match[str] | None:
        """The first phrase found."""
        return (self._plain.search(words) if self._plain else None) or self._marked(words, False)

    def match(self, words: str) -> re.Match[str] | None:
        """A phrase the question begins with."""
        return (self._plain.match(words) if self._plain else None) or self._marked(words, True)

    def _marked(self, words: str, at_start: bool) -> re.Match[str] | None:
        accented = words.accented if isinstance(words, Words) else ""
        pattern = self._accented if accented else self._folded
        if pattern is None:
            return None
        text = accented or words
        return pattern.match(text) if at_start else pattern.search(text)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    parts = [phrase.replace(" * ", r" (?:\S+ ){0,4}?") for phrase in phrases]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")


@cache
def _file() -> dict[str, Any]:
    data = YAML(typ="safe", pure=True).load(_FILE.read_text(encoding="utf-8"))
    missing = set(_PARTS) - set(data)
    if missing:
        raise ValueError(f"{_FILE.name}: thiếu {', '.join(sorted(missing))}")
    return dict(data)


def cues(name: str) -> Any:
    """A part of ``cues.yml``: a list of phrases, or lists by name.

    Raises:
        KeyError: there is no such part.
    """
    file = _file()
    part = file[name]
    if isinstance(part, list):
        return [
            phrase.replace("{her}", file["her"]).replace("{wife}", file["wife"]) for phrase in part
        ]
    return part


def cue(phrases: Iterable[str]) -> Cue:
    """Phrases to look for: words apart by one space, ``*`` for up to four words.

    Raises:
        re.error: a phrase is no pattern.
    """
    return Cue(phrases)

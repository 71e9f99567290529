"""Regional words in the standard language, from the lexicon ``dialect.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nlu.lexicons.check import FOLDER, read_lexicon

__all__ = ["Dialect", "dialect"]

_SCHEMA = {
    "phrases": {"*": str},
    "words": {"*": str},
    "exceptions": [{"word": str, "after?": [str], "before?": [str]}],
}


class Dialect:
    """The lexicon of regional words."""

    def __init__(self, path: Path) -> None:
        """Reads ``path``; raises :class:`~nlu.lexicons.check.LexiconError` when it is wrong."""
        data = read_lexicon(path, _SCHEMA)
        self.words: dict[str, str] = data["words"]
        self.phrases: dict[tuple[str, ...], str] = {
            tuple(phrase.split()): to for phrase, to in data["phrases"].items()
        }
        self._starts = {phrase[0] for phrase in self.phrases}
        self._longest = max((len(phrase) for phrase in self.phrases), default=1)
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, frozenset[str]] = {}
        for entry in data["exceptions"]:
            self._after[entry["word"]] = frozenset(entry.get("after", ()))
            self._before[entry["word"]] = frozenset(entry.get("before", ()))

    def phrase(self, words: list[str], at: int) -> tuple[int, str] | None:
        """The longest regional phrase at ``words[at]``: how many words, and what it says."""
        if words[at] not in self._starts:
            return None
        for width in range(min(self._longest, len(words) - at), 1, -1):
            to = self.phrases.get(tuple(words[at : at + width]))
            if to is not None:
                return width, to
        return None

    def word(self, word: str, before: str, after: str) -> str | None:
        """What a regional ``word`` between two others is in the standard language, or None."""
        to = self.words.get(word)
        if to is None:
            return None
        if before in self._after.get(word, ()) or after in self._before.get(word, ()):
            return None
        return to


@cache
def dialect() -> Dialect:
    """The lexicon this package ships."""
    return Dialect(FOLDER / "dialect.yml")

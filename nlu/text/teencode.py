"""Chat shorthand spelled out, from the lexicon ``teencode.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlu.lexicons.check import FOLDER, read_lexicon

__all__ = ["Shorthand", "shorthand"]

_SCHEMA = {
    "words": {"*": str},
    "capitals": [str],
    "cases": [
        {
            "form": str,
            "to": str,
            "number?": bool,
            "lower?": bool,
            "after?": [str],
            "before?": [str],
            "not_after?": [str],
            "not_before?": [str],
        }
    ],
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One reading of a shorthand and when it holds; see the head of the lexicon."""

    to: str
    number: bool | None
    lower: bool
    after: frozenset[str]
    before: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]

    def holds(self, typed: str, before: str, after: str) -> bool:
        if self.number is not None and self.number != before.isdigit():
            return False
        if self.lower and typed != typed.lower():
            return False
        if self.after and before not in self.after:
            return False
        if self.before and after not in self.before:
            return False
        return before not in self.not_after and after not in self.not_before


class Shorthand:
    """The shorthand lexicon.

    Attributes:
        words: shorthand to words, whatever stands around it.
    """

    def __init__(self, path: Path) -> None:
        """Reads ``path``; raises :class:`~nlu.lexicons.check.LexiconError` when it is wrong."""
        data = read_lexicon(path, _SCHEMA)
        self.words: dict[str, str] = data["words"]
        self._capitals = frozenset(data["capitals"])
        self._cases: dict[str, list[_Case]] = {}
        for entry in data["cases"]:
            self._cases.setdefault(entry["form"], []).append(_case(entry))

    def __contains__(self, form: str) -> bool:
        return form in self.words or form in self._cases

    def expand(self, typed: str, before: str, after: str, *, shouting: bool) -> str | None:
        """What ``typed`` stands for between two words, or None when it is left alone.

        Args:
            typed: the word as typed, NFC.
            before: the word before it in small letters, ``""`` at the beginning of a clause.
            after: the word after it in small letters, ``""`` at the end of a clause.
            shouting: whether the whole message is in capitals.
        """
        form = typed.lower()
        named = len(typed) > 1 and typed.isupper() and not shouting
        if named and form not in self._capitals:
            return None
        for case in self._cases.get(form, ()):
            if case.holds(typed, before, after):
                return case.to
        return self.words.get(form)


def _case(entry: dict[str, Any]) -> _Case:
    return _Case(
        entry["to"],
        entry.get("number"),
        entry.get("lower", False),
        *(
            frozenset(entry.get(name, ()))
            for name in ("after", "before", "not_after", "not_before")
        ),
    )


@cache
def shorthand() -> Shorthand:
    """The lexicon this package ships."""
    return Shorthand(FOLDER / "teencode.yml")

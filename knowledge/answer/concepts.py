"""Everyday words for what plans say: ``concepts.yml``, read once and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from ruamel.yaml import YAML

from knowledge.answer.cues import Cue, Words, cue
from nlu.text import fold, is_plain, tokens

__all__ = ["Concept", "abbreviations", "concepts_in", "plain_words"]

_FILE = Path(__file__).with_name("concepts.yml")


@dataclass(frozen=True, slots=True)
class Concept:
    """Something people ask about.

    Attributes:
        name: key.
        cue: matches folded text that asks about it.
        words: how plans say it, with accents.
    """

    name: str
    cue: Cue
    words: str


@cache
def _file() -> tuple[tuple[Concept, ...], dict[str, str]]:
    data = YAML(typ="safe", pure=True).load(_FILE.read_text(encoding="utf-8"))
    concepts = []
    for number, entry in enumerate(data["concepts"], 1):
        if not {"name", "cues", "words"} <= set(entry):
            raise ValueError(f"{_FILE.name}: mục {number}: cần name, cues, words")
        concepts.append(Concept(entry["name"], cue(entry["cues"]), entry["words"]))
    return tuple(concepts), dict(data["abbreviations"])


_WORD = re.compile(r"[^\W_]+(?:[/.,][0-9]+)*|%")


def plain_words(text: str) -> Words:
    """Folded words of ``text`` apart by one space, with ``%`` and dates kept whole."""
    plain = " ".join(_WORD.findall(fold(text)))
    if is_plain(text):
        return Words(plain)
    return Words(plain, " ".join(_WORD.findall(normalize("NFC", text).lower())))


def concepts_in(plain: str) -> tuple[Concept, ...]:
    """The concepts folded text asks about."""
    return tuple(concept for concept in _file()[0] if concept.cue.search(plain))


def abbreviations(text: str) -> str:
    """Full words for the abbreviations in ``text``, apart by spaces."""
    table = _file()[1]
    return " ".join(table[word] for word in tokens(fold(text)) if word in table)

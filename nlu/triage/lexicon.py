"""The danger lexicon: patterns people can read and edit, and what they find in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlu.lexicons.check import FOLDER, LexiconError, Schema, read_lexicon
from nlu.triage.result import KINDS, Level

__all__ = ["PATH", "Context", "Findings", "Lexicon", "Sign", "load_lexicon"]

PATH = FOLDER / "triage.yml"

_GAP = r"(?:\w+ ){0,4}"
_SENTENCE_END = re.compile(r"[.!?;:\n…]+")
_SIGNS = re.compile(r"[^\w.]+")


def _level(value: Any) -> str | None:
    return None if value in ("emergency", "disclosure") else "phải là emergency hoặc disclosure"


def _kind(value: Any) -> str | None:
    return None if value in KINDS else f"phải là một trong {', '.join(KINDS)}"


_SCHEMA: Schema = {
    "words": {"*": str},
    "contexts": [{"name": str, "reason": str, "any": [str]}],
    "patterns": [
        {"reason": str, "level": _level, "kind?": _kind, "any": [str], "unless?": [str]},
    ],
    "harmer": [str],
    "watched": [str],
    "children": [str],
    "grown": [str],
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of danger.

    Attributes:
        reason: what the staff member reads.
        level: what it suggests when no context speaks against it.
        kind: one of :data:`nlu.triage.result.KINDS`, or None when the sign does not tell.
        pattern: over folded words; ``unless`` is what takes the sign back.
    """

    reason: str
    level: Level
    kind: str | None
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Context:
    """Words that make violent words harmless: homework, work, fiction, tests, mistakes."""

    name: str
    reason: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the lexicon says of one message.

    Attributes:
        signs: signs of danger that no ``unless`` took back, in the file's order.
        contexts: names of the contexts found.
        context_reasons: the contexts in words for staff.
        harmer: the writer speaks of violence of their own.
        watched: somebody may be reading along.
        child: the writer speaks as a child.
        grown: the writer speaks as an adult, perhaps of her own childhood.
    """

    signs: tuple[Sign, ...]
    contexts: frozenset[str]
    context_reasons: tuple[str, ...]
    harmer: bool
    watched: bool
    child: bool
    grown: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All patterns, compiled."""

    signs: tuple[Sign, ...]
    contexts: tuple[Context, ...]
    harmer: re.Pattern[str]
    watched: re.Pattern[str]
    children: re.Pattern[str]
    grown: re.Pattern[str]

    def find(self, folded: str) -> Findings:
        """What is in ``folded``, a text without accents in lower case."""
        words = _SIGNS.sub(" ", _SENTENCE_END.sub(" . ", folded)).strip()
        signs = tuple(
            sign
            for sign in self.signs
            if sign.pattern.search(words) and not (sign.unless and sign.unless.search(words))
        )
        contexts = [context for context in self.contexts if context.pattern.search(words)]
        return Findings(
            signs=signs,
            contexts=frozenset(context.name for context in contexts),
            context_reasons=tuple(context.reason for context in contexts),
            harmer=bool(self.harmer.search(words)),
            watched=bool(self.watched.search(words)),
            child=bool(self.children.search(words)),
            grown=bool(self.grown.search(words)),
        )


@lru_cache(maxsize=1)
def load_lexicon(path: Path = PATH) -> Lexicon:
    """The lexicon in ``path``.

    Raises:
        LexiconError: something in the file is wrong; says file, line and field.
    """
    document = read_lexicon(path, _SCHEMA)
    words: dict[str, str] = {name: f"(?:{text})" for name, text in document["words"].items()}
    words["gap"] = _GAP

    def compiled(field: str, patterns: Iterable[str]) -> re.Pattern[str]:
        return _compile(path, field, patterns, words)

    return Lexicon(
        signs=tuple(
            Sign(
                reason=entry["reason"],
                level=Level(entry["level"]),
                kind=entry.get("kind"),
                pattern=compiled(f"patterns[{place}].any", entry["any"]),
                unless=compiled(f"patterns[{place}].unless", entry["unless"])
                if entry.get("unless")
                else None,
            )
            for place, entry in enumerate(document["patterns"])
        ),
        contexts=tuple(
            Context(
                entry["name"], entry["reason"], compiled(f"contexts[{place}].any", entry["any"])
            )
            for place, entry in enumerate(document["contexts"])
        ),
        harmer=compiled("harmer", document["harmer"]),
        watched=compiled("watched", document["watched"]),
        children=compiled("children", document["children"]),
        grown=compiled("grown", document["grown"]),
    )


def _compile(
    path: Path, field: str, patterns: Iterable[str], words: Mapping[str, str]
) -> re.Pattern[str]:
    parts: list[str] = []
    for place, pattern in enumerate(patterns):
        filled = re.sub(
            r"\{([a-z]+)\}", lambda match: words.get(match.group(1), match.group()), pattern
        )
        problem = None
        if unknown := re.search(r"\{[a-z]+\}", filled):
            problem = f"không có nhóm từ {unknown.group()} trong words"
        elif not filled.isascii() or filled != filled.lower():
            problem = "mẫu phải viết thường, không dấu"
        else:
            try:
                re.compile(filled)
            except re.error as error:
                problem = f"biểu thức sai: {error}"
        if problem:
            where = f"{field}[{place}]"
            raise LexiconError(path, _line_of(path, pattern), where, problem)
        # plain groups cost time and give nothing here
        parts.append(re.sub(r"(?<!\\)\((?!\?)", "(?:", filled))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def _line_of(path: Path, pattern: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern in line), 1)

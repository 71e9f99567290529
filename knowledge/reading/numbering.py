"""Word's automatic numbering: the numbers a reader sees but the paragraph text does not hold."""

from __future__ import annotations

import re
from typing import Any

from knowledge.reading.web import roman

__all__ = ["Numbering"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Numbering:
    """Counts the numbered paragraphs of one document in order and says each one's label."""

    def __init__(self, document: Any) -> None:
        """Read the numbering definitions of a ``docx`` document."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles = _style_numbering(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.findall(f"{_W}abstractNum"):
            self._levels[abstract.get(f"{_W}abstractNumId")] = _levels(abstract)
        for num in root.findall(f"{_W}num"):
            number = num.get(f"{_W}numId")
            self._abstract[number] = num.find(f"{_W}abstractNumId").get(f"{_W}val")
            for override in num.findall(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    level = int(override.get(f"{_W}ilvl"))
                    self._starts[number, level] = int(start.get(f"{_W}val"))

    def label(self, paragraph: Any) -> str:
        """The label of ``paragraph``: ``"1."``, ``"a)"``, ``"-"``; ``""`` where it has none."""
        number, level = self._of(paragraph)
        if number is None or number == "0":
            return ""
        abstract = self._abstract.get(number)
        levels = self._levels.get(abstract or "", {})
        if level not in levels:
            return ""
        kind, text, start = levels[level]
        key = number if (number, level) in self._starts else f"a{abstract}"
        counts = self._counts.setdefault(key, {})
        first = self._starts.get((number, level), start)
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if kind == "bullet":
            return "+" if "+" in text or (level and "o" in text) else "-"
        if kind == "none":
            return ""

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own, _, own_start = levels.get(at, ("decimal", "", 1))
            return _written(counts.get(at, own_start), own)

        return re.sub(r"%(\d)", counted, text).strip()

    def _of(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph._p.pPr
        found = properties.find(f"{_W}numPr") if properties is not None else None
        if found is not None:
            number = found.find(f"{_W}numId")
            level = found.find(f"{_W}ilvl")
            if number is not None:
                return number.get(f"{_W}val"), int(
                    level.get(f"{_W}val")
                ) if level is not None else 0
        style = paragraph.style.style_id if paragraph.style is not None else ""
        return self._styles.get(style, (None, 0))


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    found = {}
    for level in abstract.findall(f"{_W}lvl"):
        kind = level.find(f"{_W}numFmt")
        text = level.find(f"{_W}lvlText")
        start = level.find(f"{_W}start")
        found[int(level.get(f"{_W}ilvl"))] = (
            kind.get(f"{_W}val") if kind is not None else "decimal",
            text.get(f"{_W}val") or "" if text is not None else "",
            int(start.get(f"{_W}val")) if start is not None else 1,
        )
    return found


def _style_numbering(document: Any) -> dict[str, tuple[str | None, int]]:
    """Numbering that comes with a paragraph style, the style's ancestors included."""
    own: dict[str, tuple[str | None, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.findall(f"{_W}style"):
        name = style.get(f"{_W}styleId")
        parent = style.find(f"{_W}basedOn")
        if parent is not None:
            based[name] = parent.get(f"{_W}val")
        properties = style.find(f"{_W}pPr")
        found = properties.find(f"{_W}numPr") if properties is not None else None
        if found is not None and found.find(f"{_W}numId") is not None:
            level = found.find(f"{_W}ilvl")
            own[name] = (
                found.find(f"{_W}numId").get(f"{_W}val"),
                int(level.get(f"{_W}val")) if level is not None else 0,
            )
    for name in based:
        above, steps = name, 0
        while above not in own and above in based and steps < 20:
            above, steps = based[above], steps + 1
        if above in own:
            own.setdefault(name, own[above])
    return own


def _written(number: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman"):
        text = roman(max(number, 1))
        return text if kind == "upperRoman" else text.lower()
    if kind in ("upperLetter", "lowerLetter"):
        letter = _LETTERS[(number - 1) % 26]
        return letter.upper() if kind == "upperLetter" else letter
    if kind == "decimalZero":
        return f"{number:02d}"
    return str(number)

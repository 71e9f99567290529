"""Cutting a plan's units into quotable passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.phones import numbers_in
from knowledge.plan import Passage, Section
from knowledge.structure.unit import Row, Unit

__all__ = ["MAX_LENGTH", "cut", "headings_above", "parts_of", "passages_of", "row_texts"]

MAX_LENGTH = 1200
"""Characters a passage may have."""

_SENTENCE_END = re.compile(r"(?<=[.;!?…])\s+")
_INTERNAL = re.compile(
    r"lưu hành nội bộ|\bnội bộ\b|(?:chỉ|dùng) (?:dành )?cho (?:cán bộ|nhân viên|người làm công "
    r"tác|nội bộ)|"
    r"không (?:công khai|công bố|cung cấp cho người dân|phổ biến rộng)",
    re.IGNORECASE,
)


def passages_of(
    name: str, units: Sequence[Unit], sections: Sequence[Section]
) -> tuple[Passage, ...]:
    """The passages of plan ``name`` in the order of the text."""
    titles = {section.path: section.title for section in sections}
    passages: list[Passage] = []
    for index, unit in enumerate(units):
        context = headings_above(unit.path, titles)
        if unit.row is not None and unit.row.header:
            context = " › ".join(part for part in (context, ", ".join(unit.row.header)) if part)
        for text, internal in parts_of(units, index):
            for piece in cut(text):
                number = f"{name}#{len(passages)}"
                passages.append(
                    Passage(number, name, unit.path, piece, context, unit.kind, internal)
                )
    return tuple(passages)


def parts_of(units: Sequence[Unit], index: int) -> list[tuple[str, bool]]:
    """The quotable texts of a unit, each with whether it is for staff only.

    A paragraph that says so of one number keeps its other sentences open.
    """
    unit = units[index]
    texts = row_texts(unit.row) if unit.row is not None else [unit.written]
    if unit.kind not in ("body", "table", "heading"):
        return [(text, False) for text in texts]
    if _internal_above(units, unit.parent):
        return [(text, True) for text in texts]
    if not (_INTERNAL.search(unit.text) and _has_number(units, index, unit)):
        return [(text, False) for text in texts]
    if unit.row is not None or not _numbered(unit.text):
        return [(text, True) for text in texts]
    return _by_sentence(unit.written)


def _by_sentence(text: str) -> list[tuple[str, bool]]:
    """Sentences, those with a number for staff marked, and put together again where they agree."""
    sentences = _SENTENCE_END.split(text)
    marked = [_INTERNAL.search(sentence) is not None for sentence in sentences]
    numbers = [_numbered(sentence) for sentence in sentences]
    flags = list(marked)
    for at, says in enumerate(marked):
        if says and not numbers[at]:
            # "… Chỉ dùng nội bộ." speaks of the number before it, else of all after it
            before = [other for other in range(at) if numbers[other]]
            for other in before[-1:] or range(len(sentences)):
                flags[other] = True
    parts: list[tuple[str, bool]] = []
    for sentence, internal in zip(sentences, flags, strict=True):
        if parts and parts[-1][1] == internal:
            parts[-1] = (f"{parts[-1][0]} {sentence}", internal)
        else:
            parts.append((sentence, internal))
    return parts


def _internal_above(units: Sequence[Unit], index: int) -> bool:
    """Whether a clause a unit hangs under says it is for staff only."""
    while index >= 0:
        unit = units[index]
        if _INTERNAL.search(unit.text) and _has_number(units, index, unit):
            return True
        index = unit.parent
    return False


def _has_number(units: Sequence[Unit], index: int, unit: Unit) -> bool:
    """As in "Nội bộ" matters where contacts are given; elsewhere the word is ordinary."""
    if _numbered(unit.text):
        return True
    return any(
        _numbered(other.text)
        for other in units[index + 1 : index + 40]
        if other.path.startswith(unit.path)
    )


_PHONE = re.compile(r"(?<![\d/.])(?:\+?84|0|1[89]00)[\d. -]{6,12}\d|(?<!\d)1(?:11|13|14|15)(?!\d)")


def _numbered(text: str) -> bool:
    """Whether a text gives a telephone number, be it misread in the scan."""
    return _PHONE.search(text) is not None or any(numbers_in(text))


def row_texts(row: Row) -> list[str]:
    """A row as quotable lines: one for each item of its widest list, the other cells beside it."""
    many = [
        index
        for index, cell in enumerate(row.cells)
        if "\n" in cell
        and (
            not row.header
            or index >= len(row.columns)
            or row.columns[index] in ("task", None, "product")
        )
    ]
    whole = " | ".join(cell.replace("\n", " ") for cell in row.cells if cell.strip())
    if not many:
        return [whole]
    widest = max(many, key=lambda index: len(row.cells[index]))
    texts = []
    for item in row.cells[widest].split("\n"):
        cells = [
            item if index == widest else cell.replace("\n", " ")
            for index, cell in enumerate(row.cells)
        ]
        texts.append(" | ".join(cell for cell in cells if cell.strip()))
    return texts


def headings_above(path: str, titles: dict[str, str]) -> str:
    """Titles of the clauses that contain ``path``, outermost first."""
    parts: list[str] = []
    for end, sign in enumerate(path):
        if sign == "." or path.startswith(" TT ", end):
            parts.append(path[:end])
    return " › ".join(title for part in parts if (title := titles.get(part, "")))


def cut(text: str) -> list[str]:
    """``text`` in pieces of at most :data:`MAX_LENGTH` characters, at sentence ends if possible."""
    if len(text) <= MAX_LENGTH:
        return [text] if text else []
    pieces: list[str] = []
    current = ""
    for sentence in _SENTENCE_END.split(text):
        while len(sentence) > MAX_LENGTH:
            at = sentence.rfind(" ", 0, MAX_LENGTH)
            at = at if at > 0 else MAX_LENGTH
            if current:
                pieces.append(current)
                current = ""
            pieces.append(sentence[:at].strip())
            sentence = sentence[at:].strip()
        if current and len(current) + 1 + len(sentence) > MAX_LENGTH:
            pieces.append(current)
            current = sentence
        else:
            current = f"{current} {sentence}".strip()
    return [*pieces, current] if current else pieces

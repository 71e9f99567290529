"""Choosing the reader for a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from knowledge.reading import messages
from knowledge.reading.block import Block, Document
from knowledge.reading.error import PlanError
from knowledge.reading.plain import read_plain
from nlu.text import strip_accents

__all__ = ["SUFFIXES", "read_document"]

Reader = Callable[[Path], tuple[list[Block], list[str]]]


def _word(path: Path) -> tuple[list[Block], list[str]]:
    from knowledge.reading.word import read_word

    return read_word(path)


def _pdf(path: Path) -> tuple[list[Block], list[str]]:
    from knowledge.reading.pdf import read_pdf

    return read_pdf(path)


def _html(path: Path) -> tuple[list[Block], list[str]]:
    from knowledge.reading.web import read_html

    return read_html(path)


_READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".markdown": read_plain,
    ".docx": _word,
    ".pdf": _pdf,
    ".html": _html,
    ".htm": _html,
}
SUFFIXES = tuple(_READERS)
"""File name endings that can be read, lower case."""


def read_document(path: Path) -> Document:
    """Read a plan's file.

    Raises:
        PlanError: the file is missing, empty, broken, locked, scanned or of an unknown format.
    """
    if not path.is_file():
        raise PlanError(messages.MISSING.format(name=path.name))
    suffix = path.suffix.lower()
    if suffix == ".doc":
        raise PlanError(messages.OLD_WORD.format(name=path.name))
    if suffix == ".odt":
        raise PlanError(messages.OPEN_DOCUMENT.format(name=path.name))
    reader = _READERS.get(suffix)
    if reader is None:
        raise PlanError(
            messages.UNKNOWN_FORMAT.format(name=path.name, suffix=suffix or "(không có đuôi)")
        )
    if path.stat().st_size == 0:
        raise PlanError(messages.EMPTY.format(name=path.name))
    blocks, warnings = reader(path)
    letters = sum(1 for block in blocks for sign in block.text if sign.isalpha())
    if letters < 20:
        raise PlanError(messages.EMPTY.format(name=path.name))
    marked = sum(
        1
        for block in blocks
        for sign, plain in zip(block.text, strip_accents(block.text), strict=False)
        if sign != plain
    )
    if marked < 0.02 * letters:
        warnings.append(messages.NO_ACCENTS)
    name = unicodedata.normalize("NFC", path.stem)
    return Document(name, tuple(blocks), tuple(warnings))

"""Pieces of a document as a reader hands them on, before any structure is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Block", "Document"]

Kind = Literal["text", "heading", "row"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph, heading or table row.

    Attributes:
        text: NFC text without markup, white space collapsed; for a row the cells joined.
        kind: ``"text"``, ``"heading"`` (marked as one by the format) or ``"row"``.
        level: heading level from 1, else 0.
        cells: cell texts of a row, list items inside a cell separated by a line feed.
        table: number of the table in the document, from 1; 0 outside tables.
        wrapped: the block follows the one before it without a blank line, so that it may be the
            same paragraph broken by the page width.
        label: automatic numbering the format keeps outside the text (``"1."``, ``"-"``).
    """

    text: str
    kind: Kind = "text"
    level: int = 0
    cells: tuple[str, ...] = ()
    table: int = 0
    wrapped: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document read: its file stem, its blocks in order and what the reader doubted."""

    name: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()

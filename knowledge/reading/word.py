"""Reading .docx."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.reading import messages
from knowledge.reading.block import Block
from knowledge.reading.error import PlanError
from knowledge.reading.legacy import convert, to_unicode
from knowledge.reading.markup import cell_text, clean
from knowledge.reading.numbering import Numbering

__all__ = ["read_word"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of an old Word file, or of a new one locked with a password."""


def read_word(path: Path) -> tuple[list[Block], list[str]]:
    """Blocks and warnings of a Word document. Headers, footers and deleted text are left out.

    Raises:
        PlanError: the file is broken, locked or no Word document.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise PlanError(messages.PASSWORD.format(name=path.name))
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise PlanError(
            messages.BROKEN.format(name=path.name, format="Word (.docx)", reason="không mở được")
        ) from error
    except Exception as error:  # lxml raises its own syntax errors from inside python-docx
        raise PlanError(
            messages.BROKEN.format(name=path.name, format="Word (.docx)", reason="nội dung XML lỗi")
        ) from error
    numbering = Numbering(document)
    blocks: list[Block] = []
    tables = 0
    for item in _items(document.element.body, document):
        if isinstance(item, Table):
            tables += 1
            blocks += _rows(item, tables, numbering)
        else:
            blocks += _paragraph(item, numbering)
    joined = "\n".join(block.text for block in blocks)
    _, warnings = to_unicode(joined, path.name)
    if warnings:
        blocks = [_converted(block) for block in blocks]
    return blocks, warnings


def _converted(block: Block) -> Block:
    return Block(
        convert(block.text),
        block.kind,
        block.level,
        tuple(map(convert, block.cells)),
        block.table,
        block.wrapped,
        block.label,
    )


def _items(body: Any, parent: Any) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in order, those in content controls and text boxes too."""
    for child in body.iterchildren():
        if child.tag == f"{_W}p":
            yield Paragraph(child, parent)
        elif child.tag == f"{_W}tbl":
            yield Table(child, parent)
        elif child.tag in (
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}ins",
            f"{_W}smartTag",
            f"{_W}customXml",
        ):
            yield from _items(child, parent)


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> list[Block]:
    label = numbering.label(paragraph)
    text = _text(paragraph)
    if not text.strip():
        return []
    style = paragraph.style.name or "" if paragraph.style is not None else ""
    level = re.fullmatch(r"(?:Heading|Title|Đề mục|Tiêu đề)\s*(\d*)", style)
    lines = [clean(line) for line in text.split("\n")]
    lines = [line for line in lines if line]
    blocks = []
    for number, line in enumerate(lines):
        own = label if number == 0 else ""
        if level:
            heading = f"{own} {line}".strip()
            blocks.append(Block(heading, "heading", level=int(level[1] or 1)))
        else:
            blocks.append(Block(line, label=own, wrapped=number > 0))
    return blocks


def _text(paragraph: Paragraph) -> str:
    """The paragraph's text: inserted text kept, deleted text and field codes dropped."""
    parts: list[str] = []
    for node in paragraph._p.iter():
        if node.tag == f"{_W}t" and not _inside(node, paragraph._p, f"{_W}txbxContent"):
            parts.append(node.text or "")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n" if node.get(f"{_W}type") != "page" else " ")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _inside(node: Any, top: Any, tag: str) -> bool:
    parent = node.getparent()
    while parent is not None and parent is not top:
        if parent.tag == tag:
            return True
        parent = parent.getparent()
    return False


def _rows(table: Table, number: int, numbering: Numbering) -> list[Block]:
    """Rows of a table; merged cells repeat their text, so that every row is whole."""
    rows: list[Block] = []
    seen: dict[Any, str] = {}
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:
            if cell._tc is before:
                cells.append("")  # the rest of a cell that spans columns
                continue
            before = cell._tc
            if before not in seen:
                seen[before] = _cell(cell, numbering)
            cells.append(seen[before])
        if any(cells):
            rows.append(
                Block(" | ".join(cells).replace("\n", " "), "row", cells=tuple(cells), table=number)
            )
    return rows


def _cell(cell: Any, numbering: Numbering) -> str:
    lines: list[str] = []
    for item in _items(cell._tc, cell):
        if isinstance(item, Table):
            for row in item.rows:
                lines.append(" ".join(_cell(inner, numbering) for inner in row.cells))
            continue
        label = numbering.label(item)
        text = _text(item).strip()
        if text:
            lines.append(f"{label} {text}".strip())
    return cell_text("\n".join(lines))

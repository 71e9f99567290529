"""Reading .docx."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
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
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = f"{_W}txbxContent"
_OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of an old Word file, or of a new one locked with a password."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What the latter is called inside."""
_DROPPED = tuple(f"{_W}{name}" for name in ("del", "moveFrom"))
"""Tracked changes that take text away."""
_UNWRAPPED = tuple(f"{_W}{name}" for name in ("sdt", "ins", "moveTo", "smartTag", "customXml"))
"""What only surrounds text, rows or cells."""
_CLAUSE = re.compile(
    r"(?:[IVX]+|[A-Z]|\d{1,2})[.)]\s|(?:Điều|Phần|Mục|Chương) [\dIVX]", re.IGNORECASE
)


def read_word(path: Path) -> tuple[list[Block], list[str]]:
    """Blocks and warnings of a Word document, its tracked changes taken as accepted.

    Text boxes and footnotes follow the paragraph they belong to; headers and footers are left out.

    Raises:
        PlanError: the file is broken, locked or no Word document.
    """
    data = path.read_bytes()
    if data.startswith(_OLE):
        says = messages.PASSWORD if _LOCKED in data else messages.OLD_WORD
        raise PlanError(says.format(name=path.name))
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:120]:
        raise PlanError(messages.OPEN_DOCUMENT.format(name=path.name))
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise PlanError(
            messages.BROKEN.format(name=path.name, format="Word (.docx)", reason="không mở được")
        ) from error
    except Exception as error:  # lxml raises its own syntax errors from inside python-docx
        raise _broken_inside(path) from error
    try:
        blocks = _blocks(document)
    except (KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
        raise _broken_inside(path) from error
    joined = "\n".join(block.text for block in blocks)
    _, warnings = to_unicode(joined, path.name)
    if warnings:
        blocks = [_converted(block) for block in blocks]
    return blocks, warnings


def _broken_inside(path: Path) -> PlanError:
    says = messages.BROKEN.format(name=path.name, format="Word (.docx)", reason="nội dung XML lỗi")
    return PlanError(says)


def _blocks(document: Any) -> list[Block]:
    body = document.element.body
    _settle(body)
    numbering, notes = Numbering(document), _notes(document)
    blocks: list[Block] = []
    waiting: list[Block] = []
    tables, clauses = 0, False
    for item in _items(body, document):
        if isinstance(item, Table):
            tables += 1
            made = _rows(item, tables, numbering)
        else:
            made = _paragraph(item, numbering)
        blocks += made
        waiting += [Block(notes[key]) for key in _references(item) if key in notes]
        clauses = clauses or any(one.label or _CLAUSE.match(one.text) for one in made)
        if clauses:  # before them a note would be taken for a line of the title
            blocks += waiting
            waiting.clear()
    return blocks + waiting


def _settle(body: Any) -> None:
    """Accept tracked changes, and leave each thing once and without what only surrounds it."""
    for row in list(body.iter(f"{_W}tr")):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            row.getparent().remove(row)
    marks = (f"{_W}pPr/{_W}rPr/{_W}{name}" for name in ("del", "moveFrom"))
    ended = [node.getparent() for mark in marks for node in body.iterfind(f".//{mark}")]
    for node in list(body.iter(*_DROPPED, f"{_ALTERNATIVES}Fallback")):
        twice = node.getparent().find(f"{_ALTERNATIVES}Choice") is not None
        if node.tag in _DROPPED or twice:
            node.getparent().remove(node)
    for node in list(body.iter(*_UNWRAPPED)):
        content = node.find(f"{_W}sdtContent") if node.tag == f"{_W}sdt" else node
        for child in list(content) if content is not None else []:
            node.addprevious(child)
        node.getparent().remove(node)
    for properties in ended:  # a paragraph that is gone takes no number
        paragraph = properties.getparent().getparent()
        if not _text(paragraph).strip():
            paragraph.getparent().remove(paragraph)


def _notes(document: Any) -> dict[tuple[str, str], str]:
    """Texts of footnotes and endnotes by kind and number."""
    found = {}
    for kind, relation in (
        ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
        ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
    ):
        try:
            root = parse_xml(document.part.part_related_by(relation).blob)
        except KeyError:
            continue
        _settle(root)
        for note in root.iter(f"{_W}{kind}"):
            lines = [clean(_text(paragraph)) for paragraph in note.iter(f"{_W}p")]
            text = " ".join(line for line in lines if line)
            if text and note.get(f"{_W}type") in (None, "normal"):
                found[kind, str(note.get(f"{_W}id"))] = text
    return found


def _references(item: Paragraph | Table) -> Iterator[tuple[str, str]]:
    """Kinds and numbers of the notes that a paragraph or table refers to."""
    for kind in ("footnote", "endnote"):
        for node in item._element.iter(f"{_W}{kind}Reference"):
            yield kind, str(node.get(f"{_W}id"))


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
    """Paragraphs and tables in order, those of a text box after the paragraph that holds it."""
    for child in body.iterchildren():
        if child.tag == f"{_W}p":
            yield Paragraph(child, parent)
            for box in child.iter(_BOX):
                if not _inside(box, child, _BOX):
                    yield from _items(box, parent)
        elif child.tag == f"{_W}tbl":
            yield Table(child, parent)


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> list[Block]:
    label = numbering.label(paragraph)
    text = _text(paragraph._p)
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


def _text(paragraph: Any) -> str:
    """The text of a ``w:p`` without field codes and without that of text boxes in it."""
    parts: list[str] = []
    for node in paragraph.iter():
        if _inside(node, paragraph, _BOX):
            continue
        if node.tag == f"{_W}t":
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
                inner = {one._tc: one for one in row.cells}  # a merged cell comes several times
                lines.append(" ".join(_cell(one, numbering) for one in inner.values()))
            continue
        label = numbering.label(item)
        text = _text(item._p).strip()
        if text or any(map(str.isalnum, label)):  # a row's number may be all its cell has
            lines.append(f"{label} {text}".strip())
    return cell_text("\n".join(lines))

"""Reading .txt and .md."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.reading import messages
from knowledge.reading.aligned import Aligned, aligned_table
from knowledge.reading.barred import barred_table
from knowledge.reading.block import Block
from knowledge.reading.closing import columns_apart
from knowledge.reading.error import PlanError
from knowledge.reading.flattened import flattened_table
from knowledge.reading.legacy import to_unicode
from knowledge.reading.markup import cell_text, clean
from knowledge.reading.stacked import stacked_table
from knowledge.reading.tabbed import tabbed_table
from nlu.text.composed import nfc

__all__ = ["blocks_of", "decode", "read_plain"]

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^\s*([-*_=]\s*){3,}$")
_ROW_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_DRAWN_RULE = re.compile(r"^(?=.*-.*[|+])[\s|+:=-]{5,400}$")
"""A rule drawn between the rows of a table: "---+----+---"."""
_QUOTE = re.compile(r"^\s*>\s?")


def read_plain(path: Path) -> tuple[list[Block], list[str]]:
    """Blocks and warnings of a text or markdown file.

    Raises:
        PlanError: the bytes are no text, or an old encoding that cannot be converted.
    """
    text, warnings = decode(path.read_bytes(), path.name)
    return blocks_of(text), warnings


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of ``data``: UTF-8, UTF-16, or an old Vietnamese encoding converted.

    Raises:
        PlanError: no encoding makes Vietnamese of it.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return to_unicode(data.decode(encoding, errors="replace"), name)
    if b"\x00" in data[:4000]:
        wide = _without_mark(data)
        if wide is None:
            raise PlanError(messages.NOT_TEXT.format(name=name))
        return to_unicode(wide, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1258" if _looks_cp1258(data) else "cp1252", errors="replace")
    return to_unicode(text, name)


def _without_mark(data: bytes) -> str | None:
    """``data`` as UTF-16 without its mark, where that gives letters and spaces; else ``None``."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, errors="replace")
        usual = sum(sign < "\u0250" or "\u1ea0" <= sign <= "\u1ef9" for sign in text[:4000])
        if " " in text and "\x00" not in text and usual > 0.9 * len(text[:4000]):
            return text
    return None


def _looks_cp1258(data: bytes) -> bool:
    """Windows-1258 keeps the tone as a combining byte after a vowel; nothing else does."""
    tones = sum(data.count(bytes([byte])) for byte in (0xCC, 0xD2, 0xDE, 0xEC, 0xF2))
    vowels = len(re.findall(rb"[aeiouyAEIOUY\xe2\xea\xf4\xe3\xf5\xfd][\xcc\xd2\xde\xec\xf2]", data))
    return tones > 10 and vowels > 0.9 * tones


def blocks_of(text: str) -> list[Block]:
    """Blocks of markdown or plain text, one for each line that holds something."""
    blocks: list[Block] = []
    table = 0
    in_table = False
    wrapped = False
    text = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _COMMENT.sub("", text)
    text = _HTML_TABLE.sub(lambda found: found[0].replace("\n", " "), text)
    lines = columns_apart([_apart(line) for line in text.replace("\x0c", "\n\n").split("\n")])
    skipped = 0
    for number, raw in enumerate(lines):
        if number < skipped:
            continue
        aligned = _table_at(lines, number, in_table)
        if aligned is not None:
            table += 1
            blocks += [
                Block(" | ".join(row), "row", cells=row, table=table) for row in aligned.rows
            ]
            skipped, wrapped, in_table = aligned.end, False, False
            continue
        if in_table and _DRAWN_RULE.match(raw):
            continue
        if not raw.strip() or _RULE.match(raw):
            wrapped, in_table = False, False
            continue
        line = _QUOTE.sub("", raw)
        if "<tr" in line.lower():
            table += 1
            blocks += _html_rows(line, table)
            wrapped = in_table = False
            continue
        headed = not in_table and line.count("|") >= 2 and _ruled(lines, number)
        if line.lstrip().startswith("|") or headed or (in_table and line.count("|") >= 2):
            if not in_table:
                table += 1
                in_table = True
            if not _ROW_RULE.match(line) and not _DRAWN_RULE.match(line):
                cells = split_row(line)
                blocks.append(
                    Block(" | ".join(cells).replace("\n", " "), "row", cells=cells, table=table)
                )
            wrapped = False
            continue
        in_table = False
        heading = _HEADING.match(line)
        if heading:
            blocks.append(Block(clean(heading[2]), "heading", level=len(heading[1])))
            wrapped = False
            continue
        cleaned = clean(line)
        if cleaned:
            blocks.append(Block(cleaned, wrapped=wrapped))
            wrapped = True
    return blocks


def _table_at(lines: list[str], at: int, in_table: bool) -> Aligned | None:
    """The table without marks of its own that begins at ``lines[at]``, ``None`` where none does.

    ``in_table``: inside a table with marks, whose rows look like the heads of some others.
    """
    line = lines[at]
    found = tabbed_table(lines, at) if "\t" in line else None
    found = found or stacked_table(lines, at) or aligned_table(lines, at)
    if found or in_table:
        return found
    if line.count("|") >= 2 and not _ruled(lines, at):
        found = barred_table(lines, at)
    return found or flattened_table(lines, at)


def _apart(line: str) -> str:
    """``line`` with its one tab as a gap: a letterhead or a signature in two columns."""
    return line.replace("\t", " " * 8) if line.count("\t") == 1 else line


def _ruled(lines: list[str], at: int) -> bool:
    """Whether a line with bars inside it heads a table: a rule or a row of bars stands below."""
    below = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    return bool(_DRAWN_RULE.match(below) or (_ROW_RULE.match(below) and "|" in below))


_HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?:</tr>|$)", re.IGNORECASE | re.DOTALL)
_HTML_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=<t[dh]\b|</tr>|$)", re.IGNORECASE | re.DOTALL)
_HTML_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _html_rows(line: str, table: int) -> list[Block]:
    """Rows of an HTML table written on one line of a markdown file."""
    rows = []
    for row in _HTML_ROW.findall(line):
        cells = tuple(cell_text(cell) for cell in _HTML_CELL.findall(row))
        if any(cells):
            text = " | ".join(cells).replace("\n", " ")
            rows.append(Block(text, "row", cells=cells, table=table))
    return rows


def split_row(line: str) -> tuple[str, ...]:
    """Cells of a markdown table row; an escaped bar stays in its cell."""
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return tuple(cell_text(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", line))

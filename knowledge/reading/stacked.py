"""Tables that a scan left as a stack: one cell a line, each row under its number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.reading.aligned import (
    CLAUSE,
    FURNITURE,
    HEADS,
    NUMBERED,
    Aligned,
    column_heads,
    runs_on,
)
from knowledge.reading.markup import clean
from knowledge.scan import figures
from nlu.text import fold

__all__ = ["stacked_table"]

_NUMBER = re.compile(r"\s*(\d{1,3})[.)]?\s*$")
_TIME = re.compile(r"\d\s*/\s*\d|\b(?:quy|thang|ngay|nam|hang|thuong xuyen|dinh ky)\b")
_DATED = re.compile(r"(?:ngay|thoi gian|thoi diem|lich)$")
_KEY = re.compile(
    r"(?:(?:sang|chieu|toi|tu|truoc|trong|vao|het|cuoi|dau|giua|den|ngay|thang|quy|tuan|moi|hang)"
    r"\s+)*(?:\d{1,2}(?:\s*[/.-]\s*\d{1,4})+|thang \d|quy [iv\d]|i{1,3}v?/\d|iv/\d|\d{1,2}h)"
)
"""The date a row of a calendar begins with."""
_LONGEST_KEY = 45
_LONGEST_HEAD = 30
_TITLE = 8
"""Characters; a line in capitals as long as that heads what comes next."""
_LONGEST = 300
"""Characters; a longer line is a paragraph, no cell."""


def stacked_table(lines: Sequence[str], at: int) -> Aligned | None:
    """The table whose head stands at ``lines[at]``, ``None`` where none begins there.

    A blank line between cells is an empty cell.
    """
    heads = column_heads(lines[at])
    if heads is None:
        return _under_stacked_heads(lines, at)
    if not NUMBERED.match(fold(heads[0])):
        return None
    width, rows = len(heads) - 1, list[tuple[str, ...]]()
    position = end = at + 1
    while position < len(lines):
        found = _row(lines, position, len(rows) + 1)
        if found is None:
            break
        stack, position = found
        cells = _fitted(stack, width)
        if cells is None:
            break
        rows.append((str(len(rows) + 1), *cells))
        end = position
    return Aligned((tuple(heads), *rows), end) if rows else None


def _under_stacked_heads(lines: Sequence[str], at: int) -> Aligned | None:
    """A stack whose heads too stand one a line, and whose rows begin with a date or number."""
    heads: list[str] = []
    for line in lines[at : at + 8]:
        head = clean(line)
        known = 0 < len(head) <= _LONGEST_HEAD and HEADS.search(fold(head)) is not None
        if not known or re.search(r"\d|[.:;]$", head):
            break
        heads.append(head)
    numbered = bool(heads) and NUMBERED.match(fold(heads[0])) is not None
    if len(heads) < 3 or not (numbered or _DATED.match(fold(heads[0]))):
        return None
    expected = 1
    rows: list[tuple[str, ...]] = []
    stack: list[str] = []
    end = at + len(heads)
    for place in range(end, len(lines) + 1):
        line = clean(lines[place]) if place < len(lines) else ""
        title = line.isupper() and len(line) >= _TITLE
        last = place == len(lines) or title or CLAUSE.match(line) or len(line) > _LONGEST
        if numbered:
            begins = _is_number(line, expected)
            expected += begins
        else:
            begins = _KEY.match(fold(line)) is not None and len(line) <= _LONGEST_KEY
        if (begins or last) and stack:
            cells = _fitted(stack, len(heads))
            if cells is None or len(stack) < 2:
                break
            rows.append(tuple(cells))
            stack, end = [], place
        if last or not (begins or stack or not line):
            break
        if line and (begins or not FURNITURE.match(line)):
            stack.append(line)
    return Aligned((tuple(heads), *rows), end) if len(rows) > 1 else None


def _row(lines: Sequence[str], at: int, number: int) -> tuple[list[str], int] | None:
    """The cells under ``number`` and the line after them."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at >= len(lines) or not _is_number(lines[at], number):
        return None
    stack: list[str] = []
    for place in range(at + 1, len(lines)):
        line = lines[place]
        blanks = len(stack) >= 2 and not stack[-1] and not stack[-2]
        if _is_number(line, number + 1) or CLAUSE.match(line) or len(line) > _LONGEST or blanks:
            return stack, place
        stack.append(clean(line))
    return stack, len(lines)


def _is_number(line: str, number: int) -> bool:
    found = _NUMBER.match(figures(line))
    return found is not None and int(found[1]) == number


def _fitted(stack: list[str], width: int) -> list[str] | None:
    """The lines of a row as ``width`` cells; ``None`` where they cannot be."""
    while stack and not stack[-1]:
        stack.pop()
    while stack and not stack[0]:
        del stack[0]
    cells: list[str] = []
    for line in stack:
        if cells and line and cells[-1] and _goes_on(cells[-1], line):
            cells[-1] = f"{cells[-1]} {line}"
        else:
            cells.append(line)
    if len(cells) > width:
        cells = [cell for cell in cells if cell]
    if not cells or len(cells) > width:
        return None
    missing = [""] * (width - len(cells))
    if missing and len(cells) > 1 and _TIME.search(fold(cells[-1])):
        return [*cells[:-1], *missing, cells[-1]]
    return [*cells, *missing]


def _goes_on(before: str, line: str) -> bool:
    if fold(before).strip(" -–") in ("", "nt"):
        return False  # as above
    return runs_on(before, line)

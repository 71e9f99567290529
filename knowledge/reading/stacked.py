"""Tables that a scan left as a stack: one cell a line, each row under its number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.reading.aligned import CLAUSE, Aligned, column_heads
from knowledge.reading.markup import clean
from knowledge.scan import figures
from nlu.text import fold

__all__ = ["stacked_table"]

_NUMBERED = re.compile(r"(?:s?tt|so tt|so thu tu)\b")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]?\s*$")
_TIME = re.compile(r"\d\s*/\s*\d|\b(?:quy|thang|ngay|nam|hang|thuong xuyen|dinh ky)\b")
_OPEN_END = re.compile(r"(?:,|-|–|\b(?:den|va|cua|cho|voi|tu|cac|thuoc))$")
"""How a line ends whose cell goes on in the next."""
_LONGEST = 300
"""Characters; a longer line is a paragraph, no cell."""


def stacked_table(lines: Sequence[str], at: int) -> Aligned | None:
    """The table whose head stands at ``lines[at]``, ``None`` where none begins there.

    A blank line between cells is an empty cell.
    """
    heads = column_heads(lines[at])
    if heads is None or not _NUMBERED.match(fold(heads[0])):
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
    return line[:1].islower() or _OPEN_END.search(fold(before)) is not None

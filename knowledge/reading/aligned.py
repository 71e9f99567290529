"""Tables that a scan or a terminal set as columns of text with white space between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.markup import clean
from nlu.text import fold

__all__ = [
    "CLAUSE",
    "FURNITURE",
    "HEADS",
    "NUMBERED",
    "OPEN_END",
    "Aligned",
    "aligned_table",
    "column_heads",
]

_DASHES = re.compile(r"\s*[-–—=_+|]{2,}(?:[\s+|]+[-–—=_]{2,}){1,}\s*[+|]?\s*$")
"""A line that underlines each column's head by itself."""
_PIECE = re.compile(r"\S+(?: \S+)*")
"""Words with one space between them: what stands in one column of a line."""
HEADS = re.compile(
    r"\b(?:tt|stt|nhiem vu|noi dung|viec|cong viec|hoat dong|chu tri|phoi hop|don vi|co quan|"
    r"thoi gian|thoi han|tien do|han|xong|hoan thanh|phu trach|thuc hien|dau moi|kinh phi|san "
    r"pham|ghi chu|ket qua|nguoi|bo phan|ai|ngay|dia diem|lam chinh|cung lam)\b"
)
CLAUSE = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ])\s*[./)]\s+\S|\s*(?:Điều|Phần|Chương|Mục)\s+[\dIVX]")
NUMBERED = re.compile(r"(?:s?tt|so tt|so thu tu)\b")
"""The head of a column of numbers."""
OPEN_END = re.compile(r"(?:,|-|–|\b(?:den|va|cua|cho|voi|tu|cac|thuoc|truoc|ngay|thang|quy))$")
"""How a line ends whose cell goes on in the next."""
_NUMBER = re.compile(r"[\dlIO]{1,3}[.)]?$")
FURNITURE = re.compile(
    r"\s*(?:[-–~]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–~]?\s*$", re.I
)
_LONGEST = 400
"""Characters; a longer line is a paragraph."""
_NEAR = 3
"""Characters by which a cell may begin in front of its column's head."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Rows of cells, the header first, and the number of the first line after the table."""

    rows: tuple[tuple[str, ...], ...]
    end: int


def aligned_table(lines: Sequence[str], at: int) -> Aligned | None:
    """The table whose head stands at ``lines[at]``, ``None`` where none begins there."""
    pieces = _pieces(lines[at])
    if pieces is None:
        return None
    heads = [[clean(piece[0])] for piece in pieces]
    starts = [piece.start() for piece in pieces]
    body = at + 1
    while body < len(lines) and body < at + 4:  # a head may take more lines, up to its rule
        line = lines[body][:_LONGEST]
        if _DASHES.match(line):
            starts = [piece.start() for piece in re.finditer(r"[-–—=_]{2,}", line)]
            if len(starts) != len(heads):
                return None
            body += 1
            break
        if not line.strip() or not _heads_go_on(lines, body, starts):
            break
        for piece in _PIECE.finditer(line.rstrip()):
            heads[_column(piece.start(), starts)].append(clean(piece[0]))
        body += 1
    rows, end = _rows(lines, body, starts)
    if len(rows) < 1:
        return None
    header = tuple(" ".join(words) for words in heads)
    return Aligned((header, *rows), end)


def column_heads(line: str) -> list[str] | None:
    """The heads of columns that stand side by side in ``line``, ``None`` where it holds none."""
    pieces = _pieces(line)
    return None if pieces is None else [clean(piece[0]) for piece in pieces]


def _pieces(head: str) -> list[re.Match[str]] | None:
    if "|" in head or len(head) > _LONGEST or len(head) - len(head.lstrip()) > 60:
        return None
    pieces = list(_PIECE.finditer(head.rstrip()))
    if len(pieces) < 3 or sum(bool(HEADS.search(fold(piece[0]))) for piece in pieces) < 2:
        return None
    if any(len(piece[0]) > 45 or piece[0].isdigit() for piece in pieces):
        return None
    return pieces


def _heads_go_on(lines: Sequence[str], at: int, starts: list[int]) -> bool:
    """Whether the line still belongs to the head: nothing under the first column, a rule below."""
    first = _PIECE.search(lines[at])
    below = any(_DASHES.match(line[:_LONGEST]) for line in lines[at + 1 : at + 3])
    return below and first is not None and _column(first.start(), starts) > 0


def _rows(lines: Sequence[str], at: int, starts: list[int]) -> tuple[list[tuple[str, ...]], int]:
    rows: list[list[str]] = []
    end = at
    blank = True
    for number in range(at, len(lines)):
        line = lines[number]
        if len(line) > _LONGEST:
            break
        if _DASHES.match(line) or re.fullmatch(r"\s*[-–—=_]{5,}\s*", line):
            blank = True
            end = number + 1
            continue
        if not line.strip() or (FURNITURE.match(line) and not rows):
            blank = True
            continue
        pieces = list(_PIECE.finditer(line.rstrip()))
        first = pieces[0]
        alone = len(pieces) == 1 and _column(first.start(), starts) == 0
        if CLAUSE.match(line) or (alone and len(first[0]) > starts[1] - starts[0] + 2):
            if FURNITURE.match(line) or _repeats(line, rows):
                continue
            break
        cells = _cells(line, pieces, starts)
        numbered = _NUMBER.match(cells[0]) is not None and starts[1] - starts[0] < 9
        if numbered or (blank and not rows) or (blank and starts[1] - starts[0] >= 9 and cells[0]):
            rows.append(cells)
        elif not rows or (
            blank and not cells[0] and len(pieces) == 1 and not _goes_on(rows[-1], cells)
        ):
            break
        else:
            _join(rows[-1], cells)
        blank = False
        end = number + 1
    return [tuple(clean(cell) for cell in row) for row in rows], end


def _repeats(line: str, rows: list[list[str]]) -> bool:
    return bool(rows) and HEADS.search(fold(line)) is not None and len(_PIECE.findall(line)) >= 3


def _goes_on(above: list[str], cells: list[str]) -> bool:
    """Whether a line with one cell goes on with the cell above it."""
    return any(
        cell and before and (cell[:1].islower() or before.endswith(("-", ",")))
        for cell, before in zip(cells, above, strict=True)
    )


def _join(row: list[str], cells: list[str]) -> None:
    for index, cell in enumerate(cells):
        if cell:
            row[index] = f"{row[index]} {cell}".strip()


def _column(at: int, starts: list[int]) -> int:
    """The column that begins at or just after ``at``."""
    before = max((i for i, start in enumerate(starts) if start <= at), default=0)
    if before + 1 < len(starts) and starts[before + 1] - at <= _NEAR:
        ahead = starts[before + 1] - at
        return before + 1 if ahead < abs(at - starts[before]) else before
    return before


def _cells(line: str, pieces: list[re.Match[str]], starts: list[int]) -> list[str]:
    cells = [""] * len(starts)
    for piece in pieces:
        for text, at in _parts(piece, starts):
            column = _column(at, starts)
            cells[column] = f"{cells[column]} {text}".strip()
    return cells


def _parts(piece: re.Match[str], starts: list[int]) -> list[tuple[str, int]]:
    """A piece cut where a column begins inside it at the head of a word."""
    cuts = [piece.start()]
    for start in starts:
        inside = piece.start() + 1 < start < piece.end()
        if inside and piece.string[start - 1] == " " and piece.string[start] != " ":
            cuts.append(start)
    ends = [*cuts[1:], piece.end()]
    return [(piece.string[a:b].strip(), a) for a, b in zip(cuts, ends, strict=True)]

"""Tables that a scan or a terminal set as columns of text with white space between them."""

from __future__ import annotations

import itertools
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
    "runs_on",
]

_DASHES = re.compile(r"\s*[-–—=_+|]{2,}(?:[\s+|]+[-–—=_]{2,}){1,}\s*[+|]?\s*$")
"""A line that underlines each column's head by itself."""
_PIECE = re.compile(r"\S+(?: \S+)*")
"""Words with one space between them: what stands in one column of a line."""
HEADS = re.compile(
    r"\b(?:tt|stt|buoc|nhiem vu|noi dung|viec|cong viec|hoat dong|chu tri|phoi hop|don vi|co quan|"
    r"thoi gian|thoi han|tien do|han|xong|hoan thanh|phu trach|thuc hien|dau moi|kinh phi|san "
    r"pham|ghi chu|ket qua|nguoi|bo phan|ai|ngay|dia diem|lam chinh|cung lam)\b"
)
CLAUSE = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ])\s*[./)]\s+\S|\s*(?:Điều|Phần|Chương|Mục)\s+[\dIVX]")
NUMBERED = re.compile(r"(?:s?tt|so tt|so thu tu|buoc)\b")
"""The head of a column of numbers."""
OPEN_END = re.compile(
    r"(?:,|-|–|\b(?:den|va|cua|cho|voi|tu|cac|thuoc|truoc|(?<!\d )ngay|(?<!\d )thang|quy))$"
)
"""How a line ends whose cell goes on in the next."""


def runs_on(cell: str, line: str) -> bool:
    """Whether ``line`` reads on from ``cell``: in small letters, or because the cell is open."""
    return line[:1].islower() or OPEN_END.search(fold(cell)) is not None


_NUMBER = re.compile(r"[\dlIO]{1,3}[.)]?$")
FURNITURE = re.compile(
    r"\s*(?:[-–~]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–~]?\s*$", re.I
)
_PAGE = re.compile(r"\s*[-–~]\s*\d{1,3}\s*[-–~]\s*$")
"""The number of a page between dashes, which no cell holds."""
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
    while NUMBERED.match(fold(heads[0][0])) and body < at + 3 and _under_head(lines, body):
        for piece in _PIECE.finditer(_without_specks(lines[body].rstrip())):
            heads[_column(piece.start(), starts)].append(clean(piece[0]))
        body += 1
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


_SPECK = re.compile(r"(?:(?<=^)|(?<=\s))\|(?=\s)")
"""A bar that is no rule between columns: the scan saw a fold of the paper."""


def _without_specks(line: str) -> str:
    """``line`` with blanks for its specks; as long as before."""
    return _SPECK.sub(" ", line) if line.count("|") == 1 else line


def _under_head(lines: Sequence[str], at: int) -> bool:
    """Whether a line only goes on with the heads above it: short, and the first row below it."""
    if at + 1 >= len(lines) or not lines[at].strip() or _DASHES.match(lines[at][:_LONGEST]):
        return False
    first, second = lines[at], lines[at + 1]
    return (
        len(first.split()) <= 6
        and not re.search(r"\d", first)
        and re.match(r"\s*0?1[.)]?\s", second) is not None
    )


def _pieces(head: str) -> list[re.Match[str]] | None:
    head = _without_specks(head)
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
    heads = starts
    for number in range(at, len(lines)):
        line = _without_specks(lines[number])
        if len(line) > _LONGEST:
            break
        if _DASHES.match(line) or re.fullmatch(r"\s*[-–—=_]{5,}\s*", line):
            blank = True
            end = number + 1
            continue
        if not line.strip() or _PAGE.match(line) or (FURNITURE.match(line) and not rows):
            blank = True
            continue
        pieces = list(_PIECE.finditer(line.rstrip()))
        first = pieces[0]
        alone = len(pieces) == 1 and _column(first.start(), starts) == 0
        if CLAUSE.match(line) or (alone and len(first[0]) > starts[1] - starts[0] + 2):
            if FURNITURE.match(line) or _repeats(line, rows):
                continue
            break
        begins = _NUMBER.match(first[0]) is not None and heads[1] - heads[0] < 9
        if begins and len(pieces) == len(heads):
            starts = [piece.start() for piece in pieces]  # a scan sets each row as it likes
        elif begins:
            starts = heads
        cells = _cells(line, pieces, starts)
        numbered = _NUMBER.match(cells[0]) is not None and heads[1] - heads[0] < 9
        if numbered or (blank and not rows) or (blank and starts[1] - starts[0] >= 9 and cells[0]):
            rows.append(cells)
        elif not rows or (
            blank and not cells[0] and len(pieces) == 1 and not _goes_on(rows[-1], cells)
        ):
            break
        else:
            _join(rows[-1], _continued(rows[-1], cells, pieces, starts))
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


_FIGURES = re.compile(r"\d\s*/\s*\d|\d[.\s]\d{3}")
_OFF, _OPEN, _APART = 0.06, 3.0, 4.0
"""What a character of distance costs a place, what an open cell is worth, and what it costs to put
a date, or anything else, where it does not belong."""


_PLACE = re.compile(r"(?:phuong|xa(?! hoi)|tinh|thanh pho|thon|ap|khom|khu pho|huyen|to dan pho)\b")
_WANTS_PLACE = re.compile(
    r"(?:y te|lhpn|phu nu|nong dan|thanh nien|cuu chien binh|cao tuoi|quan su|cong an|ubnd|hdnd|"
    r"uy ban nhan dan|hoi dong nhan dan|mttq|viet nam|mat tran|truong cac|nhan dan)$"
)
"""How the name of a body ends whose place is still to come."""
_HAS_PLACE = re.compile(r"\b(?:phuong|xa|tinh|thanh pho|thon|ap|khom|khu pho|to dan pho)$")


def _continued(
    row: Sequence[str], cells: list[str], pieces: list[re.Match[str]], starts: list[int]
) -> list[str]:
    """The cells of a line that goes on with ``row``, by what each cell above wants.

    Where each piece stands under the beginning of a column, its place tells; a scan that sets
    lines as it likes is read by cells left open ("và", ";"), dates, and places, in this order.
    """
    near = all(min(abs(piece.start() - start) for start in starts) <= _NEAR for piece in pieces)
    if near or not 0 < len(pieces) < len(starts) or not _NUMBER.match(row[0]):
        return cells
    ways = itertools.combinations(range(1, len(starts)), len(pieces))
    best = max(ways, key=lambda way: _fitness(row, way, pieces, starts))
    found = [""] * len(starts)
    for column, piece in zip(best, pieces, strict=True):
        found[column] = clean(piece[0])
    return found


def _fitness(
    row: Sequence[str], way: Sequence[int], pieces: list[re.Match[str]], starts: list[int]
) -> float:
    """How well pieces go on with the cells of the columns ``way``."""
    worth = 0.0
    for column, piece in zip(way, pieces, strict=True):
        above, text = row[column].rstrip(), piece[0]
        dated = _FIGURES.search(above) is not None and len(above) < 25
        worth -= _OFF * abs(piece.start() - starts[column])
        worth += _OPEN * (OPEN_END.search(fold(above)) is not None or above.endswith((";", ":")))
        worth -= _APART * (dated != (_FIGURES.search(text) is not None) and not above.endswith(";"))
        worth -= _APART * (fold(above).strip(" -–") in ("", "nt"))
        if _PLACE.match(fold(text)):
            worth += _OPEN * (_WANTS_PLACE.search(fold(above)) is not None)
            worth -= _OPEN * (_HAS_PLACE.search(fold(above)) is not None)
    return worth


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

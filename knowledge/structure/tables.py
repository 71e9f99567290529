"""Tables: header, rows broken by the page, repeated headers, "as above" cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.reading.block import Block
from knowledge.structure.unit import Row
from nlu.text import fold

__all__ = ["COLUMNS", "column_of", "is_layout", "read_rows"]

COLUMNS = ("number", "lead", "partner", "deadline", "funding", "product", "task")
"""What a column can hold, in the order in which header words are tried."""

_HEADER_WORDS = {
    "number": r"(?:tt|stt|so tt|so thu tu|#|no\.?)$",
    "partner": r"\bphoi hop\b|\bcung thuc hien\b",
    "lead": r"\bchu tri\b|\b(?:co quan|don vi|bo phan|nguoi|noi|dia phuong|phong, ban|to "
    r"chuc)\b.{0,40}\b(?:thuc hien|chiu trach nhiem|phu trach|tham muu|dau moi)\b"
    r"|^(?:co quan|don vi)$|^(?:phan cong|trach nhiem|phu trach|dau moi|tham muu)\b|\bdon vi "
    r"thuc hien\b",
    "deadline": r"\bthoi gian\b|\bthoi han\b|\btien do\b|\bhoan thanh\b|\bthoi diem\b|\bhan\b|"
    r"\blo trinh\b",
    "funding": r"\bkinh phi\b|\bnguon von\b|\bngan sach\b|\bdu toan\b",
    "product": r"\bsan pham\b|\bket qua\b|\bghi chu\b|\bchi tieu\b|\bdau ra\b",
    "task": r"\bnoi dung\b|\bnhiem vu\b|\bhoat dong\b|\bcong viec\b|\bgiai phap\b|\bviec\b|\bmuc "
    r"tieu\b",
}
_AS_ABOVE = re.compile(
    r"[\"'“”„〃]+|-?\s*n\s*t\s*-?|-?\s*nhu tren\s*-?|-?\s*nt\s*-?|''|-\s*\"\s*-|[.\s]*\"[.\s]*"
)
_ENDED = re.compile(r"[.;!?]\s*$")
_CARRIED = ("lead", "partner", "deadline")


def column_of(header: str) -> str | None:
    """Which of :data:`COLUMNS` a header cell names, or ``None``."""
    folded = fold(header)
    for column in ("number", "partner", "lead", "deadline", "funding", "product", "task"):
        if re.search(_HEADER_WORDS[column], folded):
            return column
    return None


def _is_header(cells: tuple[str, ...]) -> bool:
    named = [column_of(cell) for cell in cells if cell.strip() and len(cell) < 80]
    known = [column for column in named if column]
    short = all(len(cell) < 80 for cell in cells)
    return (
        short and len(known) >= 2 and ("task" in known or "lead" in known) and len(set(known)) >= 2
    )


def is_layout(rows: list[Block]) -> bool:
    """Whether a table only lays out a page (letterhead, signature), rather than holding rows."""
    if any(_is_header(row.cells) for row in rows[:3]):
        return False
    text = fold(" ".join(row.text for row in rows))
    furniture = re.search(
        r"cong hoa xa hoi|doc lap ?- ?tu do|noi nhan|\bkt\. |\btm\. |so ?:.{0,12}/", text
    )
    return bool(furniture) or max(len(row.cells) for row in rows) == 1


@dataclass
class _Open:
    """A row still open: the next page may bring the rest of it."""

    cells: list[str]
    filled: list[int]


def read_rows(blocks: list[Block]) -> list[Row]:
    """Rows of the tables that stand together, pieces of one table over several pages included.

    A piece that repeats the header, or repeats none but has as many columns, goes on with the
    table before it: a row broken by the page becomes one row again, and "as above" cells look
    across the page.
    """
    rows: list[Row] = []
    header: tuple[str, ...] = ()
    piece: list[_Open] = []
    for block in blocks:
        cells = tuple(block.cells)
        if _is_header(cells) and (not header or not _same(cells, header)):
            if header and not piece and len(cells) == len(header):
                cells = tuple(low or high for low, high in zip(cells, header, strict=True))
            rows += _close(piece, header)
            header, piece = cells, []
        elif header and _same(cells, header):
            continue
        elif header and len(cells) > len(header):
            rows += _close(piece, header)
            header, piece = (), [_Open(list(cells), [])]
        else:
            width = len(header) or max((len(row.cells) for row in piece), default=len(cells))
            piece.append(_Open([*cells, *[""] * (width - len(cells))], []))
    return rows + _close(piece, header)


def _close(piece: list[_Open], header: tuple[str, ...]) -> list[Row]:
    """The rows of one whole table."""
    columns = [column_of(name) for name in header]
    number = columns.index("number") if "number" in columns else None
    merged: list[_Open] = []
    for row in piece:
        if (
            merged
            and len(row.cells) == len(merged[-1].cells)
            and _continues(merged[-1], row, columns, number)
        ):
            _append(merged[-1], row)
        else:
            merged.append(row)
    _fill(merged, columns, number)
    return [
        Row(
            header,
            tuple(row.cells),
            row.cells[number].strip(" .") if number is not None else "",
            tuple(row.filled),
        )
        for row in merged
        if any(cell.strip() for cell in row.cells)
    ]


def _same(cells: tuple[str, ...], header: tuple[str, ...]) -> bool:
    return [fold(cell) for cell in cells] == [fold(cell) for cell in header]


def _continues(above: _Open, row: _Open, columns: list[str | None], number: int | None) -> bool:
    """Whether ``row`` is the rest of ``above``: no number, and text that goes on mid-sentence."""
    if number is not None and row.cells[number].strip():
        return False
    texts = [
        (index, cell) for index, cell in enumerate(row.cells) if cell.strip() and index != number
    ]
    if not texts:
        return False
    for index, cell in texts:
        before = above.cells[index].strip()
        if cell[:1].islower() and before and not _ENDED.search(before):
            return True
    if number is None:
        return False
    leads = [i for i, column in enumerate(columns) if column == "lead"]
    lead_blank = bool(leads) and not any(row.cells[i].strip() for i in leads)
    tasks = [i for i, _ in texts if columns[i] == "task"]
    return lead_blank and not tasks


def _append(above: _Open, row: _Open) -> None:
    for index, cell in enumerate(row.cells):
        if not cell.strip():
            continue
        before = above.cells[index].rstrip()
        if not before:
            above.cells[index] = cell
            continue
        glue = " " if cell[:1].islower() or not _ENDED.search(before) else "\n"
        above.cells[index] = f"{before}{glue}{cell}"


def _counts(rows: list[_Open], row: _Open, number: int | None) -> bool:
    """Whether a row has a plain number of its own that no later row divides ("1" before "1.1")."""
    own = row.cells[number].strip(" .") if number is not None else ""
    text = max(row.cells, key=len)
    if not own.isdigit() or text.isupper() or number is None:
        return False
    return not any(
        other.cells[number].strip().startswith(f"{own}.") and other.cells[number].strip(" .") != own
        for other in rows
    )


def _fill(rows: list[_Open], columns: list[str | None], number: int | None) -> None:
    """Fill "-nt-" cells, and blank ones where the row has a task, from the row above."""
    above: list[str] = []
    marks = any(
        _AS_ABOVE.fullmatch(fold(cell)) for row in rows for cell in row.cells if cell.strip()
    )
    for row in rows:
        filled_cells = [
            cell for index, cell in enumerate(row.cells) if cell.strip() and index != number
        ]
        title_only = len(filled_cells) <= 1 and not _counts(rows, row, number)
        for index, cell in enumerate(row.cells):
            as_above = _AS_ABOVE.fullmatch(fold(cell)) is not None and cell.strip() != ""
            carried = index < len(columns) and columns[index] in _CARRIED
            # a table that marks "as above" leaves a cell blank on purpose
            blank = not cell.strip() and carried and not title_only and not marks
            if above and (as_above or blank) and above[index].strip():
                row.cells[index] = above[index]
                row.filled.append(index)
        if not title_only:
            above = list(row.cells)
        elif above:
            above = [""] * len(row.cells)

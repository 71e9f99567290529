"""Tables: header, rows broken by the page, repeated headers, "as above" cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.block import Block
from knowledge.structure.unit import Row
from nlu.text import fold

__all__ = ["COLUMNS", "column_of", "columns_by", "is_layout", "read_rows"]

COLUMNS = ("number", "lead", "partner", "deadline", "funding", "product", "task")
"""What a column can hold, in the order in which header words are tried."""

_HEADER_WORDS = {
    "number": r"(?:tt|stt|so tt|so thu tu|so|#|no\.?)$",
    "partner": r"\bphoi hop\b|\bcung (?:thuc hien|lam|tham gia|phu trach|trien khai|di)\b|"
    r"\bnguoi cung\b|\bai giup\b|^di cung\b|"
    r"^(?:(?:co quan|don vi|bo phan|nguoi|luc luong) )?(?:ho tro|tham gia|lien quan)$",
    "lead": r"\bchu tri\b|\bchiu trach nhiem\b|\b(?:thuc hien|lam|phu trach) chinh\b|\bdau "
    r"moi\b|\bphu trach\b|\bai (?:lam|lo)\b|\bgiao cho\b|^thuc hien$|^nguoi (?:lam|thuc hien)$|"
    r"^chu cong$|\b(?:co quan|don vi|bo phan|nguoi|noi|dia phuong|phong, ban|to "
    r"chuc)\b.{0,40}\b(?:thuc hien|chiu trach nhiem|phu trach|tham muu|dau moi|theo doi)\b"
    r"|^(?:co quan|don vi)$|^(?:phan cong|trach nhiem|phu trach|dau moi|tham muu)\b|\bdon vi "
    r"thuc hien\b",
    "deadline": r"\bthoi gian\b|\bthoi han\b|\btien do\b|\bhoan thanh\b|\bthoi diem\b|\bhan\b|"
    r"\blo trinh\b|\bkhi nao\b|\bbao gio\b|^xong\b|\bxong (?:truoc|trong)\b|^moc\b|^(?:ngay|thang|"
    r"tuan|lich)\b|^(?:cham|muon) nhat\b|\bbao lau\b",
    "funding": r"\bkinh phi\b|\bnguon von\b|\bngan sach\b|\bdu toan\b",
    "product": r"\bsan pham\b|\bket qua\b|\bghi chu\b|\bchi tieu\b|\bdau ra\b"
    r"|^(?:dia diem|so luong|doi tuong|quy mo)\b",
    "task": r"\bnoi dung\b|\bnhiem vu\b|\bhoat dong\b|\bcong viec\b|\bgiai phap\b|\bviec\b|\bmuc "
    r"tieu\b|\blam gi\b",
}
_BODY_HEAD = re.compile(r"(?:co quan|don vi|bo phan|phong,? ban|to chuc|nguoi|noi)\b")
"""Heads a column of bodies where no other column is known for one."""
_TARGET_HEAD = re.compile(r"(?:ten |cac |noi dung )?chi tieu\b")
_TIME_CELL = re.compile(
    r"(?:(?:xong|truoc|trong|vao|den|tu|cham nhat|het|cuoi|dau|giua|ngay|hoan thanh)\s+)*"
    r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}|\d{1,2}\s*/\s*20|quy\b|thang\b|tuan\b|hoc ky\b|nam\b|"
    r"ca nam|thuong xuyen|hang\b|moi (?:ngay|tuan|thang|quy|nam)|dinh ky|20\d\d|ngay \d|sau tet|"
    r"dip\b|he\b|ngay (?:khi|sau|lap tuc)\b|(?:khong qua |toi da )?\d{1,3} (?:gio|phut|ngay)\b)"
)
"""A cell that says when."""
_SHARE = 0.6
"""Share of a column's filled cells that tells what it holds."""
_AS_ABOVE = re.compile(
    r"[\"'“”„〃]+|-?\s*n\s*t\s*-?|-?\s*nhu tren\s*-?|-?\s*nt\s*-?|''|-\s*\"\s*-|[.\s]*\"[.\s]*"
)
_ENDED = re.compile(r"[.;!?]\s*$")
_OPEN_END = re.compile(
    r"(?:,|\b(?:den|va|cua|cho|voi|tu|cac|thuoc|tai|o|trong|theo|ve|de|nhung|gom|hoac|do|bang))$"
)
"""How a cell ends that goes on: on the next page, without its number."""
_OWN_NUMBER = re.compile(r"\s*\d{1,3}\s*[.)]?\s*")
_LONG_CELL = 400
_CARRIED = ("lead", "partner", "deadline")


def column_of(header: str) -> str | None:
    """Which of :data:`COLUMNS` a header cell names, or ``None``."""
    folded = fold(header)
    for column in ("number", "partner", "lead", "deadline", "funding", "product", "task"):
        if re.search(_HEADER_WORDS[column], folded):
            return column
    return None


def _is_header(cells: tuple[str, ...]) -> bool:
    if any(re.fullmatch(r"\d{1,3}[.)]?|[\d/.]{6,10}", cell.strip()) for cell in cells):
        return False  # a row with a number or a date of its own
    named = [column_of(cell) for cell in cells if cell.strip() and len(cell) < 80]
    known = [column for column in named if column]
    short = all(len(cell) < 80 for cell in cells)
    return (
        short and len(known) >= 2 and ("task" in known or "lead" in known) and len(set(known)) >= 2
    )


def columns_by(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str | None, ...]:
    """Which of :data:`COLUMNS` each column is, by the words of its head, then by its cells."""
    columns = [column_of(head) for head in header]
    for index, head in enumerate(header):
        if columns[index] is None:
            columns[index] = _column_by_cells(
                head, [row[index] for row in rows if index < len(row)], columns
            )
    if "task" not in columns and "lead" in columns:
        # a table of targets, each with the body that answers for it
        targets = (at for at, head in enumerate(header) if _TARGET_HEAD.match(fold(head)))
        made = (at for at, column in enumerate(columns) if column == "product")
        work = next(targets, next(made, None))  # where nothing else is told, what is to be made
        if work is not None and columns[work] == "product":
            columns[work] = "task"
    return tuple(columns)


def _column_by_cells(head: str, cells: Sequence[str], columns: Sequence[str | None]) -> str | None:
    """What a column with an unknown head holds."""
    from knowledge.duties.agency import begins_name

    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return "lead" if _BODY_HEAD.match(fold(head)) and "lead" not in columns else None
    if "deadline" not in columns:
        times = sum(_TIME_CELL.match(fold(cell)) is not None and len(cell) < 60 for cell in filled)
        if times >= _SHARE * len(filled):
            return "deadline"
    bodies = sum(begins_name(cell, 0) and len(cell) < 160 for cell in filled)
    if bodies >= _SHARE * len(filled) or _BODY_HEAD.match(fold(head)):
        if "lead" not in columns:
            return "lead"
        return "partner" if "partner" not in columns else None
    if "task" not in columns and sum(map(len, filled)) > 20 * len(filled):
        return "task"
    return None


def _unnamed_header(piece: Sequence[_Open]) -> tuple[str, ...]:
    """The first row of a table whose heads are no usual words, ``()`` where it is a row."""
    if len(piece) < 3 or len(piece[0].cells) < 3:
        return ()
    first, rest = tuple(piece[0].cells), [row.cells for row in piece[1:]]
    if any(not cell.strip() or len(cell) > 40 or re.search(r"\d", cell) for cell in first):
        return ()
    columns = columns_by(first, rest)
    if "lead" not in columns or not {"task", "deadline"} & set(columns):
        return ()
    own = columns_by(first, [first])
    return () if own == columns and column_of(first[0]) is None else first


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
    if not header:
        header = _unnamed_header(piece)
        piece = piece[1:] if header else piece
    columns = list(columns_by(header, [row.cells for row in piece]))
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
            _row_number(row.cells[number]) if number is not None else "",
            tuple(row.filled),
            tuple(columns),
        )
        for row in merged
        if any(cell.strip() for cell in row.cells)
    ]


def _row_number(cell: str) -> str:
    """The number in a cell; of a heading that spans all columns only its own number."""
    cell = cell.strip(" .")
    return cell if len(cell) <= 8 else re.split(r"[\s.:)-]", cell)[0][:4]


def _same(cells: tuple[str, ...], header: tuple[str, ...]) -> bool:
    return [fold(cell) for cell in cells] == [fold(cell) for cell in header]


def _continues(above: _Open, row: _Open, columns: list[str | None], number: int | None) -> bool:
    """Whether ``row`` is the rest of ``above``: no number, and text that goes on mid-sentence."""
    if number is not None and row.cells[number].strip():
        return False
    if number is None and row.cells and _OWN_NUMBER.fullmatch(row.cells[0]):
        return False  # of a table whose heads are no usual words
    texts = [
        (index, cell) for index, cell in enumerate(row.cells) if cell.strip() and index != number
    ]
    if not texts:
        return False
    for index, cell in texts:
        before = above.cells[index].strip()
        open_end = _OPEN_END.search(fold(before)) is not None and len(before) < _LONG_CELL
        if (cell[:1].islower() or open_end) and before and not _ENDED.search(before):
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
    """Fill "-nt-" cells, and blank ones of a row with nothing but a task, from the row above.

    A row that names partners or a date but no lead has none: the plan left the cell blank.
    """
    above: list[str] = []
    marks = any(
        _AS_ABOVE.fullmatch(fold(cell)) for row in rows for cell in row.cells if cell.strip()
    )
    shared = [index for index, column in enumerate(columns) if column in _CARRIED]
    for row in rows:
        alone = not any(row.cells[index].strip() for index in shared)
        filled_cells = [
            cell for index, cell in enumerate(row.cells) if cell.strip() and index != number
        ]
        title_only = len(filled_cells) <= 1 and not _counts(rows, row, number)
        for index, cell in enumerate(row.cells):
            as_above = _AS_ABOVE.fullmatch(fold(cell)) is not None and cell.strip() != ""
            carried = index < len(columns) and columns[index] in _CARRIED
            # a table that marks "as above" leaves a cell blank on purpose
            blank = not cell.strip() and carried and not title_only and not marks and alone
            if above and (as_above or blank) and above[index].strip():
                row.cells[index] = above[index]
                row.filled.append(index)
        if not title_only:
            above = list(row.cells)
        elif above:
            above = [""] * len(row.cells)

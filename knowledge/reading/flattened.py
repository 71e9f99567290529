"""Tables of a scan whose cells stand in one line, parted by nothing but a space.

"3 Phát tờ rơi tại chùa Chi hội phụ nữ ấp Một Công an xã Tháng 4": the number opens the row, the
time closes it, and bodies that stand side by side without a comma are cells of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.aligned import CLAUSE, FURNITURE, Aligned
from knowledge.reading.markup import clean
from nlu.text import fold

__all__ = ["flattened_table"]

_BODY = r"(?:(?:co quan|don vi|bo phan|noi|cap|phong ban) )?"
_HEADS = {
    "number": r"s?tt|so tt|so thu tu",
    "task": r"(?:noi dung|ten)? ?(?:cong viec|nhiem vu|hoat dong|viec|noi dung)"
    r"(?: (?:cong viec|trong tam|cu the|thuc hien|chu yeu|chinh))?|noi dung",
    "lead": rf"{_BODY}(?:chu tri|thuc hien|phu trach|dau moi|chiu trach nhiem)"
    r"(?: chinh| thuc hien)?",
    "partner": rf"{_BODY}(?:phoi hop|cung lam|cung thuc hien|tham gia)(?: thuc hien)?",
    "time": r"thoi (?:gian|han|diem)(?: thuc hien| hoan thanh)?|tien do|han hoan thanh|hoan thanh",
}
"""Heads of columns, folded."""
_ORDERS = (
    ("number", "task", "lead", "partner", "time"),
    ("number", "task", "lead", "time"),
    ("number", "task", "lead", "partner"),
)
_HEAD_LINES = tuple(
    (
        order,
        re.compile(r"\s+".join(rf"(?P<{column}>{_HEADS[column]})" for column in order) + r"\s*$"),
    )
    for order in _ORDERS
)
_LONGEST = 400
"""Characters; a longer line is a paragraph, no part of a row."""
_NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.)]?\s+(?=\S)")
_GROUP = re.compile(r"\s*(?P<mark>[A-HĐ]|[IVX]{1,4})[.)]?\s+(?P<title>[^\W\d_].{3,80})$")
_ENDS = re.compile(
    r"\s*(?:phu luc|ghi chu|luu y|noi nhan|tm\.|kt\.|tong (?:cong|so)|tren day la)\b|.*\./\s*\.?$"
)
_BOUND = re.compile(
    r"(?:[,;(“\"]|\b(?:cho|cua|voi|tai|giua|boi|o|tu|den|ve|va|cac|thuoc|theo|cung|do|tren|trong|"
    r"la|nhan|cap|hoac|o))\s*$"
)
"""In front of a body that is no cell of its own."""
_FIVE = re.compile(r"(?<=\d)S|S(?=[\d/])")
"""What a scan writes for a 5 in a date."""
_AS_ABOVE = re.compile(r"(?<!\S)-?\s?n\s?t\s?-?(?!\S)", re.IGNORECASE)
_WORD = re.compile(r"(?<!\S)\S+")
_LEAST_TASK = 6
_LONGEST_ROW = 700
_SHARE = 0.6
"""Share of rows in which a body or a time must be found, else the lines are no table."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What the columns hold, and their heads as written."""

    order: tuple[str, ...]
    cells: tuple[str, ...]
    end: int


def flattened_table(lines: Sequence[str], at: int) -> Aligned | None:
    """The table whose head stands at ``lines[at]``, ``None`` where none begins there."""
    head = _head(lines, at)
    if head is None:
        return None
    rows: list[tuple[str, ...]] = []
    end, found = head.end, 0
    for text, mark, after in _rows(lines, head.end):
        if mark:
            rows.append((mark, text, *("" for _ in head.order[2:])))
        else:
            cells = _cells(text, head.order)
            found += any(cells[2:])
            rows.append(cells)
        end = after
    numbered = sum(row[0].isdigit() for row in rows)
    if numbered < 2 or found < _SHARE * numbered:
        return None
    return Aligned((head.cells, *rows), end)


def _head(lines: Sequence[str], at: int) -> _Head | None:
    """The head of a table in one line, or in two where the first is full."""
    for taken in (1, 2):
        text = clean(" ".join(lines[at : at + taken]))
        if not re.match(r"s?tt\b|so t", fold(text[:12])) or len(text) > 120:
            return None
        folded = fold(text)
        for order, pattern in _HEAD_LINES:
            match = pattern.match(folded) if len(folded) == len(text) else None
            if match:
                cells = tuple(text[match.start(column) : match.end(column)] for column in order)
                return _Head(order, cells, at + taken)
    return None


def _rows(lines: Sequence[str], at: int) -> Iterator[tuple[str, str, int]]:
    """Text of each row, the mark of a row that is a group's title, and the line after it."""
    row: list[str] = []
    expected, end = 1, at
    for place in range(at, len(lines)):
        line = lines[place]
        if not line.strip() or FURNITURE.match(line):
            continue
        number = _NUMBER.match(line)
        group = _GROUP.match(line)
        if number and int(number["number"]) == expected:
            if row:
                yield clean(" ".join(row)), "", end
            row, expected = [line], expected + 1
        elif group and _next_number(lines, place) == expected:
            if row:
                yield clean(" ".join(row)), "", end
            row = []
            yield clean(group["title"]), group["mark"], place + 1
        elif not row or _stops(line, row, lines[place - 1]):
            break
        else:
            row.append(line)
        end = place + 1
    if row:
        yield clean(" ".join(row)), "", end


def _stops(line: str, row: Sequence[str], above: str) -> bool:
    """Whether a line stands behind the table."""
    folded = fold(line)
    whole = len(" ".join(row)) + len(line) > _LONGEST_ROW or len(line) > _LONGEST
    apart = not above.strip() and line.lstrip()[:1].isupper() and len(line) > 90
    return bool(whole or apart or CLAUSE.match(line) or _ENDS.match(folded))


def _next_number(lines: Sequence[str], at: int) -> int:
    """The number that opens the next line which holds something, 0 where none does."""
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    number = _NUMBER.match(below)
    return int(number["number"]) if number else 0


def _cells(text: str, order: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row; those that cannot be told apart stay in the task."""
    number = _NUMBER.match(text)
    assert number is not None
    rest = text[number.end() :].strip()
    time = ""
    starts = _bodies(rest)
    if "time" in order:
        at = _time(rest, starts[0] if starts else _LEAST_TASK)
        rest, time = rest[:at].strip(), rest[at:].strip()
        starts = [start for start in starts if start < len(rest)]
    bodies = [column for column in order if column in ("lead", "partner")]
    if rest.endswith((" -", " –")):  # nobody helps
        rest, bodies = rest[:-1].strip(), bodies[:1]
    starts = starts[-len(bodies) :]
    ends = [*starts[1:], len(rest)][: len(starts)]
    held = [rest[start:end].strip(" ;") for start, end in zip(starts, ends, strict=True)]
    cells = {"number": number["number"], "task": rest[: starts[0]].strip() if starts else rest}
    cells |= dict(zip(bodies, held, strict=False)) | {"time": time}
    return tuple(cells.get(column, "") for column in order)


def _time(text: str, start: int) -> int:
    """Where the time at the end of ``text`` begins, its length where there is none."""
    from knowledge.duties.dates import is_time

    for word in _WORD.finditer(text, start):
        first = word[0][0]
        if (first.isupper() or first.isdigit()) and is_time(_FIVE.sub("5", text[word.start() :])):
            return word.start()
    return len(text)


def _bodies(text: str) -> list[int]:
    """Where the cells begin that hold bodies."""
    from knowledge.duties.agency import begins_name
    from knowledge.duties.body_words import CAPITAL_HEAD, HEAD
    from knowledge.duties.flat import flat

    folded = flat(text)
    starts: list[int] = []
    for word in _WORD.finditer(text, _LEAST_TASK):
        at = word.start()
        if _AS_ABOVE.match(text, at):
            starts.append(at)
            continue
        if not text[at].isupper() or not begins_name(text, at, folded):
            continue
        if _BOUND.search(folded, max(0, at - 12), at):
            continue
        starts.append(at)
    whole: list[int] = []
    bare = False
    for start, end in zip(starts, [*starts[1:], len(text)][: len(starts)], strict=True):
        if not bare:
            whole.append(start)
        parts = _LIST.split(folded[start:end].strip())
        part = parts[-1]
        head = HEAD.fullmatch(part) or CAPITAL_HEAD.fullmatch(f"{part} ")
        bare = head is not None and part not in _ALONE and (len(parts) > 1 or not bare)
    return whole


_LIST = re.compile(r"\s*[,;]\s*|\s+va\s+")
_ALONE = ("cong an", "toa an", "tinh doan", "nha truong", "hieu truong", "ubnd", "benh vien")
"""Bodies that may be called by such a word alone."""

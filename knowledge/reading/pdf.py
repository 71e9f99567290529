"""Reading .pdf with a text layer: lines, columns, tables; a scan without text is named as such."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.reading import messages
from knowledge.reading.block import Block
from knowledge.reading.error import PlanError
from knowledge.reading.legacy import convert, to_unicode
from knowledge.reading.markup import clean
from nlu.text import fold

__all__ = ["read_pdf"]

_EDGE = 0.09
"""Share of the page's height at top and bottom where running headers and page numbers stand."""
_GUTTER = 14.0
"""Points between two columns of text."""
_HANGING = 40.0
"""Points by which the lines of an item may stand behind its number or bullet."""
_LISTED = re.compile(r"(?:[-–•●▪■◦○+*]|\(?\w{1,3}(?:\.\d{1,2}){0,2}[.)/])\s")
_ASCENT = 0.8
"""Share of the letter size that stands over the baseline."""
_WIDE_GAP = 34.0
"""Points between two pieces of one printed line that belong to different columns."""


@dataclass(frozen=True)
class _Line:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True)
class _Part:
    """Something on a page, in reading order: a line or a table."""

    top: float
    line: _Line | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def read_pdf(path: Path) -> tuple[list[Block], list[str]]:
    """Blocks and warnings of a PDF.

    Raises:
        PlanError: the file is broken, locked, or a scan without a text layer.
    """
    try:
        with pdfplumber.open(path) as pdf:
            pages = [_page_parts(page) for page in pdf.pages]
            heights = [float(page.height) for page in pdf.pages]
            empty = [number for number, page in enumerate(pdf.pages, 1) if len(page.chars) < 20]
    except PdfminerException as error:
        locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        if locked:
            raise PlanError(messages.PASSWORD.format(name=path.name)) from error
        raise PlanError(
            messages.BROKEN.format(name=path.name, format="PDF", reason="không mở được")
        ) from error
    except (ValueError, TypeError, KeyError, OSError, AttributeError) as error:
        raise PlanError(
            messages.BROKEN.format(name=path.name, format="PDF", reason="nội dung lỗi")
        ) from error
    if not pages:
        raise PlanError(messages.EMPTY.format(name=path.name))
    if len(empty) == len(pages):
        raise PlanError(messages.SCANNED.format(name=path.name))
    running = _running_lines(pages, heights)
    blocks: list[Block] = []
    tables = 0
    for parts, height in zip(pages, heights, strict=True):
        kept = [
            part
            for part in parts
            if part.line is None or not _is_running(part.line, height, running)
        ]
        tables = _add_page(blocks, kept, tables)
    warnings = []
    if empty:
        warnings.append(messages.SOME_PAGES_SCANNED.format(pages=", ".join(map(str, empty))))
    _, converted = to_unicode("\n".join(block.text for block in blocks), path.name)
    if converted:
        warnings += converted
        blocks = [
            Block(
                convert(b.text),
                b.kind,
                b.level,
                tuple(map(convert, b.cells)),
                b.table,
                b.wrapped,
                b.label,
            )
            for b in blocks
        ]
    return blocks, warnings


def _page_parts(page: Any) -> list[_Part]:
    _level(page)
    page = page.dedupe_chars(tolerance=1)
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]

    def outside(thing: Any) -> bool:
        if thing.get("object_type") != "char":
            return True
        middle = (thing["top"] + thing["bottom"]) / 2, (thing["x0"] + thing["x1"]) / 2
        return not any(
            box[1] <= middle[0] <= box[3] and box[0] <= middle[1] <= box[2] for box in boxes
        )

    rest = page.filter(outside) if boxes else page
    gap = _gap(page)
    words = rest.extract_words(x_tolerance_ratio=gap, y_tolerance=2.5)
    made = []
    for table in tables:
        rows = tuple(
            tuple(_cell(cell) for cell in row) for row in table.extract(x_tolerance_ratio=gap)
        )
        cut, words = _cut_row(table, words)
        made.append(_Part(table.bbox[1], rows=(*rows, *cut)))
    parts = [_Part(line.top, line) for line in _lines(words, float(page.width))] + made
    if tables:
        parts.sort(key=lambda part: part.top)
    return parts


def _level(page: Any) -> None:
    """Give the letters of a line one height, whatever fonts they are of.

    A program whose font lacks "ườ" or "Ị" borrows them of another, which stands higher or lower
    over the same baseline; by their own heights they would be words, even lines, of their own.
    """
    for char in page.chars:
        across, up, _, _, _, origin = char["matrix"]
        if up == 0 and across > 0:
            baseline = float(page.bbox[1]) + float(page.height) - origin
            if char["top"] - 1 <= baseline <= char["bottom"] + 1:
                char["top"] = baseline - _ASCENT * char["size"]
                char["bottom"] = char["top"] + char["size"]


def _gap(page: Any) -> float:
    """Share of the letter size that parts two words: wide where the page writes its spaces.

    There a gap inside a word only comes from letters borrowed of another font.
    """
    letters = [char for char in page.chars if char["text"]]
    spaces = sum(char["text"].isspace() for char in letters)
    return 0.5 if spaces > 0.1 * len(letters) else 0.18


def _cut_row(
    table: Any, words: list[dict[str, Any]]
) -> tuple[list[tuple[str, ...]], list[dict[str, Any]]]:
    """The row under a table that the page cut before its lower rule, and the words left.

    Returns:
        one row or none, and ``words`` without those of the row.
    """
    cells = [cell for cell in table.rows[-1].cells if cell is not None]
    width = max(len(row.cells) for row in table.rows)
    if len(cells) != width or width < 3:
        return [], words
    edges = [float(cell[0]) for cell in cells]
    right, bottom = float(cells[-1][2]), float(table.bbox[3])
    columns: list[list[str]] = [[] for _ in cells]
    taken: list[dict[str, Any]] = []
    last = bottom
    several = False
    below = sorted(
        (word for word in words if word["top"] >= bottom - 2),
        key=lambda word: (round(word["top"]), word["x0"]),
    )
    for top in sorted({round(word["top"]) for word in below}):
        line = [word for word in below if round(word["top"]) == top]
        height = max(word["bottom"] - word["top"] for word in line)
        crossing = any(
            word["x0"] < edges[0] - 2
            or word["x1"] > right + 2
            or any(word["x0"] < edge - 1 and word["x1"] > edge + 1 for edge in edges[1:])
            for word in line
        )
        if crossing or top - last > 1.6 * height:
            break
        at = [max(i for i, edge in enumerate(edges) if edge <= word["x0"] + 2) for word in line]
        several = several or len(set(at)) > 1
        for index in sorted(set(at)):
            text = " ".join(word["text"] for word, i in zip(line, at, strict=True) if i == index)
            columns[index].append(text)
        taken += line
        last = max(word["bottom"] for word in line)
    # text under a table begins at the margin; a cut row also fills other columns
    if not several or _runs_on(taken, edges):
        return [], words
    gone = {id(word) for word in taken}
    row = tuple(_cell("\n".join(lines)) for lines in columns)
    return [row], [word for word in words if id(word) not in gone]


def _runs_on(words: list[dict[str, Any]], edges: list[float]) -> bool:
    """Whether words stand as close over the columns' edges as words of one sentence do."""
    close = sum(
        abs(first["top"] - second["top"]) < 2
        and second["x0"] - first["x1"] < 0.4 * (first["bottom"] - first["top"])
        and any(first["x1"] <= edge + 2 and second["x0"] >= edge - 2 for edge in edges[1:])
        for first, second in pairwise(words)
    )
    return bool(close)


def _is_table(table: Any) -> bool:
    rows = table.extract()
    return (
        len(rows) >= 1
        and max(len(row) for row in rows) >= 2
        and sum(bool(c) for row in rows for c in row) >= 2
    )


def _cell(text: str | None) -> str:
    """A cell's text: lines broken by the cell's width joined, list items a line each."""
    lines: list[str] = []
    for raw in (text or "").split("\n"):
        line = clean(raw)
        if not line:
            continue
        item = re.match(r"[-–•+*]\s*(?=\S)", line)
        if item and not re.match(r"-\s*nt\b", line, re.IGNORECASE) and len(line) > 2:
            continues = (
                lines and not re.search(r"[.;:!?]$", lines[-1]) and line.startswith(("–", "- "))
            )
            if (
                continues
                and len(lines[-1]) < 25
                and line[item.end() :][:1].isupper()
                and len(lines) == 1
            ):
                lines[-1] = f"{lines[-1]} {line}"  # "Phòng Văn hóa" / "– Xã hội"
            else:
                lines.append(line[item.end() :])
        elif lines and not (lines[-1].endswith(";") and line[:1].isupper()):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _lines(words: list[dict[str, Any]], width: float) -> list[_Line]:
    """Printed lines in reading order; two columns are read one after the other."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (round(w["top"], 1), w["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        row = next(
            (r for r in reversed(rows[-6:]) if r[0]["top"] <= middle <= r[0]["bottom"]), None
        )
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    pieces: list[_Line] = []
    for row in rows:
        row.sort(key=lambda w: w["x0"])
        start = 0
        for index in range(1, len(row) + 1):
            if index == len(row) or row[index]["x0"] - row[index - 1]["x1"] > _WIDE_GAP:
                pieces.append(_line(row[start:index]))
                start = index
    gutter = _gutter(words, width)
    if gutter is None:
        return sorted(pieces, key=lambda line: (round(line.top), line.x0))
    return _by_column(rows, gutter)


def _line(words: list[dict[str, Any]]) -> _Line:
    return _Line(
        " ".join(word["text"] for word in words),
        float(words[0]["x0"]),
        float(words[-1]["x1"]),
        float(min(word["top"] for word in words)),
        float(max(word["bottom"] for word in words)),
        float(words[0]["bottom"] - words[0]["top"]),
    )


def _gutter(words: list[dict[str, Any]], width: float) -> float | None:
    """Where the empty strip between two columns lies, ``None`` on a page of one column."""
    if len(words) < 80:
        return None
    best: float | None = None
    fewest = 0.02 * len(words)
    for step in range(35, 66):
        at = width * step / 100
        crossing = sum(
            1 for word in words if word["x0"] < at + _GUTTER / 2 and word["x1"] > at - _GUTTER / 2
        )
        if crossing < fewest:
            best, fewest = at, crossing
    if best is None:
        return None
    left = sum(1 for word in words if word["x1"] < best)
    return best if 0.3 < left / len(words) < 0.7 else None


def _by_column(rows: list[list[dict[str, Any]]], gutter: float) -> list[_Line]:
    """Lines across the whole page where they stand, columns left then right between them."""
    out: list[_Line] = []
    left: list[_Line] = []
    right: list[_Line] = []
    for row in sorted(rows, key=lambda r: r[0]["top"]):
        crosses = any(word["x0"] < gutter < word["x1"] for word in row)
        if crosses:
            out += left + right
            left, right = [], []
            out.append(_line(row))
            continue
        first = [word for word in row if word["x1"] <= gutter]
        second = [word for word in row if word["x0"] >= gutter]
        if first:
            left.append(_line(first))
        if second:
            right.append(_line(second))
    return out + left + right


def _running_lines(pages: list[list[_Part]], heights: list[float]) -> frozenset[str]:
    """Headers and footers: the same words, numbers aside, near the edge of several pages."""
    counts: Counter[str] = Counter()
    for parts, height in zip(pages, heights, strict=True):
        edge = {_key(part.line) for part in parts if part.line and _at_edge(part.line, height)}
        counts.update(edge)
    least = 2 if len(pages) <= 4 else max(3, len(pages) // 3)
    return frozenset(key for key, count in counts.items() if count >= least)


def _key(line: _Line) -> str:
    return fold(re.sub(r"\d+", "#", line.text))


def _at_edge(line: _Line, height: float) -> bool:
    return line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height


def _is_running(line: _Line, height: float, running: frozenset[str]) -> bool:
    if not _at_edge(line, height):
        return False
    alone = re.fullmatch(
        r"[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*", line.text, re.IGNORECASE
    )
    return alone is not None or _key(line) in running


def _add_page(blocks: list[Block], parts: list[_Part], tables: int) -> int:
    """Append a page's blocks; the number of tables so far."""
    lines = [part.line for part in parts if part.line is not None]
    left = _common([line.x0 for line in lines])
    right = max((line.x1 for line in lines), default=0.0)
    before: _Line | None = None
    for part in parts:
        if part.line is None:
            tables += 1
            for cells in part.rows:
                if any(cells):
                    text = " | ".join(cells).replace("\n", " ")
                    blocks.append(Block(text, "row", cells=cells, table=tables))
            before = None
            continue
        line = part.line
        text = clean(line.text)
        if not text:
            continue
        blocks.append(Block(text, wrapped=_goes_on(before, line, left, right, bool(blocks))))
        before = line
    return tables


def _goes_on(before: _Line | None, line: _Line, left: float, right: float, started: bool) -> bool:
    """Whether a line may continue the paragraph of the line above it."""
    indented = line.x0 > left + 12
    if before is None:
        return started and not indented and line.x1 > left
    height = max(before.bottom - before.top, 1.0)
    apart = line.top - before.bottom > 0.9 * height or line.top < before.top
    beside = abs(line.top - before.top) < 0.5 * height
    short = before.x1 < right - 0.18 * (right - left)
    if beside or (apart and not line.top < before.top):
        return False
    hanging = _LISTED.match(before.text) is not None and line.x0 - before.x0 < _HANGING
    aside = indented and line.x0 > before.x0 + 6 and not hanging
    return not aside and not short


def _common(values: list[float]) -> float:
    """The left margin: the smallest position several lines share."""
    counts = Counter(round(value) for value in values)
    shared = [value for value, count in counts.items() if count >= max(2, len(values) // 10)]
    return float(min(shared)) if shared else min(values, default=0.0)

"""What a table row is called, and whether it is one of tasks."""

from __future__ import annotations

from knowledge.structure.unit import Row
from nlu.text import fold

__all__ = ["column_of_index", "has_number", "is_group", "number_word", "task_cells"]


def number_word(row: Row) -> str:
    """How the table heads its numbers: "TT" or "STT"."""
    heads = [
        name for name, column in zip(row.header, row.columns, strict=False) if column == "number"
    ]
    return heads[0].strip(" .") if heads and fold(heads[0]).strip(" .") in ("tt", "stt") else "TT"


def has_number(row: Row) -> bool:
    return "number" in row.columns


def is_group(row: Row) -> bool:
    """A row that only names the rows after it."""
    if [cell for cell in row.cells if cell.strip()] == [row.cells[0]] and len(row.cells[0]) > 8:
        return len(row.header) >= 3  # its words span all columns, the number's as well
    filled = [
        i
        for i, cell in enumerate(row.cells)
        if cell.strip() and i not in row.filled and column_of_index(row, i) != "number"
    ]
    return len(filled) == 1 and not row.filled and len(row.header) >= 3


def column_of_index(row: Row, index: int) -> str | None:
    """What the column at ``index`` holds."""
    return row.columns[index] if index < len(row.columns) else None


def task_cells(row: Row) -> list[str]:
    return [
        cell for index, cell in enumerate(row.cells) if column_of_index(row, index) == "task"
    ] or list(row.cells)

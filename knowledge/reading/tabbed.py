"""Tables copied out of Word into plain text: a tab between the cells, a line for a row."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.reading.aligned import CLAUSE, HEADS, NUMBERED, Aligned, runs_on
from knowledge.reading.markup import clean
from nlu.text import fold

__all__ = ["tabbed_table"]

_LONGEST_HEAD = 60
_FEWEST = 3
"""Columns; two are a letterhead or a signature."""


def tabbed_table(lines: Sequence[str], at: int) -> Aligned | None:
    """The table whose head stands at ``lines[at]``, ``None`` where none begins there.

    A cell that holds lines of its own breaks its row: the pieces are joined until it is whole.
    """
    heads = [clean(cell) for cell in lines[at].split("\t")] if at < len(lines) else []
    if len(heads) < _FEWEST or any(not head or len(head) > _LONGEST_HEAD for head in heads):
        return None
    known = sum(bool(HEADS.search(fold(head))) for head in heads)
    if known < 2 and not NUMBERED.match(fold(heads[0])):
        return None
    rows: list[list[str]] = []
    end = at + 1
    for place in range(at + 1, len(lines)):
        cells = [clean(cell) for cell in lines[place].split("\t")]
        whole = not rows or len(rows[-1]) == len(heads)
        if whole and len(cells) > 1:
            rows.append(cells)
        elif rows and cells[0] and (not whole or _goes_on(rows[-1][-1], lines[place])):
            rows[-1][-1] = f"{rows[-1][-1]}\n{cells[0]}".strip()
            rows[-1] += cells[1:]
        elif not whole and not any(cells):
            continue
        else:
            break
        if len(rows[-1]) > len(heads):
            return None
        end = place + 1
    if not rows or len(rows[-1]) < len(heads):
        return None
    return Aligned((tuple(heads), *(tuple(row) for row in rows)), end)


def _goes_on(cell: str, line: str) -> bool:
    """Whether a line without tabs goes on with the last cell of a whole row."""
    if "\t" in line or CLAUSE.match(line):
        return False
    return runs_on(cell, line)

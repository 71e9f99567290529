"""Tables whose cells a scan set apart with bars, a row over as many lines as it took."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.reading.aligned import CLAUSE, FURNITURE, HEADS, NUMBERED, Aligned, runs_on
from knowledge.reading.markup import clean
from nlu.text import fold

__all__ = ["barred_table"]

_LONGEST_HEAD = 60
_LONGEST = 400
"""Characters; a longer line is a paragraph, no part of a row."""
_NUMBER = re.compile(r"\s*(?:\d{1,3}|[A-ZĐ]|[IVX]{1,4})[.)]?\s*\|")


def barred_table(lines: Sequence[str], at: int) -> Aligned | None:
    """The table whose head stands at ``lines[at]``, ``None`` where none begins there.

    For lines without a bar at their beginning and without a rule under the head: such tables are
    read by their marks.
    """
    heads = _heads(lines[at])
    if heads is None:
        return None
    numbered = NUMBERED.match(fold(heads[0])) is not None
    rows: list[list[str]] = []
    whole = True
    end = at + 1
    for place in range(at + 1, len(lines)):
        line = lines[place]
        if not line.strip() or FURNITURE.match(line):
            continue
        if len(line) > _LONGEST or (whole and CLAUSE.match(line)):
            break
        cells = [clean(cell) for cell in line.split("|")]
        if _same(cells, heads):
            end = place + 1
            continue
        begins = len(cells) > 1 and (_NUMBER.match(line) is not None or not numbered)
        if whole and begins:
            rows.append(cells)
        elif rows and (not whole or _goes_on(rows[-1][-1], line, lines, place)):
            rows[-1][-1] = f"{rows[-1][-1]} {cells[0]}".strip()
            rows[-1] += cells[1:]
        else:
            break
        if len(rows[-1]) > len(heads):
            return None
        whole = len(rows[-1]) == len(heads)
        end = place + 1
    if not rows or not whole:
        return None
    return Aligned((tuple(heads), *map(tuple, rows)), end)


def _heads(line: str) -> list[str] | None:
    """The heads of the columns where ``line`` is the head of such a table."""
    if line.lstrip().startswith("|") or line.count("|") < 2 or len(line) > _LONGEST:
        return None
    heads = [clean(cell) for cell in line.split("|")]
    if any(not head or len(head) > _LONGEST_HEAD or head[:1].isdigit() for head in heads):
        return None
    return heads if sum(bool(HEADS.search(fold(head))) for head in heads) >= 2 else None


def _same(cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a row only says the head again, as on a new page."""
    return [fold(cell) for cell in cells] == [fold(head) for head in heads]


def _goes_on(cell: str, line: str, lines: Sequence[str], at: int) -> bool:
    """Whether a line without bars goes on with the last cell of a whole row."""
    if "|" in line:
        return False
    below = next((more for more in lines[at + 1 : at + 3] if more.strip()), "")
    return runs_on(cell, line) or "|" in below

"""Undoing what only lays out a page: tables around letterheads, numbers kept apart."""

from __future__ import annotations

from dataclasses import replace

from knowledge.reading.block import Block
from knowledge.structure.marker import BULLETS, read_marker
from knowledge.structure.tables import is_layout

__all__ = ["with_labels", "without_layout"]


def without_layout(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Layout tables (letterhead, signature) taken apart into lines, column by column."""
    out: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind != "row":
            out.append(block)
            index += 1
            continue
        end = index
        while end < len(blocks) and blocks[end].kind == "row" and blocks[end].table == block.table:
            end += 1
        rows = list(blocks[index:end])
        if _is_pairs(rows):
            for row in rows:
                out += [
                    Block(line.strip())
                    for cell in row.cells
                    for line in cell.split("\n")
                    if line.strip()
                ]
        elif is_layout(rows):
            columns = max(len(row.cells) for row in rows)
            for column in range(columns):
                for row in rows:
                    if column < len(row.cells):
                        out += [
                            Block(line.strip())
                            for line in row.cells[column].split("\n")
                            if line.strip()
                        ]
        else:
            out += rows
        index = end
    return tuple(out)


def _is_pairs(rows: list[Block]) -> bool:
    """Whether a table without a header only sets numbered clauses side by side with their text."""
    if max(len(row.cells) for row in rows) > 2:
        return False
    markers = [read_marker(row.cells[0]) for row in rows]
    return all(marker is not None and marker.style not in BULLETS for marker in markers)


def with_labels(blocks: list[Block]) -> list[Block]:
    """Automatic numbering written out, as a reader of the printed page sees it."""
    return [
        replace(block, text=f"{block.label} {block.text}", label="") if block.label else block
        for block in blocks
    ]

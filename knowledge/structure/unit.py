"""A paragraph or table row that knows where in the plan it stands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Row", "Unit"]


@dataclass(frozen=True, slots=True)
class Row:
    """A table row under its header.

    Attributes:
        header: the column names as written; empty where the table has no header.
        cells: the row's cells, "as above" cells filled in; list items one a line.
        number: what the TT column says, ``""`` where it is blank.
        filled: columns whose value was taken from the row above.
        columns: what each column holds (``knowledge.structure.tables.COLUMNS``), ``None`` where
            neither its head nor its cells tell.
        scan: the cells as a scan has them, where ``cells`` are mended; else empty.
    """

    header: tuple[str, ...]
    cells: tuple[str, ...]
    number: str
    filled: tuple[int, ...] = ()
    columns: tuple[str | None, ...] = ()
    scan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph, list item or table row.

    Attributes:
        text: the paragraph without its marker.
        marker: the marker as written, ``""`` where it has none.
        style: the marker's style (``knowledge.structure.marker.RANK``), ``""`` for none,
            ``"row"`` for a table row.
        path: the clause it stands in (``Section.path``).
        depth: nesting, bullets included; 0 before the first number.
        parent: index in the plan's units of the one it hangs under, -1 for none.
        kind: as ``Passage.kind``.
        heading: whether the paragraph only names what follows.
        row: the row where the unit is one.
        scan: the text as a scan has it, where ``text`` is mended; else empty.
    """

    text: str
    marker: str
    style: str
    path: str
    depth: int
    parent: int
    kind: str
    heading: bool = False
    row: Row | None = None
    scan: str = ""

    @property
    def written(self) -> str:
        """The paragraph with its number (bullets are left out), as it stands on the paper."""
        return self._numbered(self.scan or self.text)

    @property
    def read(self) -> str:
        """The same as it is to be read."""
        return self._numbered(self.text)

    def _numbered(self, text: str) -> str:
        if self.marker and self.style not in ("dash", "plus", "other"):
            return f"{self.marker} {text}".strip()
        return text

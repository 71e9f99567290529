"""Passages and plans on disk: written once with an index, mapped into memory when read."""

from __future__ import annotations

import dataclasses
import json
import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from knowledge.plan import Contact, Duty, Passage, Period, Plan, ReportDeadline, Section

__all__ = [
    "TEXTS",
    "PassageStore",
    "begin_array",
    "plan_from",
    "read_ahead",
    "read_plans",
    "write_passages",
    "write_plans",
]

TEXTS = "passages.jsonl"
"""Of an index folder: the passages, to be read ahead."""
_OFFSETS = "passages.npy"
_PLANS = "plans.json"

_PART = 1 << 20
"""Bytes read together."""

_PARTS: dict[str, type[Any]] = {
    "sections": Section,
    "duties": Duty,
    "contacts": Contact,
    "report_deadlines": ReportDeadline,
}


def begin_array(file: BinaryIO, kind: npt.DTypeLike, shape: tuple[int, ...]) -> None:
    """Begin an ``.npy`` file whose values are written after this, some at a time."""
    header = {
        "descr": np.dtype(kind).str,
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_1_0(file, header)  # type: ignore[no-untyped-call]


def read_ahead(path: Path) -> None:
    """Read a file that is to be mapped once, so that no question waits for the disk.

    Of a million passages, the first questions took up to sixty milliseconds longer without.
    Hints to the system (``posix_fadvise``) read no more than some hundred kilobytes.

    Raises:
        OSError: there is no such file.
    """
    part = memoryview(bytearray(_PART))
    with path.open("rb", buffering=0) as file:
        while file.readinto(part):
            pass


def write_passages(folder: Path, passages: Iterable[Passage]) -> int:
    """Write passages, one JSON array a line, and where each begins; how many there were."""
    offsets = [0]
    with (folder / TEXTS).open("wb") as file:
        for passage in passages:
            line = json.dumps(dataclasses.astuple(passage), ensure_ascii=False).encode() + b"\n"
            file.write(line)
            offsets.append(offsets[-1] + len(line))
    np.save(folder / _OFFSETS, np.asarray(offsets, np.int64))
    return len(offsets) - 1


class PassageStore(Sequence[Passage]):
    """The passages of an index by row, read from the mapped file when asked for."""

    def __init__(self, folder: Path) -> None:
        """Map the files :func:`write_passages` wrote.

        Raises:
            OSError: a file is missing.
        """
        self._offsets: npt.NDArray[np.int64] = np.load(folder / _OFFSETS, mmap_mode="r")
        with (folder / TEXTS).open("rb") as file:
            empty = (folder / TEXTS).stat().st_size == 0
            self._text: mmap.mmap | bytes = (
                b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            )

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, row: int) -> Passage:  # type: ignore[override]
        if not 0 <= row < len(self):
            raise IndexError(row)
        line = self._text[int(self._offsets[row]) : int(self._offsets[row + 1])]
        return Passage(*json.loads(line))

    def __iter__(self) -> Iterator[Passage]:
        return (self[row] for row in range(len(self)))


def write_plans(folder: Path, plans: Mapping[str, Plan]) -> None:
    """Write what is known of each plan besides its passages."""
    rows = []
    for plan in plans.values():
        fields = dataclasses.asdict(dataclasses.replace(plan, passages=()))
        del fields["passages"]
        rows.append(fields)
    text = json.dumps(rows, ensure_ascii=False, indent=0)
    (folder / _PLANS).write_text(text, encoding="utf-8")


def read_plans(folder: Path) -> dict[str, Plan]:
    """The plans :func:`write_plans` wrote, without passages.

    Raises:
        OSError: the file is missing.
    """
    rows = json.loads((folder / _PLANS).read_text(encoding="utf-8"))
    return {row["name"]: plan_from(row) for row in rows}


def plan_from(fields: Mapping[str, Any]) -> Plan:
    """A plan out of its JSON fields."""
    values = dict(fields)
    if values.get("period") is not None:
        values["period"] = Period(**values["period"])
    for name, kind in _PARTS.items():
        values[name] = tuple(kind(**_tuples(part)) for part in values.get(name, ()))
    return Plan(**_tuples(values))


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }

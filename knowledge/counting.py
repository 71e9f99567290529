"""Counting the terms of passages in parts, so that memory does not grow with their postings.

Each part is a folder of plain arrays that appears at once when it is complete: a count that was
broken off goes on at the part it had reached, as long as the passages before it are the same.
Afterwards the postings are brought together term by term, a few million at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["Counted", "Numbers", "Postings", "count"]

PART = 20_000
"""Passages of a part."""

TOGETHER = 8_000_000
"""Postings brought together at a time; those of one term always are."""

_MANIFEST = "manifest.json"
_NAMES = "names.json"

Ints = npt.NDArray[np.int64]
Words = Callable[[str], Sequence[str]]


class Numbers(dict[str, int]):
    """Numbers of terms from 0 on; looking up a new term gives it the next.

    Attributes:
        names: the terms by number.
    """

    def __init__(self) -> None:
        """Begin without terms."""
        super().__init__()
        self.names: list[str] = []

    def __missing__(self, term: str) -> int:
        """Number a new term."""
        number = self[term] = len(self.names)
        self.names.append(term)
        return number


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of neighbouring terms, ordered by term and then by row.

    Attributes:
        terms: numbers of the terms.
        sizes: postings of each.
        rows: passages.
        times: how often the term stands in the passage.
    """

    terms: Ints
    sizes: Ints
    rows: npt.NDArray[np.int32]
    times: npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part on disk: which terms it has, and how many postings of each."""

    folder: Path
    kind: str
    terms: npt.NDArray[np.int32]
    starts: Ints

    def read(self, first: int, last: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint32]]:
        """Rows and times of the terms from place ``first`` to before ``last``."""
        start = int(self.starts[first])
        size = int(self.starts[last]) - start
        rows = np.fromfile(self.folder / "rows", np.int32, size, offset=4 * start)
        width = np.dtype(self.kind).itemsize
        times = np.fromfile(self.folder / "times", self.kind, size, offset=width * start)
        return rows, times.astype(np.uint32)


class Counted:
    """Passages whose terms are counted.

    Attributes:
        numbers: of all terms.
        lengths: terms in each passage.
        sizes: passages that have each term.
    """

    def __init__(self, numbers: Numbers, lengths: Ints, parts: Sequence[_Part]) -> None:
        """Add up the parts."""
        self.numbers, self.lengths, self._parts = numbers, lengths, parts
        self.sizes: Ints = np.zeros(len(numbers), np.int64)
        for part in parts:
            self.sizes[part.terms] += np.diff(part.starts)

    def postings(self) -> Iterator[Postings]:
        """All postings, terms in ascending order."""
        ends = np.cumsum(self.sizes)
        first = 0
        while first < len(ends):
            done = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, done + TOGETHER, side="right")))
            yield self._together(first, last)
            first = last

    def _together(self, first: int, last: int) -> Postings:
        """The postings of the terms from ``first`` to before ``last``."""
        sizes = self.sizes[first:last]
        free = np.cumsum(sizes) - sizes
        whole = int(sizes.sum())
        rows, times = np.empty(whole, np.int32), np.empty(whole, np.uint32)
        for part in self._parts:
            low, high = np.searchsorted(part.terms, (first, last)).tolist()
            here = np.diff(part.starts[low : high + 1])
            terms = part.terms[low:high] - first
            # where each term's run begins in the whole, less where it begins in what is read
            shift = free[terms] - (part.starts[low:high] - part.starts[low])
            places = np.repeat(shift, here) + np.arange(int(here.sum()))
            rows[places], times[places] = part.read(low, high)
            free[terms] += here
        return Postings(np.arange(first, last), sizes, rows, times)


def count(
    texts: Iterable[str],
    words: Words,
    folder: Path,
    progress: Callable[[int], None] = lambda _done: None,
) -> Counted:
    """Count words and pairs of neighbouring words in ``texts``, going on where ``folder`` ends.

    Args:
        texts: the passages; those of one part are in memory together.
        words: cuts a passage into words, at least one; pairs are terms joined with ``_``.
        folder: takes the parts, made if missing.
        progress: called with passages counted after each part.

    Raises:
        OSError: the disk is full or not writable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for draft in folder.glob(".*"):
        shutil.rmtree(draft, ignore_errors=True)
    numbers, digest, done = Numbers(), "", 0
    lengths, parts = [np.zeros(0, np.int64)], list[_Part]()
    source = iter(texts)
    while chunk := list(islice(source, PART)):
        place = folder / f"{len(parts):06}"
        digest = _digest(digest, chunk)
        if _is_complete(place, digest):
            for name in json.loads((place / _NAMES).read_text(encoding="utf-8")):
                _ = numbers[name]
        else:
            shutil.rmtree(place, ignore_errors=True)
            _write(place, digest, _counted(chunk, words, numbers), done)
        part, of_rows = _read(place)
        parts.append(part)
        lengths.append(of_rows)
        done += len(chunk)
        progress(done)
    return Counted(numbers, np.concatenate(lengths), parts)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A part just counted; ``keys`` are ``term << 32 | row``, ascending, rows from 0 on."""

    names: list[str]
    lengths: Ints
    keys: Ints
    times: Ints


def _counted(texts: Sequence[str], words: Words, numbers: Numbers) -> _Fresh:
    """Count the terms of some passages, numbering those never seen."""
    known = len(numbers)
    stream, sizes = array("q"), array("q")
    for text in texts:
        found = words(text)
        stream.extend(map(numbers.__getitem__, found))
        sizes.append(len(found))
    singles, lengths = np.frombuffer(stream, np.int64), np.frombuffer(sizes, np.int64)
    rows = np.repeat(np.arange(len(texts)), lengths)
    beside = rows[:-1] == rows[1:]
    pairs, which = np.unique((singles[:-1] << 32 | singles[1:])[beside], return_inverse=True)
    names = numbers.names
    of_pairs = np.array(
        [numbers[f"{names[pair >> 32]}_{names[pair & 0xFFFFFFFF]}"] for pair in pairs.tolist()],
        np.int64,
    )
    keys = np.concatenate([singles << 32 | rows, of_pairs[which] << 32 | rows[:-1][beside]])
    keys, times = np.unique(keys, return_counts=True)
    return _Fresh(names[known:], lengths + np.maximum(lengths - 1, 0), keys, times)


def _write(place: Path, digest: str, part: _Fresh, first_row: int) -> None:
    """Write a part beside its place and put it there when it is on the disk."""
    draft = place.with_name(f".{place.name}")
    draft.mkdir()
    terms, sizes = np.unique(part.keys >> 32, return_counts=True)
    rows = ((part.keys & 0xFFFFFFFF) + first_row).astype(np.int32)
    kind = np.min_scalar_type(int(part.times.max(initial=0)))
    (draft / _NAMES).write_text(json.dumps(part.names, ensure_ascii=False), encoding="utf-8")
    for name, values in {
        "lengths": part.lengths.astype(np.int32),
        "terms": terms.astype(np.int32),
        "sizes": sizes.astype(np.int32),
        "rows": rows,
        "times": part.times.astype(kind),
    }.items():
        values.tofile(draft / name)
    manifest = {"digest": digest, "times": kind.str, "postings": len(rows)}
    (draft / _MANIFEST).write_text(json.dumps(manifest), encoding="ascii")
    for file in draft.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    draft.rename(place)


def _read(place: Path) -> tuple[_Part, Ints]:
    """A part and the lengths of its passages; its postings stay on the disk."""
    manifest = json.loads((place / _MANIFEST).read_text(encoding="ascii"))
    sizes = np.fromfile(place / "sizes", np.int32)
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    part = _Part(place, manifest["times"], np.fromfile(place / "terms", np.int32), starts)
    return part, np.fromfile(place / "lengths", np.int32).astype(np.int64)


def _is_complete(place: Path, digest: str) -> bool:
    """Whether a part is there and is of the passages that ``digest`` tells."""
    try:
        manifest = json.loads((place / _MANIFEST).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return bool(manifest["digest"] == digest)


def _digest(before: str, texts: Iterable[str]) -> str:
    """A digest of the passages of a part and of all before it."""
    whole = hashlib.blake2b(before.encode(), digest_size=16)
    for text in texts:
        raw = text.encode()
        whole.update(len(raw).to_bytes(8, "little") + raw)
    return whole.hexdigest()

"""Vectors of passages on disk: made some at a time, so that neither memory nor a kill matters.

They are written in half precision in the order of the passages. A build that was killed goes on
after the last ones that were written down, as long as the passages are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.store import begin_array
from nlu.encoder import Vectors

__all__ = ["DONE", "UNFINISHED", "Digests", "Encode", "VectorFile", "digests_of", "write_vectors"]

TOGETHER = 4_096
"""Passages whose vectors are made and written together."""

_VECTORS = "vectors.npy"
_DIGESTS = "digests.npy"

DONE = "encoded.json"
"""How far a build has come; of no use once the index is written."""

UNFINISHED = frozenset({_VECTORS, _DIGESTS, DONE})
"""Files from which a build that was killed goes on."""

Digests = npt.NDArray[np.bytes_]
"""16 bytes each."""

Encode = Callable[[list[str], Callable[[int], None]], Vectors]
"""From texts to unit vectors; the function is called with texts done."""


def digests_of(texts: Iterable[str]) -> Digests:
    """What tells texts apart."""
    raw = b"".join(hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts)
    return np.frombuffer(raw, "S16")


class VectorFile:
    """Vectors that :func:`write_vectors` wrote, to be read like an array.

    The file is mapped only while it is read from: what was read does not stay in memory.

    Args:
        folder: of the index.

    Raises:
        OSError: the file is missing.
    """

    def __init__(self, folder: Path) -> None:
        """Look at the size."""
        self._path = folder / _VECTORS
        count, width = self._map().shape
        self.shape = (count, width)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice | npt.NDArray[np.int64] | list[int]) -> Vectors:
        read = np.asarray(self._map()[rows], np.float32)
        norms = np.linalg.norm(read, axis=1, keepdims=True)
        return np.asarray(read / np.where(norms > 0, norms, 1), np.float32)

    def _map(self) -> npt.NDArray[np.float16]:
        mapped: npt.NDArray[np.float16] = np.load(self._path, mmap_mode="r")
        return mapped


class _Known:
    """Vectors of an index before."""

    def __init__(self, folder: Path) -> None:
        digests: Digests = np.load(folder / _DIGESTS).view("S16")
        self._order = np.argsort(digests)
        self._digests = digests[self._order]
        self._vectors = VectorFile(folder)

    def rows(self, digests: Digests) -> npt.NDArray[np.int64]:
        """The row of each digest, -1 where it is not known."""
        if not len(self._digests):
            return np.full(len(digests), -1, np.int64)
        at = np.minimum(np.searchsorted(self._digests, digests), len(self._digests) - 1)
        return np.where(self._digests[at] == digests, self._order[at], -1)

    def vectors(self, rows: npt.NDArray[np.int64]) -> Vectors:
        """The vectors of some rows."""
        return self._vectors[rows]


def write_vectors(
    folder: Path,
    texts: Iterable[str],
    digests: Digests,
    encoder: str,
    encode: Encode,
    before: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> VectorFile:
    """Write the vectors of all texts, going on where ``folder`` ends.

    Args:
        folder: takes the vectors; may hold those of a build that was killed.
        texts: read once, in order.
        digests: of the texts.
        encoder: names the space of the vectors.
        encode: makes those that are missing.
        before: an index of the same encoder whose vectors are taken over.
        progress: called with texts encoded and texts to encode.

    Raises:
        OSError: the disk is full or not writable.
    """
    known = _Known(before) if before is not None else None
    rows = np.full(len(digests), -1, np.int64) if known is None else known.rows(digests)
    done = _begun(folder, digests, encoder)
    encoded, lacking = int((rows[:done] < 0).sum()), int((rows < 0).sum())

    def told(some: int) -> None:
        progress(encoded + some, lacking)

    if not len(digests):
        _append(folder, 0, 0, encode([], told))
    for start, window in _windows(texts):
        if start < done:
            continue
        here = rows[start : start + len(window)]
        fresh = [text for text, row in zip(window, here, strict=True) if row < 0]
        vectors = encode(fresh, told) if fresh else None
        encoded += len(fresh)
        if known is not None:
            vectors = _merged(vectors, known.vectors(here[here >= 0]), here < 0)
        assert vectors is not None
        _append(folder, len(digests), start, vectors)
        _note(folder, start + len(window), encoder)
    return VectorFile(folder)


def _merged(made: Vectors | None, taken: Vectors, fresh: npt.NDArray[np.bool_]) -> Vectors:
    """Vectors that were made and those that were taken over, in order."""
    if made is None:
        return taken
    vectors = np.empty((len(fresh), made.shape[1]), np.float32)
    vectors[fresh], vectors[~fresh] = made, taken
    return vectors


def _windows(texts: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Some texts at a time, with the row of the first."""
    source, start = iter(texts), 0
    while window := list(islice(source, TOGETHER)):
        yield start, window
        start += len(window)


def _append(folder: Path, count: int, start: int, vectors: Vectors) -> None:
    """Write vectors from row ``start`` on into the file for ``count``, down to the disk."""
    with (folder / _VECTORS).open("r+b" if start else "wb") as file:
        if start:
            np.lib.format.read_magic(file)  # type: ignore[no-untyped-call]
            np.lib.format.read_array_header_1_0(file)  # type: ignore[no-untyped-call]
            file.seek(start * vectors.shape[1] * 2, os.SEEK_CUR)
        else:
            begin_array(file, np.float16, (count, vectors.shape[1]))
        file.write(np.ascontiguousarray(vectors, np.float16).data)
        file.flush()
        os.fsync(file.fileno())


def _begun(folder: Path, digests: Digests, encoder: str) -> int:
    """Rows that a killed build has written of the same passages; the digests are noted."""
    note, path = folder / DONE, folder / _DIGESTS
    try:
        begun = json.loads(note.read_text(encoding="utf-8"))
        same = begun["encoder"] == encoder and np.array_equal(np.load(path).view("S16"), digests)
        if same and (folder / _VECTORS).is_file():
            rows = int(begun["rows"])
            return rows if rows == len(digests) else rows - rows % TOGETHER
    except (OSError, ValueError, KeyError):
        pass
    for file in UNFINISHED:
        (folder / file).unlink(missing_ok=True)
    np.save(path, digests.view("V16"))
    return 0


def _note(folder: Path, rows: int, encoder: str) -> None:
    """Write down how far it has come, in one step."""
    waiting = folder / f"{DONE}.part"
    waiting.write_text(json.dumps({"encoder": encoder, "rows": rows}), encoding="utf-8")
    waiting.replace(folder / DONE)

"""Vectors of passages: the only module that imports faiss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Range
from knowledge.vectors import VectorFile
from nlu.encoder import Vectors

__all__ = ["DenseIndex", "Range", "nearest", "recall"]

_FILE = "vectors.faiss"

EXACT = 50_000
"""Vectors up to which every one is compared; beyond, only those of the nearest cells."""

WANTED_RECALL = 0.99
"""Share of the ten nearest that the approximate search must find. Other questions than those it is
chosen with lose up to .012 of it (99 of them on a hundred thousand passages)."""

WANTED_WHERE_QUICK = 0.995
"""The same up to :data:`QUICK` vectors, where more cells cost next to nothing."""

QUICK = 300_000

PROBES = (8, 12, 16, 24, 32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 512)
"""Cells looked into, tried in this order until the recall is reached."""

SAMPLE = 256
"""Questions of each kind the recall is measured with."""

SHAKEN = 0.35
"""Length of the noise that makes a question of a passage, beside its own 1."""

CELLS = 4.0
"""Cells for the square root of the passages, to the next power of two."""

KEPT = "SQfp16"
"""How vectors are kept in cells: in half precision, which changes no order that matters."""

TRAINED = 40
"""Vectors a cell for finding the cells."""

ROUNDS = 8
"""Rounds of finding them; more move next to nothing."""

ADDED = 50_000
"""Vectors in memory together."""

READ_EXACTLY = 20_000
"""Rows inside ranges up to which every one is compared."""


class DenseIndex:
    """Inner-product search over unit vectors: exact while that is fast, then approximate."""

    def __init__(self, index: Any) -> None:
        """Wrap a faiss index; use :meth:`build` or :meth:`load`."""
        self._index = index
        self._cells = _cells_of(index)
        if self._cells is not None:
            self._cells.make_direct_map()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def exact(self) -> bool:
        """Whether every vector is compared."""
        return self._cells is None

    @property
    def probes(self) -> int:
        """Cells looked into for one question; 0 where the search is exact."""
        return 0 if self._cells is None else int(self._cells.nprobe)

    @classmethod
    def build(
        cls,
        vectors: Vectors | VectorFile,
        exact_up_to: int = EXACT,
        questions: Vectors | None = None,
    ) -> DenseIndex:
        """Index rows of unit vectors, some at a time.

        Args:
            vectors: of the passages.
            exact_up_to: vectors up to which every one is compared.
            questions: such as will be asked; by them and by passages it is chosen how many cells
                are looked into.
        """
        import faiss

        count, width = vectors.shape
        if count <= exact_up_to:
            index: Any = faiss.IndexFlatIP(int(width))
            _add(index, vectors)
            return cls(index)
        cells = int(2 ** round(np.log2(CELLS * np.sqrt(count))))
        index = faiss.index_factory(int(width), f"IVF{cells},{KEPT}", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = ROUNDS
        chosen = np.random.default_rng(0).permutation(count)
        index.train(vectors[np.sort(chosen[: cells * TRAINED])])
        _add(index, vectors)
        made = cls(index)
        asked = [_shaken(vectors[np.sort(chosen[:SAMPLE])])]
        if questions is not None and len(questions):
            asked.append(questions[:: -(-len(questions) // SAMPLE)])
        made._choose_probes(asked, [nearest(vectors, each, 10) for each in asked])
        return made

    def _choose_probes(
        self, asked: Sequence[Vectors], exact: Sequence[npt.NDArray[np.int64]]
    ) -> None:
        """The fewest cells with which the recall is reached for each kind of question."""
        assert self._cells is not None
        enough = WANTED_WHERE_QUICK if len(self) <= QUICK else WANTED_RECALL
        for probes in PROBES:
            self._cells.nprobe = probes
            if all(
                recall(wanted, self.search(each, 10)[1]) >= enough
                for each, wanted in zip(asked, exact, strict=True)
            ):
                return

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        import faiss

        faiss.write_index(self._index, str(folder / _FILE))

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Map an index written by :meth:`save`, and read cells once, so that questions need not.

        Raises:
            OSError: the file is missing.
        """
        import faiss

        path = folder / _FILE
        if not path.is_file():
            raise FileNotFoundError(path)
        made = cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
        made._read_cells()
        return made

    def _read_cells(self) -> None:
        """Compare something with every vector of every cell: half a second for a million."""
        import faiss

        if self._cells is not None:
            every = faiss.SearchParametersIVF(nprobe=self._cells.nlist)  # type: ignore[call-arg]
            self._index.search(np.zeros((1, self._index.d), np.float32), 1, params=every)

    def search(
        self, queries: Vectors, count: int, ranges: Sequence[Range] | None = None
    ) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """The ``count`` nearest rows of each query, best first, inside ``ranges`` when given.

        Returns:
            Cosines and rows, both of shape (queries, count); missing places have row -1.
        """
        import faiss

        if ranges is None:
            scores, rows = self._index.search(queries, min(count, len(self)))
            return scores, rows
        wanted = np.concatenate(
            [np.arange(start, end, dtype=np.int64) for start, end in ranges]
            or [np.zeros(0, np.int64)]
        )
        if len(wanted) <= READ_EXACTLY:
            near = queries @ self.vectors(wanted).T
            order = np.argsort(-near, axis=1, kind="stable")[:, :count]
            return np.take_along_axis(near, order, axis=1), wanted[order]
        selector = faiss.IDSelectorBatch(wanted)
        params: Any
        if self.exact:
            params = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        else:
            params = faiss.SearchParametersIVF(  # type: ignore[call-arg]
                sel=selector, nprobe=self.probes
            )
        scores, rows = self._index.search(queries, min(count, len(wanted)), params=params)
        return scores, rows

    def vectors(self, rows: Sequence[int] | npt.NDArray[np.int64]) -> Vectors:
        """The vectors of some rows (rounded to half precision where the search is approximate)."""
        if not len(rows):
            return np.zeros((0, self._index.d), np.float32)
        return np.asarray(self._index.reconstruct_batch(np.asarray(rows, np.int64)), np.float32)


def _cells_of(index: Any) -> Any:
    """The index as one of cells, or ``None`` where it is not."""
    import faiss

    index = faiss.downcast_index(index)
    return index if isinstance(index, faiss.IndexIVF) else None


def _add(index: Any, vectors: Vectors | VectorFile) -> None:
    for start in range(0, len(vectors), ADDED):
        index.add(vectors[start : start + ADDED])


def _shaken(vectors: Vectors) -> Vectors:
    """Something like questions: a passage is nearest to itself, a question never is."""
    noise = np.random.default_rng(1).normal(size=vectors.shape).astype(np.float32)
    noise *= SHAKEN / np.linalg.norm(noise, axis=1, keepdims=True)
    shaken = vectors + noise
    return np.asarray(shaken / np.linalg.norm(shaken, axis=1, keepdims=True), np.float32)


def nearest(vectors: Vectors | VectorFile, queries: Vectors, count: int) -> npt.NDArray[np.int64]:
    """Rows of the nearest vectors of each query, best first, by comparing all, some at a time."""
    best = np.full((len(queries), count), -np.inf, np.float32)
    rows = np.full((len(queries), count), -1, np.int64)
    for start in range(0, len(vectors), ADDED):
        near = queries @ np.asarray(vectors[start : start + ADDED], np.float32).T
        here = np.broadcast_to(np.arange(start, start + near.shape[1]), near.shape)
        both, names = np.hstack([best, near]), np.hstack([rows, here])
        order = np.argpartition(-both, count - 1, axis=1)[:, :count]
        best = np.take_along_axis(both, order, axis=1)
        rows = np.take_along_axis(names, order, axis=1)
    return np.take_along_axis(rows, np.argsort(-best, axis=1, kind="stable"), axis=1)


def recall(exact: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> float:
    """Share of the exact nearest rows that were found."""
    shared = sum(len(set(a) & set(b)) for a, b in zip(exact.tolist(), found.tolist(), strict=True))
    return shared / exact.size

"""Vectors of passages: the only module that imports faiss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Range
from nlu.encoder import Vectors

__all__ = ["DenseIndex", "Range"]

_FILE = "vectors.faiss"

EXACT = 50_000
"""Vectors up to which every one is compared; beyond, only those of the nearest cells."""

WANTED_RECALL = 0.985
"""Share of the ten nearest that the approximate search must find."""

PROBES = (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
"""Cells looked into, tried in this order until the recall is reached."""

SAMPLE = 256
"""Vectors the recall is measured with."""

TRAINED = 64
"""Vectors a cell for finding the cells."""

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
    def build(cls, vectors: Vectors, exact_up_to: int = EXACT) -> DenseIndex:
        """Index rows of unit vectors."""
        import faiss

        count, width = vectors.shape
        if count <= exact_up_to:
            flat = faiss.IndexFlatIP(int(width))
            flat.add(vectors)
            return cls(flat)
        cells = int(2 ** round(np.log2(4 * np.sqrt(count))))
        index = faiss.index_factory(int(width), f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
        chosen = np.random.default_rng(0).permutation(count)
        index.train(vectors[chosen[: cells * TRAINED]])
        index.add(vectors)
        made = cls(index)
        made._choose_probes(vectors, vectors[chosen[:SAMPLE]])
        return made

    def _choose_probes(self, vectors: Vectors, queries: Vectors) -> None:
        """The fewest cells with which the recall is reached.

        The sample is shaken a little: a passage is nearest to itself, a question never is.
        """
        noise = np.random.default_rng(1).normal(size=queries.shape).astype(np.float32)
        noise *= 0.35 / np.linalg.norm(noise, axis=1, keepdims=True)
        queries = queries + noise
        queries /= np.linalg.norm(queries, axis=1, keepdims=True)
        exact = _nearest(vectors, queries, 10)
        assert self._cells is not None
        for probes in PROBES:
            self._cells.nprobe = probes
            if recall(exact, self.search(queries, 10)[1]) >= WANTED_RECALL:
                return

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        import faiss

        faiss.write_index(self._index, str(folder / _FILE))

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Map an index written by :meth:`save`.

        Raises:
            OSError: the file is missing.
        """
        import faiss

        path = folder / _FILE
        if not path.is_file():
            raise FileNotFoundError(path)
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

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
        """The vectors of some rows (rounded to 8 bits where the search is approximate)."""
        if not len(rows):
            return np.zeros((0, self._index.d), np.float32)
        return np.asarray(self._index.reconstruct_batch(np.asarray(rows, np.int64)), np.float32)


def _cells_of(index: Any) -> Any:
    """The index as one of cells, or ``None`` where it is not."""
    import faiss

    index = faiss.downcast_index(index)
    return index if isinstance(index, faiss.IndexIVF) else None


def _nearest(vectors: Vectors, queries: Vectors, count: int) -> npt.NDArray[np.int64]:
    """Rows of the nearest vectors by comparing all of them."""
    import faiss

    return np.asarray(faiss.knn(queries, vectors, count, faiss.METRIC_INNER_PRODUCT)[1])


def recall(exact: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> float:
    """Share of the exact nearest rows that were found."""
    shared = sum(len(set(a) & set(b)) for a, b in zip(exact.tolist(), found.tolist(), strict=True))
    return shared / exact.size

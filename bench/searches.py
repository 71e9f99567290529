"""The searches that are measured: ours and those of others, each by the way its authors show."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bench.beside import PEERS, Peer, python
from bench.peer import FOUND
from bench.recombined import write_lines
from knowledge.building import build
from knowledge.index import DenseIndex
from knowledge.lexical import LexicalIndex, terms
from knowledge.plan import Passage, Plan
from knowledge.search import Index, Query
from nlu.encoder import Vectors
from nlu.text import normalize, restore

__all__ = [
    "FOUND", "MISSING", "OURS", "SEARCHES", "Corpus", "Search", "as_read", "installed", "make",
    "over", "write_index",
]  # fmt: skip

Search = Callable[[str], list[int]]
"""From a question as typed to rows of passages, best first."""

MISSING = "không cài"


class Questions(Protocol):
    """What encodes questions."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions."""
        ...


class Coder(Questions, Protocol):
    """What encodes questions and passages."""

    id: str

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages."""
        ...


def as_read(question: str) -> str:
    """A question as the assistant reads it: one spelling, missing accents restored."""
    return restore(str(normalize(question)))


class Corpus:
    """Passages, their encoder and a folder for what a search writes.

    Args:
        passages: texts.
        encoder: encodes them and questions.
        folder: empty.
        model: folder of the encoder, for searches in other processes.
        threads: of the encoder.
    """

    def __init__(
        self,
        passages: Sequence[str],
        encoder: Coder,
        folder: Path,
        model: str = "",
        threads: int = 1,
    ) -> None:
        """Keep them; nothing is encoded yet."""
        self.passages, self.encoder, self.folder = passages, encoder, folder
        self.model, self.threads = model, threads


class _Numbered(Sequence[Passage]):
    """Passages of a plan, made of texts when they are asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, row: int) -> Passage:  # type: ignore[override]
        return Passage(f"bench#{row}", "bench", "", self._texts[row])

    def __iter__(self) -> Iterator[Passage]:
        return (Passage(f"bench#{row}", "bench", "", text) for row, text in enumerate(self._texts))


def hybrid(corpus: Corpus) -> Search:
    """Our search as the assistant calls it, on an index folder mapped into memory."""
    return over(Index(write_index(corpus)), corpus.encoder)


def write_index(corpus: Corpus) -> Path:
    """Write our index of a corpus; its folder."""
    passages: Any = _Numbered(corpus.passages)
    plan = Plan("bench", "", "", None, None, None, "", "", None, passages=passages)
    return build(corpus.folder, {"bench": plan}, "bench", corpus.encoder)


def over(index: Index, encoder: Questions) -> Search:
    """Our search over an index that is open."""

    def search(question: str) -> list[int]:
        words = as_read(question)
        query = Query(words, encoder.queries([words])[0])
        return [hit.row for hit in index.search(query, FOUND)]

    return search


def our_words(corpus: Corpus) -> Search:
    """Our word search alone."""
    index = LexicalIndex.build(corpus.passages, corpus.folder / "words")

    def search(question: str) -> list[int]:
        asked = terms(as_read(question))
        rows, scores = index.scores({term: float(asked.count(term)) for term in asked})
        return [int(row) for row in rows[np.argsort(-scores, kind="stable")[:FOUND]]]

    return search


def encoder_alone(corpus: Corpus) -> Search:
    """Nearest vectors to the question as typed."""
    return _nearest(corpus, lambda question: question)


def encoder_restored(corpus: Corpus) -> Search:
    """Nearest vectors to the question with its accents restored."""
    return _nearest(corpus, as_read)


def _nearest(corpus: Corpus, read: Callable[[str], str]) -> Search:
    encoder = corpus.encoder
    vectors = encoder.passages(list(corpus.passages))
    index = DenseIndex.build(vectors, exact_up_to=len(vectors))

    def search(question: str) -> list[int]:
        near = index.search(encoder.queries([read(question)]), FOUND)[1][0]
        return [int(row) for row in near]

    return search


def bm25s(corpus: Corpus) -> Search:
    """bm25s with its own tokeniser."""
    import bm25s as library

    def tokens(texts: list[str]) -> object:
        return library.tokenize(texts, stopwords=None, show_progress=False)

    index = library.BM25()
    index.index(tokens(list(corpus.passages)), show_progress=False)
    count = min(FOUND, len(corpus.passages))

    def search(question: str) -> list[int]:
        rows, _ = index.retrieve(tokens([question]), k=count, show_progress=False)
        return [int(row) for row in rows[0]]

    return search


def rank_bm25(corpus: Corpus) -> Search:
    """rank-bm25's Okapi on lower-case words between spaces."""
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([text.lower().split() for text in corpus.passages])

    def search(question: str) -> list[int]:
        scores = np.asarray(index.get_scores(question.lower().split()))
        return [int(row) for row in np.argsort(-scores, kind="stable")[:FOUND]]

    return search


def peer(name: str) -> Callable[[Corpus], Search]:
    """A search of :mod:`bench.peer`."""

    def make(corpus: Corpus) -> Search:
        np.save(corpus.folder / "vectors.npy", corpus.encoder.passages(list(corpus.passages)))
        write_lines(corpus.folder / "texts.jsonl", corpus.passages)
        return Peer(name, corpus.folder, corpus.model, corpus.threads)

    return make


OURS = "Tin Cậy"

SEARCHES: dict[str, tuple[Callable[[Corpus], Search], str]] = {
    OURS: (hybrid, "knowledge"),
    "Tin Cậy, words alone": (our_words, "knowledge"),
    "encoder alone": (encoder_alone, "faiss"),
    "encoder alone, accents restored": (encoder_restored, "faiss"),
    "bm25s": (bm25s, "bm25s"),
    "rank-bm25": (rank_bm25, "rank_bm25"),
    **{name: (peer(name), "") for name in PEERS},
}
"""By name: what makes the search, and the package it needs; none where it is in an environment of
its own."""


def installed(name: str) -> bool:
    """Whether the package or the environment of a search is there."""
    if name in PEERS:
        return python().is_file()
    return importlib.util.find_spec(SEARCHES[name][1]) is not None


def make(name: str, corpus: Corpus) -> Search:
    """The search of that name over a corpus.

    Raises:
        ImportError: its package is not installed; see :func:`installed`.
    """
    return SEARCHES[name][0](corpus)

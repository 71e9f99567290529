"""How quick a search is and what it costs: each in a process of its own, one after the other."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import psutil

from bench.beside import PEERS, Peer
from bench.recombined import NOISE, Lines, Recombined, read_sentences, recombine, write_lines
from bench.remembered import Remembered
from bench.searches import (
    FOUND,
    MISSING,
    OURS,
    Corpus,
    Search,
    as_read,
    installed,
    make,
    over,
    write_index,
)  # fmt: skip
from bench.tasks import own_questions
from bot.eval.table import markdown
from knowledge.answer.asked import bank_of
from knowledge.bank import Bank
from knowledge.index import nearest, recall
from knowledge.search import Index
from nlu.encoder import Encoder, Vectors
from nlu.text import strip_accents

__all__ = ["table"]

SECONDS = 30.0
"""How long one search is asked at most."""

QUESTIONS = 600

WARM = 20

HEADER = [
    "passages", "search", "p50 ms", "p99 ms", "queries/s", "build s", "build peak MB",
    "resident MB", "disk MB", f"recall@{FOUND} of exact",
]  # fmt: skip


class Served:
    """The corpus's own vectors for passages, the real encoder for questions."""

    id = "recombined"

    def __init__(self, vectors: Vectors, encoder: Encoder) -> None:
        """Bring the two together."""
        self._vectors: Vectors | None = vectors
        self._encoder = encoder

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """The vectors of the whole corpus, once: then they are the search's alone.

        Raises:
            ValueError: other texts than the corpus's own, or asked again.
        """
        vectors, self._vectors = _of(self._vectors, texts), None
        if progress is not None:
            progress(len(texts))
        return vectors

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._encoder.queries(texts)


class Prepared:
    """The corpus's own vectors, then those of a bank: with them an index needs no encoder.

    Args:
        vectors: of the corpus, or the file they are in.
        bank: its vectors come last.
    """

    id = "recombined"

    def __init__(self, vectors: Vectors | Path, bank: Bank) -> None:
        """Bring the two together."""
        self._vectors, self._bank = vectors, bank
        self._done, self._whole = 0, len(self._read())

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """The next vectors of the corpus, and at the end those of the bank's snippets.

        Raises:
            ValueError: other texts than these.
        """
        if self._done < self._whole:
            vectors = np.array(self._read()[self._done : self._done + len(texts)])
            self._done += len(texts)
        else:
            vectors = self._bank.snippets
        if progress is not None:
            progress(len(texts))
        return _of(vectors, texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the bank's questions.

        Raises:
            ValueError: other questions than these.
        """
        return _of(self._bank.questions, texts)

    def _read(self) -> Vectors:
        """All vectors; a file is mapped anew each time, so that nothing of it stays in memory."""
        if isinstance(self._vectors, Path):
            mapped: Vectors = np.load(self._vectors, mmap_mode="r")
            return mapped
        return self._vectors


def _of(vectors: Vectors | None, texts: Sequence[str]) -> Vectors:
    if vectors is None or len(texts) != len(vectors):
        raise ValueError(f"no vectors for these {len(texts)} texts")
    return vectors


def table(options: argparse.Namespace, encoder: Remembered, model: str, threads: int) -> str:
    """Measure every size; the table and what to know of it.

    Args:
        options: ``data``, ``sizes``, ``sentences``, ``peers_up_to``, ``only``.
        encoder: for the sentences of the corpora.
        model: folder or name of the encoder for questions.
        threads: torch threads.
    """
    sentences = read_sentences(options.data, options.sentences)
    vectors = encoder.passages(sentences)
    bank = bank_of(encoder, (), vectors)
    encoder.save()
    rows: list[list[object]] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            bank.save(folder)
            _write(folder, recombine(sentences, vectors, size))
            for search in options.only:
                if search != OURS and size > options.peers_up_to:
                    continue
                cells = [MISSING, *[""] * (len(HEADER) - 3)]
                if installed(search):
                    cells = _alone(_measured, search, folder, model, threads)
                rows.append([f"{size:,}", search, *cells])
                print(rows[-1], flush=True)
    rows.sort(key=lambda row: int(str(row[0]).replace(",", "")))
    note = (
        f"Passages are two to four neighbouring ones of {len(sentences):,} sentences (the four "
        "plans, Vietnamese law), put together anew; their vectors are not encoded but normalised "
        f"means of the sentences' own plus seeded noise of length {NOISE}, so “build s” leaves "
        "encoding out of all rows. A query is timed from the typed question to the rows, encoding "
        f"included where the search does it; threads: {threads}. Resident memory is what the "
        "search adds to a process that has the encoder loaded; another process built ours, and "
        "“build peak MB” is the most that one had in memory. Haystack and LangChain run in an "
        "environment of their own and are asked through a pipe, which takes some 0.1 ms."
    )
    return f"{markdown(HEADER, rows)}\n\n{note}"


def _alone(task: Callable[..., list[str]], *arguments: object) -> list[str]:
    """Run in a new process, so that one search leaves nothing to the next."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def _write(folder: Path, corpus: Recombined) -> None:
    np.save(folder / "vectors.npy", corpus.vectors)
    write_lines(folder / "texts.jsonl", corpus.texts)


def _read(folder: Path) -> Recombined:
    return Recombined(list(Lines(folder / "texts.jsonl")), np.load(folder / "vectors.npy"))


def _measured(name: str, folder: Path, model: str, threads: int) -> list[str]:
    """The cells of one row after its name."""
    if name in PEERS:
        return _peer(name, folder, model, threads)
    encoder = Encoder(model, threads=threads)
    encoder.queries(["thử"])
    as_read("thu mot cau")
    if name == OURS:
        built, peak, place = _alone(_build_ours, folder)
        before = _resident()
        index = Index(Path(place))
        cells = _asked(over(index, encoder))
        added = _resident() - before
        disk = sum(path.stat().st_size for path in Path(place).iterdir()) / 1e6
        found = _recall(index, encoder, folder)
        return [*cells, built, peak, f"{added:.0f}", f"{disk:.0f}", found]
    before = _resident()
    made = _read(folder)
    start = time.perf_counter()
    search = make(name, Corpus(made.texts, Served(made.vectors, encoder), folder))
    built = f"{time.perf_counter() - start:.1f}"
    del made
    cells = _asked(search)
    gc.collect()
    return [*cells, built, "", f"{_resident() - before:.0f}", "", ""]


def _peer(name: str, folder: Path, model: str, threads: int) -> list[str]:
    search = Peer(name, folder, model, threads)
    try:
        cells = _asked(search)
    finally:
        search.close()
    return [*cells, f"{search.built:.1f}", "", f"{search.mb:.0f}", "", ""]


def _build_ours(folder: Path) -> list[str]:
    """Seconds to write our index, the most memory it took, and where it is."""
    texts = Lines(folder / "texts.jsonl")
    encoder = Prepared(folder / "vectors.npy", Bank.load(folder))
    start = time.perf_counter()
    place = write_index(Corpus(texts, encoder, folder / "index"))
    return [f"{time.perf_counter() - start:.1f}", f"{_peak():.0f}", str(place)]


def _questions() -> list[str]:
    """Our own questions with and without accents, over and over."""
    own = [text for each in own_questions() for text in (each, strip_accents(each))]
    return (own * (QUESTIONS // len(own) + 1))[:QUESTIONS]


def _asked(search: Search) -> list[str]:
    """p50 and p99 in ms, and queries a second."""
    for question in _questions()[:WARM]:
        search(question)
    taken: list[float] = []
    for question in _questions():
        start = time.perf_counter()
        search(question)
        taken.append(time.perf_counter() - start)
        if sum(taken) > SECONDS:
            break
    centiles = statistics.quantiles(taken, n=100)
    rate = len(taken) / sum(taken)
    return [f"{centiles[49] * 1e3:.1f}", f"{centiles[98] * 1e3:.1f}", f"{rate:.0f}"]


def _recall(index: Index, encoder: Encoder, folder: Path) -> str:
    """Share of the exact nearest passages among those found, where not all are compared."""
    if index.dense.exact:
        return "exact"
    asked = encoder.queries([as_read(question) for question in own_questions()])
    found = index.dense.search(asked, FOUND)[1]
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    return f"{recall(nearest(vectors, asked, FOUND), found):.3f}"


def _resident() -> float:
    """MB of this process in memory."""
    return float(psutil.Process().memory_info().rss) / 1e6


def _peak() -> float:
    """The most MB this process ever had in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6

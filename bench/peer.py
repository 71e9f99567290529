"""A peer whose packages cannot stand beside ours, in an environment and a process of its own.

``PYTHON -m bench.peer SEARCH FOLDER MODEL THREADS`` with the Python of that environment (see
:mod:`bench.retrieval`). ``FOLDER`` holds ``texts.jsonl`` and, for searches by meaning,
``vectors.npy``. It writes one JSON object once it has indexed them, then one for each question
that it reads, one JSON string a line. Nothing of ours is imported but the encoder.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["FOUND", "PEERS"]

FOUND = 10
"""Passages a search is asked for."""

Search = Callable[[str], list[int]]


def haystack(texts: list[str], _folder: Path, _encoder: Any) -> Search:
    """Haystack's in-memory store and its BM25 retriever."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents(
        [Document(id=str(row), content=text, meta={"row": row}) for row, text in enumerate(texts)]
    )
    retriever = InMemoryBM25Retriever(document_store=store, top_k=FOUND)

    def search(question: str) -> list[int]:
        return [int(found.meta["row"]) for found in retriever.run(query=question)["documents"]]

    return search


def langchain(texts: list[str], folder: Path, encoder: Any) -> Search:
    """LangChain's FAISS store with the same encoder."""
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Same(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise NotImplementedError  # they are there

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in encoder.queries([text])[0]]

    rows = [{"row": row} for row in range(len(texts))]
    vectors = np.load(folder / "vectors.npy").tolist()
    pairs = list(zip(texts, vectors, strict=True))
    store = FAISS.from_embeddings(pairs, Same(), metadatas=rows)

    def search(question: str) -> list[int]:
        found = store.similarity_search(question, k=FOUND)
        return [int(document.metadata["row"]) for document in found]

    return search


PEERS: dict[str, tuple[Callable[[list[str], Path, Any], Search], bool]] = {
    "Haystack in-memory BM25": (haystack, False),
    "LangChain FAISS": (langchain, True),
}
"""By name: what makes the search, and whether it needs the encoder."""


def main() -> None:
    """Index and answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("search", choices=list(PEERS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", help="folder of the encoder")
    parser.add_argument("threads", type=int)
    options = parser.parse_args()
    make, encodes = PEERS[options.search]
    encoder = None
    if encodes:
        from nlu.encoder import Encoder

        encoder = Encoder(options.model, threads=options.threads)
        encoder.queries(["thử"])
    before = _resident()
    with (options.folder / "texts.jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    start = time.perf_counter()
    search = make(texts, options.folder, encoder)
    built = time.perf_counter() - start
    del texts
    gc.collect()
    _say({"built": built})
    for line in sys.stdin:
        start = time.perf_counter()
        rows = search(json.loads(line))
        _say({"rows": rows, "seconds": time.perf_counter() - start, "mb": _resident() - before})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _resident() -> float:
    """MB of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()

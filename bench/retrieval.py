"""Search beside its peers: ``python -m bench.retrieval --data FOLDER`` writes ``performance.md``.

Quality on XQuAD-vi, XQuAD-R-vi and our own questions, and speed on corpora of any size, every
search in the same run. ``FOLDER`` holds ``xquad.vi.json``, ``xquad-r.vi.json`` and
``law_sentences.txt.xz``.

Haystack and LangChain want packages that cannot stand beside ours. They are measured where they
have an environment of their own, in the data folder (``var``)::

    python3.11 -m venv var/peers
    var/peers/bin/pip install -r bench/peers.txt
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.beside import Peer
from bench.remembered import Remembered
from bench.searches import FOUND, MISSING, SEARCHES, Corpus, installed, make
from bench.speed import table
from bench.tasks import Task, read_tasks
from bot.eval.table import machine, markdown, write
from bot.settings import PROJECT, Settings
from nlu.encoder import Encoder, prepare_encoder

KEPT = PROJECT / "results" / "retrieval"

THREADS = min(2, len(os.sched_getaffinity(0)))


def ranks(name: str, task: Task, encoder: Remembered, model: str) -> list[int]:
    """The place of the first right passage for each question; 0 where not among the found."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        search = make(name, Corpus(task.passages, encoder, Path(folder), model, THREADS))
        if isinstance(search, Peer):
            stack.callback(search.close)
        places = []
        for question, gold in zip(task.questions, task.gold, strict=True):
            found = search(question)[:FOUND]
            places.append(next((at for at, row in enumerate(found, 1) if row in gold), 0))
    return places


def figures(places: Sequence[int]) -> list[str]:
    """hit@1, hit@5 and MRR@10."""
    count = len(places)
    first = sum(place == 1 for place in places) / count
    five = sum(1 <= place <= 5 for place in places) / count
    mean = sum(1 / place for place in places if place) / count
    return [f"{first:.3f}", f"{five:.3f}", f"{mean:.3f}"]


def quality(
    tasks: Sequence[Task], encoder: Remembered, names: Sequence[str], model: str = ""
) -> str:
    """A table for each set, questions with accents beside those without."""
    for task in tasks:  # all at once: batches of like length are quicker than one by one
        encoder.passages(task.passages)
        encoder.queries(task.questions)
    places: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    for name in filter(installed, names):
        for task in tasks:
            places[task.name, task.plain, name] += ranks(name, task, encoder, model)
        encoder.save()
    parts = []
    for title in dict.fromkeys(task.name for task in tasks):
        rows = []
        for name in names:
            both = [places.get((title, plain, name)) for plain in (False, True)]
            cells = [figures(each) if each else [MISSING, "", ""] for each in both]
            rows.append([name, *cells[0], *cells[1]])
        same = [task for task in tasks if task.name == title and not task.plain]
        asked = sum(len(task.questions) for task in same)
        among = sum(len(task.passages) for task in same)
        head = [f"{title}: {asked} questions, {among} passages", "hit@1", "hit@5", "MRR@10"]
        plain = [f"{column}, no accents" for column in head[1:]]
        parts.append(markdown([*head, *plain], rows))
    return "\n\n".join(parts)


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--sentences", type=int, default=4_000, help="encoded for the corpora")
    parser.add_argument("--peers-up-to", type=int, default=100_000, help="passages")
    parser.add_argument("--only", nargs="*", default=list(SEARCHES), help="searches by name")
    parser.add_argument("--no-quality", action="store_true", help="speed only")
    parser.add_argument("--dry", action="store_true", help="print, write no document")
    options = parser.parse_args()
    settings = Settings()
    model = prepare_encoder(settings.home, settings.encoder)
    encoder = Remembered(Encoder(model, threads=THREADS), KEPT / "vectors.npz")
    if not options.no_quality:
        tables = quality(read_tasks(options.data), encoder, options.only, model)
        _keep("retrieval", tables, options.dry)
    if options.sizes:
        _keep("retrieval-speed", table(options, encoder, model, THREADS), options.dry)


def _keep(name: str, tables: str, dry: bool) -> None:
    """Print one part and write it to its own place: each can be measured without the other."""
    print(tables, flush=True)
    if not dry:
        write("performance.md", name, f"Measured on {machine()}.\n\n{tables}")


if __name__ == "__main__":
    main()

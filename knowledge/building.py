"""Building an index folder: incremental, and swapped in at once."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from knowledge.bank import Bank
from knowledge.index import DenseIndex, Range
from knowledge.lexical import PARTS, LexicalIndex
from knowledge.plan import Passage, Plan
from knowledge.store import write_passages, write_plans
from knowledge.vectors import DONE, UNFINISHED, digests_of, write_vectors
from nlu.encoder import Vectors
from nlu.text import fold

__all__ = ["FORMAT", "build", "current_folder", "index_version", "searchable"]

FORMAT = 6
"""Raised whenever what is written or how passages are encoded changes."""

_POINTER = "current"
_LOCK = ".building"


class PassageEncoder(Protocol):
    """What building needs of an encoder."""

    id: str

    def queries(self, texts: list[str]) -> Vectors:
        """Unit vectors of questions."""
        ...

    def passages(self, texts: list[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of texts."""
        ...


def index_version(corpus_version: str, encoder_id: str) -> str:
    """Name of the index of one state of the plans and one encoder."""
    from knowledge.answer.asked import digest

    whole = f"{FORMAT}:{corpus_version}:{encoder_id}:{digest()}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def current_folder(home: Path) -> Path | None:
    """The index folder in force, or ``None`` where none was ever built."""
    try:
        name = (home / _POINTER).read_text(encoding="ascii").strip()
    except OSError:
        return None
    folder = home / name
    return folder if (folder / "manifest.json").is_file() else None


def under_headings(plan: Plan) -> list[Passage]:
    """The plan's passages, each with the title of its own clause among its headings.

    "3. Sở Tư pháp" and what follows are two passages of clause III.3: without the title nobody
    would know whose task it is.
    """
    return list(_headed(plan))


def _headed(plan: Plan) -> Iterator[Passage]:
    titles = {section.path: section.title for section in plan.sections}
    for passage in plan.passages:
        title = titles.get(passage.section, "")
        own = title.rstrip("… ")
        if passage.kind == "body" and own and fold(own) not in fold(passage.text):
            heading = f"{passage.heading} › {title}" if passage.heading else title
            passage = dataclasses.replace(passage, heading=heading)
        yield passage


def searchable(passage: Passage) -> str:
    """The words a passage is found by: its own and those of the headings above it."""
    return f"{passage.heading}: {passage.text}" if passage.heading else passage.text


def build(
    home: Path,
    plans: Mapping[str, Plan],
    version: str,
    encoder: PassageEncoder,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    counting: Callable[[int, int], None] = lambda _done, _all: None,
) -> Path:
    """Write the index of ``plans`` and put it in force.

    Vectors of passages that the index in force already has are taken over. A build that was
    killed goes on counting words and encoding where it was; where two are asked for, one waits for
    the other. Passages are read from ``plans`` several times and never held together.

    Args:
        home: folder of all index folders.
        plans: the plans by name.
        version: from :func:`index_version`; the folder's name.
        encoder: makes the missing vectors.
        progress: called with passages encoded and passages to encode.
        counting: called with passages whose words are counted and all passages.

    Raises:
        OSError: the disk is full or not writable.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        draft = _begun(home, version)
        try:
            _write(draft, home, plans, version, encoder, progress, counting)
        except Exception:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        folder = home / version
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
        before = current_folder(home)
        _point(home, version)
        _sweep(home, {version, before.name if before else version})
    return folder


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Wait until no other process builds here; a killed one does not count."""
    with (home / _LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _begun(home: Path, version: str) -> Path:
    """The draft of a version: what a killed build counted and encoded is kept, all else goes."""
    draft = home / f".{version}"
    for old in home.glob(".*/"):
        if old != draft:
            shutil.rmtree(old, ignore_errors=True)
    draft.mkdir(exist_ok=True)
    for path in draft.iterdir():
        if path.name != PARTS and path.name not in UNFINISHED:
            path.unlink()
    return draft


def _write(
    draft: Path,
    home: Path,
    plans: Mapping[str, Plan],
    version: str,
    encoder: PassageEncoder,
    progress: Callable[[int, int], None],
    counting: Callable[[int, int], None],
) -> None:
    """Write all files of an index."""
    # at the top it would be a circle: the answerer imports this module
    from knowledge.answer.asked import bank_of, digest

    ranges: dict[str, Range] = {}
    whole = 0
    for name, plan in plans.items():
        ranges[name] = (whole, whole + len(plan.passages))
        whole += len(plan.passages)
    passages = _Passages(plans)
    LexicalIndex.build(map(searchable, passages), draft, lambda done: counting(done, whole))
    before = _before(home, encoder)
    vectors = write_vectors(
        draft,
        map(searchable, passages),
        digests_of(map(searchable, passages)),
        encoder.id,
        encoder.passages,
        before,
        progress,
    )
    known = Bank.load(before) if before and _manifest(before).get("asked") == digest() else None
    bank = bank_of(encoder, passages, vectors, known)
    bank.save(draft)
    DenseIndex.build(vectors, questions=bank.questions).save(draft)
    write_passages(draft, passages)
    write_plans(draft, plans)
    shutil.rmtree(draft / PARTS)
    (draft / DONE).unlink(missing_ok=True)
    manifest = {"version": version, "encoder": encoder.id, "asked": digest(), "ranges": ranges}
    (draft / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for file in draft.iterdir():
        file.chmod(0o444)


class _Passages:
    """The passages of all plans, as often as they are asked for."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = plans

    def __iter__(self) -> Iterator[Passage]:
        for plan in self._plans.values():
            yield from _headed(plan)


def _before(home: Path, encoder: PassageEncoder) -> Path | None:
    """The index in force, where it is of the same encoder."""
    before = current_folder(home)
    return before if before and _manifest(before).get("encoder") == encoder.id else None


def _manifest(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return read


def _point(home: Path, version: str) -> None:
    waiting = home / f".{_POINTER}.{os.getpid()}"
    waiting.write_text(version + "\n", encoding="ascii")
    waiting.replace(home / _POINTER)


def _sweep(home: Path, keep: set[str]) -> None:
    """Remove older indexes; the one before stays for processes that still read it."""
    for folder in home.iterdir():
        if folder.is_dir() and folder.name not in keep and not folder.name.startswith("."):
            shutil.rmtree(folder, ignore_errors=True)

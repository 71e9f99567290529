"""Building an index folder: incremental, and swapped in at once."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.bank import Bank
from knowledge.index import DenseIndex, Range
from knowledge.lexical import PARTS, LexicalIndex
from knowledge.plan import Passage, Plan
from knowledge.store import begin_array, write_passages, write_plans
from nlu.encoder import Vectors
from nlu.text import fold

__all__ = ["FORMAT", "build", "current_folder", "index_version", "searchable"]

FORMAT = 5
"""Raised whenever what is written or how passages are encoded changes."""

HALVED = 50_000
"""Vectors saved together."""

_POINTER = "current"
_LOCK = ".building"
_DIGESTS = "digests.npy"
_VECTORS = "vectors.npy"

Digests = npt.NDArray[np.void]


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
    titles = {section.path: section.title for section in plan.sections}
    passages = []
    for passage in plan.passages:
        title = titles.get(passage.section, "")
        own = title.rstrip("… ")
        if passage.kind == "body" and own and fold(own) not in fold(passage.text):
            heading = f"{passage.heading} › {title}" if passage.heading else title
            passage = dataclasses.replace(passage, heading=heading)
        passages.append(passage)
    return passages


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
    killed goes on counting words where it was; where two are asked for, one waits for the other.

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
    """The draft of a version: what a killed build counted of it is kept, all else goes."""
    draft = home / f".{version}"
    for old in home.glob(".*/"):
        if old != draft:
            shutil.rmtree(old, ignore_errors=True)
    draft.mkdir(exist_ok=True)
    for path in draft.iterdir():
        if path.name != PARTS:
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
    passages: list[Passage] = []
    for name, plan in plans.items():
        start = len(passages)
        passages.extend(under_headings(plan))
        ranges[name] = (start, len(passages))
    whole = len(passages)
    LexicalIndex.build(map(searchable, passages), draft, lambda done: counting(done, whole))
    digests = _digests(map(searchable, passages))
    vectors = _vectors(home, encoder, passages, digests, progress)
    np.save(draft / _DIGESTS, digests)
    _save_halved(draft / _VECTORS, vectors)
    DenseIndex.build(vectors).save(draft)
    bank_of(encoder, passages, vectors, _bank(home, encoder, digest())).save(draft)
    write_passages(draft, passages)
    write_plans(draft, plans)
    shutil.rmtree(draft / PARTS)
    manifest = {"version": version, "encoder": encoder.id, "asked": digest(), "ranges": ranges}
    (draft / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for file in draft.iterdir():
        file.chmod(0o444)


def _save_halved(path: Path, vectors: Vectors) -> None:
    """Save vectors in half precision, some at a time: a copy of all would take much memory."""
    with path.open("wb") as file:
        begin_array(file, np.float16, vectors.shape)
        for start in range(0, len(vectors), HALVED):
            file.write(vectors[start : start + HALVED].astype(np.float16).data)


def _bank(home: Path, encoder: PassageEncoder, asked: str) -> Bank | None:
    """The bank of the index in force, where it is of the same questions and encoder."""
    before = current_folder(home)
    if before is None:
        return None
    manifest = json.loads((before / "manifest.json").read_text(encoding="utf-8"))
    same = manifest.get("encoder") == encoder.id and manifest.get("asked") == asked
    return Bank.load(before) if same else None


def _digests(texts: Iterable[str]) -> Digests:
    raw = b"".join(hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts)
    return np.frombuffer(raw, dtype="V16")


def _vectors(
    home: Path,
    encoder: PassageEncoder,
    passages: Sequence[Passage],
    digests: Digests,
    progress: Callable[[int, int], None],
) -> Vectors:
    """Vectors of all passages, encoding only those the index in force does not have."""
    known: dict[bytes, int] = {}
    old: npt.NDArray[np.float16] | None = None
    before = current_folder(home)
    if before is not None:
        manifest = json.loads((before / "manifest.json").read_text(encoding="utf-8"))
        if manifest.get("encoder") == encoder.id and (before / _VECTORS).is_file():
            old = np.load(before / _VECTORS, mmap_mode="r")
            known = {d.tobytes(): row for row, d in enumerate(np.load(before / _DIGESTS))}
    fresh = [row for row, digest in enumerate(digests) if digest.tobytes() not in known]
    texts = [searchable(passages[row]) for row in fresh]
    made = encoder.passages(texts, lambda done: progress(done, len(fresh)))
    if old is None:
        return made
    vectors = np.empty((len(passages), old.shape[1]), np.float32)
    at = {row: place for place, row in enumerate(fresh)}
    for row, digest in enumerate(digests):
        vectors[row] = made[at[row]] if row in at else old[known[digest.tobytes()]]
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(vectors / np.where(norms > 0, norms, 1), np.float32)


def _point(home: Path, version: str) -> None:
    waiting = home / f".{_POINTER}.{os.getpid()}"
    waiting.write_text(version + "\n", encoding="ascii")
    waiting.replace(home / _POINTER)


def _sweep(home: Path, keep: set[str]) -> None:
    """Remove older indexes; the one before stays for processes that still read it."""
    for folder in home.iterdir():
        if folder.is_dir() and folder.name not in keep and not folder.name.startswith("."):
            shutil.rmtree(folder, ignore_errors=True)

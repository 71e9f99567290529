"""The indexed plans: reading a file into a plan, and a folder of them that can change."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from knowledge import notices
from knowledge.conflicts import conflicts_of
from knowledge.contacts import contacts_of
from knowledge.deadlines import deadlines_of
from knowledge.duties.extract import duties_of
from knowledge.passages import passages_of
from knowledge.plan import Plan
from knowledge.reading import SUFFIXES, Document, PlanError, read_document
from knowledge.structure.letterhead import read_letterhead, sentence_case
from knowledge.structure.outline import outline
from knowledge.structure.place import read_place
from knowledge.structure.signature import read_signature

__all__ = ["Corpus", "load_plans", "read_plan", "understand"]


def read_plan(path: Path) -> Plan:
    """Read one plan file and understand it.

    Raises:
        PlanError: the file cannot be read; the message is for the operator.
    """
    return understand(read_document(path))


def understand(document: Document) -> Plan:
    """The plan in a document that has been read."""
    out = outline(document.blocks)
    head = read_letterhead(out.head)
    warnings = list(document.warnings)
    signature = [line for line in out.signature if len(line) < 120]
    issuer = head.issuer or _signed_for(signature)
    place, place_id = read_place(
        [issuer, head.title, head.opening, *head.bases],
        head.date_place,
        [*(block.text for block in out.head), head.opening, *head.bases],
    )
    issuer = _complete(issuer, place)
    signer, signer_title = read_signature(signature)
    units = tuple(out.units)
    passages = passages_of(document.name, units, out.sections)
    duties = duties_of(document.name, units)
    warnings += notices.doubts(head, issuer, place, signer, out)
    if not any(duty.agency for duty in duties):
        warnings.append(notices.NO_DUTIES)
    plan = Plan(
        name=document.name,
        title=head.title or document.name,
        issuer=issuer,
        number=head.number,
        date=head.date,
        period=head.period,
        place=place,
        place_id=place_id,
        signer=signer,
        signer_title=signer_title,
        bases=head.bases,
        sections=tuple(out.sections),
        passages=passages,
        duties=duties,
        contacts=contacts_of(units),
        report_deadlines=deadlines_of(duties),
        recipients=tuple(line.rstrip(";. ") for line in out.recipients),
        warnings=tuple(warnings),
    )
    return replace(plan, warnings=(*plan.warnings, *notices.clashes(conflicts_of(plan))))


def _signed_for(signature: list[str]) -> str:
    """``TM. ỦY BAN NHÂN DÂN`` names the issuer where nothing else does."""
    for line in signature:
        if line.upper().startswith("TM."):
            return sentence_case(line[3:].strip())
    return ""


_IN_BRACKETS = re.compile(r"\s*\((?:sau đây [^()]*|[A-ZĐ&]{2,10})\)")
"""What a paper calls its issuer further on: "(LHPN)"."""


def _complete(issuer: str, place: str) -> str:
    """An issuer such as "Ủy ban nhân dân tỉnh" with the name of its place."""
    own = place.split(",")[0]
    issuer = _IN_BRACKETS.sub("", issuer)
    if own and issuer.lower() in ("ủy ban nhân dân", "uỷ ban nhân dân", "ubnd"):
        return f"{issuer} {own}"
    for word in ("tỉnh", "thành phố", "phường", "xã", "huyện", "quận", "thị xã", "đặc khu"):
        if own.startswith(word + " ") and issuer.lower().endswith(word):
            return issuer[: -len(word)] + own
        if own and own[:1].isupper() and issuer.lower().endswith(f" {word}"):
            return f"{issuer} {own}"
    return issuer


def load_plans(folder: Path) -> dict[str, Plan]:
    """The plans in ``folder`` by name, in the order of their names.

    Raises:
        PlanError: a file cannot be read.
    """
    return {plan.name: plan for plan in map(read_plan, _files(folder))}


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~"))
    )


class Corpus(Mapping[str, Plan]):
    """A folder of plans, read once and again whenever a file changes.

    Readers always see one whole state: a change builds the new mapping first and swaps it in.
    """

    def __init__(self, folder: Path) -> None:
        """Read every plan in ``folder``.

        Raises:
            PlanError: a file cannot be read.
        """
        self.folder = folder
        self._lock = threading.Lock()
        self._digests: dict[str, str] = {}
        self._plans: dict[str, Plan] = {}
        self.refresh()

    def __getitem__(self, name: str) -> Plan:
        return self._plans[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)

    @property
    def plans(self) -> dict[str, Plan]:
        """The plans by name; the mapping is never changed once handed out."""
        return self._plans

    @property
    def version(self) -> str:
        """A short digest that changes whenever a plan's file does."""
        whole = "".join(f"{name}:{digest};" for name, digest in sorted(self._digests.items()))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def refresh(self) -> bool:
        """Read again what changed on disk since last time; whether anything had.

        Raises:
            PlanError: a changed file cannot be read; the state before stays in force.
        """
        with self._lock:
            plans: dict[str, Plan] = {}
            digests: dict[str, str] = {}
            for path in _files(self.folder):
                name = unicodedata.normalize("NFC", path.stem)
                digest = hashlib.sha256(path.read_bytes()).hexdigest() + path.suffix
                known = self._digests.get(name) == digest and name in self._plans
                plans[name] = self._plans[name] if known else read_plan(path)
                digests[name] = digest
            changed = digests != self._digests
            self._plans, self._digests = plans, digests
        return changed

    def add(self, path: Path, replace: bool = True) -> Plan:
        """Copy a plan file into the corpus and read it.

        Args:
            path: the file; its stem becomes the plan's name.
            replace: take the place of a plan of the same name; otherwise that is an error.

        Raises:
            PlanError: the file cannot be read, or the name is taken and ``replace`` is false.
        """
        plan = read_plan(path)
        same = [
            old
            for old in _files(self.folder)
            if unicodedata.normalize("NFC", old.stem) == plan.name
        ]
        if same and not replace:
            raise PlanError(notices.TAKEN.format(name=plan.name))
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{plan.name}{path.suffix.lower()}"
        if target.resolve() != path.resolve():
            waiting = self.folder / f".{target.name}.{os.getpid()}"
            try:
                shutil.copyfile(path, waiting)
                waiting.replace(target)
            finally:
                waiting.unlink(missing_ok=True)
        for old in same:
            if old.resolve() != target.resolve():
                old.unlink()
        self.refresh()
        return self._plans[plan.name]

    def remove(self, name: str) -> None:
        """Take a plan out of the corpus.

        Raises:
            PlanError: there is no plan of that name.
        """
        files = [
            path for path in _files(self.folder) if unicodedata.normalize("NFC", path.stem) == name
        ]
        if not files:
            raise PlanError(
                notices.UNKNOWN.format(name=name, known=", ".join(self._plans) or notices.NONE)
            )
        for path in files:
            path.unlink()
        self.refresh()

    def check(self) -> dict[str, tuple[str, ...]]:
        """Read every file afresh; doubts by plan name, or why a file cannot be read."""
        found: dict[str, tuple[str, ...]] = {}
        for path in _files(self.folder):
            name = unicodedata.normalize("NFC", path.stem)
            try:
                found[name] = read_plan(path).warnings
            except PlanError as error:
                found[name] = (str(error),)
        return found

"""Scoring what reading finds in unseen plans against gold duties."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.eval.noise import scanned
from knowledge.corpus import load_plans
from knowledge.plan import Duty, Plan

__all__ = ["evaluate_plans", "evaluate_scanned", "faults"]

SEED = 1
"""Of the errors a scan makes."""

_COVERED = 0.7
"""Share of the gold task's words a record's task must have to be the same task."""


def evaluate_plans(gold: Path, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """Compare the duties of ``plans`` with the lines of ``gold``.

    A line is found when one record has its task, agency, role, partners, deadline and report.

    Returns:
        ``found``, ``total``, ``by_plan`` and ``missed`` (what the nearest record lacks).
    """
    found = total = 0
    by_plan: dict[str, list[int]] = {}
    missed: list[dict[str, Any]] = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["plan"] not in plans:
            continue
        wrong = min(
            (faults(row, duty) for duty in plans[row["plan"]].duties), key=len, default=["none"]
        )
        total += 1
        found += not wrong
        counts = by_plan.setdefault(row["plan"], [0, 0])
        counts[0] += not wrong
        counts[1] += 1
        if wrong:
            missed.append({**row, "wrong": wrong})
    return {"found": found, "total": total, "by_plan": by_plan, "missed": missed}


def evaluate_scanned(folder: Path) -> dict[str, Any]:
    """The same for the .txt and .md plans of ``folder``, first put through a poor scanner.

    What a plan names is asked for as it stood before the scan.
    """
    with tempfile.TemporaryDirectory() as name:
        for path in sorted(folder.iterdir()):
            if path.suffix in (".txt", ".md"):
                text = path.read_text(encoding="utf-8")
                (Path(name) / path.name).write_text(scanned(text, SEED), encoding="utf-8")
        return evaluate_plans(folder / "gold_duties.jsonl", load_plans(Path(name)))


def faults(row: Mapping[str, Any], duty: Duty) -> list[str]:
    """What of a gold line ``duty`` lacks."""
    words = _words(row["task"])
    here = set(_words(duty.task))
    quoted = here | set(_words(duty.quote))
    covered = sum(word in here for word in words) / max(1, len(words))
    if covered < _COVERED and not (
        covered >= 0.4 and sum(word in quoted for word in words) >= 0.9 * len(words)
    ):
        return ["task", "agency", "role", "partners", "deadline", "report"]
    wrong = []
    agency = row.get("agency") or ""
    if bool(agency) != bool(duty.agency) or not (
        _in(agency, duty.agency) or _in(duty.agency, agency)
    ):
        wrong.append(f"agency: {duty.agency!r}")
    role = row.get("role") or ""
    said = (
        _in(role, duty.role) or _in(duty.role, role) or _plain(duty.task).startswith(_plain(role))
    )
    if role and not said:
        wrong.append(f"role: {duty.role!r}")
    partners = "; ".join(duty.partners)
    if any(
        not _in(partner, partners) and not _in(partner, " và ".join(duty.partners))
        for partner in row.get("partners") or ()
    ):
        wrong.append(f"partners: {duty.partners!r}")
    for key in ("deadline", "report_to", "report_date"):
        wanted = row.get(key)
        value = getattr(duty, key) or ""
        if wanted and not (_in(wanted, value) or (value and _in(value, wanted))):
            wrong.append(f"{key}: {value!r}")
    return wrong


def _in(part: str, whole: str) -> bool:
    return _plain(part) in _plain(whole)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"[\W_]+", " ", text).strip()


def _words(text: str) -> list[str]:
    return _plain(text).split()

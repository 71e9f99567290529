"""Scoring duty look-ups against a development set."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from knowledge.duties import DutyAnswer, lookup
from knowledge.plan import Duty, Plan

__all__ = ["evaluate", "judge"]

_LISTS = ("reverse", "compare", "conflict", "report")
_NO_LEAD = re.compile(
    r"không (?:nêu|ghi|chỉ rõ|giao|có)[^.]{0,40}(?:cơ quan|chủ trì|đơn vị)", re.IGNORECASE
)


def evaluate(path: Path, plans: Mapping[str, Plan], similar: Any = None) -> dict[str, Any]:
    """Look up every line of a ``.jsonl`` set.

    Args:
        path: lines with ``question``, ``type`` and ``expect`` (fields as in the duty sets).
        plans: the corpus to look in.
        similar: dense scorer handed to the look-up.

    Returns:
        ``right`` and ``total``, ``by_type`` and ``by_style`` (right, total), and ``missed``: id,
        question, kinds of failure and the answer's text.
    """
    right = total = 0
    by_type: dict[str, Counter[str]] = {}
    by_style: dict[str, Counter[str]] = {}
    missed: list[dict[str, Any]] = []
    for row in _rows(path):
        answer = lookup(row["question"], plans, similar=similar)
        failures = judge(row, answer)
        total += 1
        right += not failures
        for counts, key in ((by_type, row.get("type", "")), (by_style, row.get("style", ""))):
            counts.setdefault(key, Counter()).update(right=int(not failures), total=1)
        if failures:
            missed.append(
                {
                    "id": row["id"],
                    "type": row.get("type"),
                    "question": row["question"],
                    "failures": failures,
                    "text": answer.text,
                }
            )
    return {
        "right": right,
        "total": total,
        "share": round(right / total, 3) if total else 0.0,
        "by_type": {
            key: (count["right"], count["total"]) for key, count in sorted(by_type.items())
        },
        "by_style": {
            key: (count["right"], count["total"]) for key, count in sorted(by_style.items())
        },
        "missed": missed,
    }


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def judge(row: Mapping[str, Any], answer: DutyAnswer) -> list[str]:
    """What is wrong with ``answer``; empty when it is right."""
    expect = row["expect"]
    if expect.get("not_found"):
        return (
            [] if answer.status == "not_found" else [f"status {answer.status}, not_found expected"]
        )
    if expect.get("clarify_locality"):
        return (
            []
            if answer.status == "needs_place"
            else [f"status {answer.status}, needs_place expected"]
        )
    if answer.status != "found":
        return [f"status {answer.status}"]
    listed = row.get("type") in _LISTS or "duties" in expect
    duties = answer.duties[: 30 if listed else 5]
    shown = _plain(
        " ¦ ".join([answer.text[: 6000 if listed else 2000], *(_fields(duty) for duty in duties)])
    )
    failures: list[str] = []
    check = _checker(shown, failures)
    for key in (
        "coordinate",
        "participant",
        "deadline",
        "report_to",
        "report_date",
        "reporter",
        "funding",
        "role",
    ):
        if key in expect:
            check(key, expect[key])
    if "lead" in expect:
        if expect["lead"]:
            check("lead", expect["lead"])
            if row.get("lead_explicit") is False:
                failures += _called_lead(duties[:1], expect["lead"])
        elif not _NO_LEAD.search(answer.text):
            failures.append("does not say that no lead is named")
    for duty in expect.get("duties", ()):
        check("duty", duty["task"])
    for side in expect.get("conflict", ()):
        check("conflict agency", side["agency"])
        check("conflict section", side["section"])
    return failures


def _checker(shown: str, failures: list[str]) -> Callable[[str, Any], None]:
    def check(key: str, wanted: Any) -> None:
        for value in wanted if isinstance(wanted, list) else [wanted]:
            options = value if isinstance(value, list) else [value]
            if not any(_plain(str(option)) in shown for option in options):
                failures.append(f"{key}: {value}")

    return check


def _called_lead(duties: Iterable[Duty], leads: Iterable[str]) -> list[str]:
    return [
        f"said to lead: {duty.agency}"
        for duty in duties
        if any(_plain(lead) in _plain(duty.agency) for lead in leads)
        and "chủ trì" in duty.role.lower()
    ]


def _fields(duty: Duty) -> str:
    parts = (
        duty.agency, duty.role, duty.task, "; ".join(duty.partners), " và ".join(duty.partners),
        duty.deadline or "",
        duty.report_to or "", duty.report_date or "", duty.section, duty.quote,
    )  # fmt: skip
    return " ¦ ".join(parts)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub(r"[–—−]", "-", text)
    text = re.sub(r"\s*-\s*", "-", text)
    text = re.sub(r"[“”\"*]", "", text)
    return re.sub(r"\s+", " ", text).strip(" .;")

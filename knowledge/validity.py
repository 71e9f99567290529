"""Whether a plan is in force, in words, and which bodies it names no longer exist."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.plan import Plan
from nlu.entities import find_agencies
from nlu.text import fold

__all__ = ["Successor", "cautions_for", "successors", "validity_words"]

_FILE = Path(__file__).with_name("successors.yml")
_FIELDS = ("key", "pattern", "name", "caution", "source")


@dataclass(frozen=True, slots=True)
class Successor:
    """A dissolved body.

    Attributes:
        key: its key.
        pattern: how plans write it, folded.
        name: its name.
        caution: what to say.
        source: the paper that dissolved it.
        heirs: agencies the caution names as its successors, each with the source for that.
    """

    key: str
    pattern: str
    name: str
    caution: str
    source: str
    heirs: tuple[tuple[str, str], ...] = ()


@cache
def successors() -> tuple[Successor, ...]:
    """The dissolved bodies in ``successors.yml``.

    Raises:
        ValueError: an entry lacks a field, or its caution names an agency without a source; the
            message names file, entry and field.
    """
    data = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    found = []
    for number, entry in enumerate(data["bodies"], 1):
        for name in _FIELDS:
            if not isinstance(entry.get(name), str) or not entry[name].strip():
                raise ValueError(f"{_FILE.name}: mục {number}: thiếu “{name}”")
        heirs = tuple(
            (str(heir.get("name") or ""), str(heir.get("source") or "").strip())
            for heir in entry.get("successors") or ()
        )
        known = {agency.key for name, source in heirs if source for agency in find_agencies(name)}
        own = {agency.key for agency in find_agencies(entry["name"])}
        for agency in find_agencies(entry["caution"]):
            if agency.key not in known | own:
                raise ValueError(
                    f"{_FILE.name}: mục {number}: “caution” nhắc {agency.name} mà “successors” "
                    "không ghi căn cứ"
                )
        found.append(Successor(**{name: entry[name] for name in _FIELDS}, heirs=heirs))
    return tuple(found)


def validity_words(plan: Plan, today: dt.date | None = None) -> str:
    """``"hiệu lực 2026–2030"``, ``"đã hết giai đoạn 2021–2025"``, ``"không ghi giai đoạn"``."""
    if plan.period is None:
        return "không ghi giai đoạn"
    today = today or dt.date.today()
    start, end = plan.period.start, plan.period.end
    if start == end:
        years, whole = f"{start}", f"năm {start}"
    else:
        years, whole = f"{start}–{end}", f"giai đoạn {start}–{end}"
    if today.year > end:
        return f"đã hết {whole}"
    if today.year < start:
        return f"chưa tới {whole}"
    return f"hiệu lực {years}"


def cautions_for(texts: Iterable[str]) -> tuple[str, ...]:
    """What to say of dissolved bodies named in ``texts``, each once."""
    folded = [fold(re.sub(r"[-–]", " ", text)) for text in texts]
    return tuple(
        body.caution
        for body in successors()
        if any(re.search(rf"\b{body.pattern}", text) for text in folded)
    )

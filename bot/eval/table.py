"""Tables in the documentation, each between two marks, written by the command that measures."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence

from bot.settings import PROJECT

__all__ = ["machine", "markdown", "write"]

DOCS = PROJECT / "docs"


def machine() -> str:
    """The machine in words: cores, system, Python."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {dt.date.today():%Y-%m-%d}"
    )


def markdown(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def write(document: str, name: str, text: str) -> None:
    """Put ``text`` between ``<!-- name -->`` and ``<!-- /name -->`` of a document in ``docs/``.

    Raises:
        ValueError: the document has no such marks.
    """
    path = DOCS / document
    old = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    new, count = pattern.subn(lambda match: f"{match[1]}{text}\n{match[2]}", old)
    if count != 1:
        raise ValueError(f"{document} has {count} places named {name!r}")
    path.write_text(new, encoding="utf-8")

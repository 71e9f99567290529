"""The ``--jsonl`` mode the commands share: one object a line in, one a line out, same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TextIO

from bot.errors import OperatorError

__all__ = ["BATCH", "Record", "answer_lines", "read_lines"]

Record = dict[str, Any]

BATCH = 64
"""Lines answered together: large enough to batch the encoder, small enough to see progress."""


def read_lines(source: TextIO) -> Iterator[Record]:
    """Objects of a JSON-lines stream; blank lines are skipped.

    Raises:
        OperatorError: a line is not a JSON object, with its number.
    """
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise OperatorError(f"Dòng {number} không phải JSON: {error.msg}.") from error
        if not isinstance(record, dict):
            raise OperatorError(f"Dòng {number} phải là một đối tượng JSON.")
        yield record


def answer_lines(
    answer: Callable[[Sequence[Record]], Sequence[Record]],
    source: TextIO | None = None,
    target: TextIO | None = None,
) -> None:
    """Answer every line of ``source`` on ``target``, each with its ``id``, in order."""
    source, target = source or sys.stdin, target or sys.stdout
    records = read_lines(source)
    while batch := list(islice(records, BATCH)):
        for record, result in zip(batch, answer(batch), strict=True):
            line = {"id": record.get("id"), **result}
            target.write(json.dumps(line, ensure_ascii=False) + "\n")
        target.flush()

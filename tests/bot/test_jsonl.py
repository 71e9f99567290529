"""The shared --jsonl mode."""

from __future__ import annotations

import io
import json

import pytest

from bot.errors import OperatorError
from bot.jsonl import BATCH, answer_lines, read_lines


def test_answers_keep_order_and_id_over_several_batches() -> None:
    count = BATCH * 2 + 3
    source = io.StringIO("".join(json.dumps({"id": f"x{i}", "n": i}) + "\n" for i in range(count)))
    target = io.StringIO()
    sizes = []

    def double(records):  # type: ignore[no-untyped-def]
        sizes.append(len(records))
        return [{"n": record["n"] * 2} for record in records]

    answer_lines(double, source, target)
    lines = [json.loads(line) for line in target.getvalue().splitlines()]
    assert lines == [{"id": f"x{i}", "n": 2 * i} for i in range(count)]
    assert sizes == [BATCH, BATCH, 3]


def test_vietnamese_is_written_as_it_is() -> None:
    target = io.StringIO()
    answer_lines(lambda records: [{"t": "đánh"}], io.StringIO('{"id": 1}\n'), target)
    assert "đánh" in target.getvalue()


def test_blank_lines_are_skipped() -> None:
    assert list(read_lines(io.StringIO('\n{"id": 1}\n   \n'))) == [{"id": 1}]


@pytest.mark.parametrize("line", ["{", "[1]", '"x"'])
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(OperatorError, match="Dòng 2"):
        list(read_lines(io.StringIO('{"id": 1}\n' + line + "\n")))

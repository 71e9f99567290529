"""Long texts take time as long as they are, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from knowledge.duties.agency import names_at, split_names
from knowledge.duties.dates import deadline_in, months_in, report_date_in
from knowledge.duties.flat import flat
from knowledge.duties.pattern import bounded
from knowledge.duties.question_bodies import named_body
from knowledge.duties.role import read_role

LENGTH = 100_000
SECONDS = 8.0
"""Some of these took minutes; now the slowest takes half a second."""

HEAPS = {
    "spaces": "Sở Y tế" + " " * LENGTH + "x",
    "spaces first": " " * LENGTH + "x",
    "tabs": "phối hợp" + "\t" * LENGTH + "x",
    "lines": "\n" * LENGTH + "x",
    "before": "trước " * (LENGTH // 6),
    "gap between dates": "ngày 1/1" + " " * (LENGTH // 2) + "và" + " " * (LENGTH // 2) + "2/2",
    "commas": ", " * (LENGTH // 2) + "x",
    "dashes": "Sở A" + " -" * (LENGTH // 2) + "x",
    "small words": "hằng năm, " * (LENGTH // 10) + "x",
    "on the ground of": "trên cơ sở a " * (LENGTH // 13) + "x",
    "one plural": "các sở, " + "cơ quan, đơn vị, " * (LENGTH // 17),
}


def _names(text: str) -> object:
    return names_at(text, 0, any_name=True)


@pytest.mark.parametrize(
    "read", [split_names, report_date_in, deadline_in, months_in, read_role, _names]
)
@pytest.mark.parametrize("heap", HEAPS)
def test_heaps_take_linear_time(read: Callable[[str], object], heap: str) -> None:
    text = HEAPS[heap]
    flat(text)
    began = time.perf_counter()
    read(text)
    assert time.perf_counter() - began < SECONDS


def test_white_space_is_bounded() -> None:
    pattern = bounded(r"a\s*b\s+c")
    assert pattern.fullmatch("ab c") and pattern.fullmatch("a    b    c")
    assert pattern.fullmatch("a     b c") is None


@pytest.mark.parametrize("heap", HEAPS)
def test_questions_of_heaps_take_linear_time(heap: str) -> None:
    began = time.perf_counter()
    named_body(HEAPS[heap], {}, ())
    assert time.perf_counter() - began < SECONDS

from __future__ import annotations

import pytest

from handoff.statistics import HIDDEN, count_cases


def test_counts_and_hidden_ones(cases, database, clock):
    with database.atomic() as tx:
        for number in range(12):
            kind = "partner" if number < 8 else "child"
            case = cases.open(tx, f"web:{number}", channel="web", level="emergency", kind=kind)
            if number < 6:
                clock.pass_minutes(number)
                cases.accept(tx, case.id, 1)
        numbers = count_cases(tx, 0, 1e12)
        assert numbers.total == 12 and numbers.accepted == 6 and numbers.escalated == 0
        assert numbers.by["level"] == {"emergency": 12}
        assert numbers.by["kind"] == {"partner": HIDDEN, "child": HIDDEN}, (
            "one hidden count could be computed from the total"
        )
        assert numbers.accept_minutes == 2.5
        assert count_cases(tx, 0, 1).total == 0


def test_few_waits_give_no_median(cases, database):
    with database.atomic() as tx:
        case = cases.open(tx, "web:1", channel="web", level="emergency")
        cases.accept(tx, case.id, 1)
        numbers = count_cases(tx, 0, 1e12)
        assert (numbers.total, numbers.accepted, numbers.accept_minutes) == (HIDDEN, HIDDEN, None)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 20, "b": 10}, set()),
        ({"a": 20, "b": 10, "c": 3}, {"b", "c"}),
        ({"a": 20, "b": 3, "c": 3}, {"b", "c"}),
        ({"a": 20, "b": 10, "c": 1, "d": 1}, {"b", "c", "d"}),
        ({"a": 2}, {"a"}),
    ],
)
def test_hidden_counts_cannot_be_computed_from_the_total(cases, database, counts, hidden):
    with database.atomic() as tx:
        for place, count in counts.items():
            for number in range(count):
                cases.open(
                    tx, f"web:{place}{number}", channel="web", level="emergency", place=place
                )
        shown = count_cases(tx, 0, 1e12).by["place"]
    assert {place for place, count in shown.items() if count == HIDDEN} == hidden

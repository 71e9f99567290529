import dataclasses

import pytest

from handoff.case import CaseState, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("CT-0042", 42), ("ct 42", 42), (" 42 ", 42), ("", None), ("x", None), ("٤", None),
     ("CT-", None), ("9" * 20, None)],
)  # fmt: skip
def test_numbers_people_type(text, number):
    assert parse_number(text) == number


def test_what_staff_may_see_of_a_case(cases, database):
    with database.atomic() as tx:
        case = cases.open(tx, "telegram:123456789", channel="telegram", level="emergency")
    assert case.number == "CT-0001"
    assert case.masked == "telegram:•••89"
    assert dataclasses.replace(case, conversation="web:1234").masked == "web:•••"
    shown = dataclasses.replace(case, shown_after=7, accepted_after=9)
    assert shown.visible_after == 7
    assert dataclasses.replace(shown, consent=True).visible_after == 0
    revoked = dataclasses.replace(shown, consent=False, shown_after=None)
    assert revoked.visible_after == 9
    assert dataclasses.replace(revoked, accepted_after=None).visible_after is None
    assert dataclasses.replace(shown, consent=True, erased=True).visible_after is None


def test_states():
    owned = {state for state in CaseState if state.owned}
    assert owned == {CaseState.ACCEPTED, CaseState.TRANSFERRED}
    assert {state for state in CaseState if state.waits} == {CaseState.WAITING, CaseState.ESCALATED}

import itertools
import re
from dataclasses import replace

import pytest

from handoff.telling import telling

CHANGES = ("joined", "transferred", "released", "returned", "closed")


@pytest.fixture
def case(cases, database):
    with database.atomic() as tx:
        return cases.open(tx, "web:a", channel="web", level="emergency", kind="partner", who="self")


def test_children_are_called_con_and_old_people_bac(case):
    young = replace(case, speaker="child")
    old = replace(case, kind="elder")
    for what, watched in itertools.product(CHANGES, (False, True)):
        for one, others in ((young, "bạn|bác"), (old, "bạn|con"), (case, "con|bác")):
            said = telling(what, replace(one, watched=watched))
            assert not re.search(rf"\b({others})\b", said, re.I), said
            assert "{" not in said


def test_who_reports_an_old_persons_trouble_is_not_old(case):
    assert "bạn" in telling("joined", replace(case, kind="elder", who="third_party"))


def test_on_a_watched_phone_nothing_tells(case):
    telling_words = re.compile(r"trực|hỗ trợ|bạo lực|chồng|đánh|công an", re.I)
    for what in CHANGES:
        assert not telling_words.search(telling(what, replace(case, watched=True)))

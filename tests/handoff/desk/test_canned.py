import re

import pytest

from handoff.datafile import DataFileError
from handoff.desk.canned import load_canned

ROW = "replies:\n  - id: a\n    title: A\n    for: {}\n    text: {}\n"


def test_ours_is_right_and_speaks_to_children_as_con():
    replies = load_canned()
    assert len({reply.title for reply in replies}) == len(replies)
    for reply in replies:
        if reply.audience == "child":
            assert "bạn" not in reply.text and "con" in reply.text.lower()
        if reply.audience == "any":
            assert not re.search(r"\b(bạn|con|bác)\b", reply.text, re.I), reply.id


@pytest.mark.parametrize(
    ("audience", "text", "line"),
    [("dogs", "x", 4), ("any", "gọi 113", 5), ("any", "'{fire}'", 5)],
)
def test_mistakes_are_named(tmp_path, audience, text, line):
    path = tmp_path / "canned.yml"
    path.write_text(ROW.format(audience, text), encoding="utf-8")
    with pytest.raises(DataFileError, match=f"dòng {line}"):
        load_canned(path)

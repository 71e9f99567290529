from __future__ import annotations

import json

from bot.eval.sections import READ, SETS, beside


def test_rows_of_the_same_name_stand_side_by_side() -> None:
    rows = beside(
        [["đúng", "3/4"], ["kiểu teencode", "1/1"]], [["đúng", "8/9"], ["kiểu typo", "0/1"]]
    )
    assert rows == [
        ["đúng", "3/4", "8/9"],
        ["kiểu teencode", "1/1", ""],
        ["kiểu typo", "", "0/1"],
    ]


def test_no_line_is_both_unread_and_read() -> None:
    for name, field in (("triage", "text"), ("ask", "question"), ("duties", "question")):
        texts = [
            {
                json.loads(line)[field].casefold()
                for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            }
            for folder in (SETS, READ)
            if (folder / f"{name}.jsonl").is_file()
        ]
        assert len(texts) == 2, name
        assert not texts[0] & texts[1], name

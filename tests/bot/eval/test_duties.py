import json

import pytest

from bot.eval.duties import evaluate, judge
from knowledge.corpus import Corpus
from knowledge.duties import DutyAnswer
from knowledge.plan import Duty

DUTY = Duty("x", "IV.1", "Sở Y tế", "phối hợp", "khám sàng lọc", ("Công an tỉnh",), "Quý II")


def row(**expect):
    return {"id": "1", "question": "?", "type": "forward", "expect": expect}


@pytest.mark.parametrize(
    ("expect", "right"),
    [
        ({"lead": ["Sở Y tế"], "coordinate": ["Công an tỉnh"], "deadline": "quý II"}, True),
        ({"lead": ["Sở Tư pháp"]}, False),
        ({"role": "Phối hợp"}, True),
        ({"not_found": True}, False),
        ({"clarify_locality": True}, False),
        ({"duties": [{"task": "khám sàng lọc", "role": "phối hợp", "section": "IV.1"}]}, True),
    ],
)
def test_values_are_looked_for_in_text_and_fields(expect, right):
    answer = DutyAnswer("found", "Sở Y tế phối hợp.", (DUTY,))
    assert (judge(row(**expect), answer) == []) is right


def test_no_lead_must_be_said():
    assert judge(row(lead=[]), DutyAnswer("found", "Kế hoạch không nêu cơ quan chủ trì.")) == []
    assert judge(row(lead=[]), DutyAnswer("found", "Sở Y tế làm."))


def test_a_role_not_written_must_not_be_said():
    line = row(lead=["Sở Y tế"]) | {"lead_explicit": False}
    said = Duty("x", "IV.1", "Sở Y tế", "chủ trì", "khám")
    assert judge(line, DutyAnswer("found", "Sở Y tế", (said,)))
    assert judge(line, DutyAnswer("found", "Sở Y tế", (DUTY,))) == []


def test_a_set_is_counted_by_type(tmp_path):
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "xa-binh-an-2026.txt").write_text(
        "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên địa bàn xã Bình An năm 2026\n\nI. TỔ CHỨC THỰC "
        "HIỆN\n\n"
        "1. Trạm Y tế xã chủ trì, phối hợp với Công an xã khám sàng lọc nạn nhân."
    )
    lines = [
        row(lead=["Trạm Y tế xã"]) | {"question": "Ai chủ trì khám sàng lọc ở Bình An?"},
        row(not_found=True) | {"question": "Sở Y tế Bình An làm gì?", "type": "not_found"},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    result = evaluate(path, Corpus(folder))
    assert (result["right"], result["total"]) == (2, 2)
    assert result["by_type"] == {"forward": (1, 1), "not_found": (1, 1)}

import pytest

from bot.asking import Asked
from bot.eval.ask import judge
from knowledge.answer import Citation

LINE = {
    "question": "?",
    "answerable": True,
    "plan": "can-tho-2024",
    "evidence": ["số điện thoại 18008065"],
    "must_include": ["18008065"],
}


def asked(status="answered", text="Gọi 18008065.", quote="Tổng đài số điện thoại  18008065"):
    citations = (Citation("can-tho-2024", "KH", "UBND", "I", quote, "2024"),) if quote else ()
    return Asked(status, text, citations)


def test_a_right_answer():
    assert judge(LINE, asked()).right


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (asked(status="not_in_plans"), "không trả lời (not_in_plans)"),
        (asked(quote="đoạn khác, 18008065"), "không dẫn đúng đoạn"),
        (asked(text="Gọi đi", quote=""), "thiếu 18008065"),
        (asked(text="Gọi 0292 123 4567."), "bịa 0292 123 4567"),
    ],
)
def test_what_is_wrong(answer, fault):
    assert fault in judge(LINE, answer).faults


def test_other_forms_are_accepted():
    line = {**LINE, "must_include": ["15 tháng 12"], "accept": {"15 tháng 12": ["15/12"]}}
    assert judge(line, asked(quote="số điện thoại 18008065 trước 15/12")).right


def test_each_plan_must_be_cited_where_asked():
    line = {**LINE, "plan": ["can-tho-2024", "lai-chau-2021-2025"], "cite_all_plans": True}
    assert "chưa dẫn đủ kế hoạch" in judge(line, asked()).faults


def test_abstaining():
    line = {"question": "?", "answerable": False, "plan": None, "redirect_any": ["Sở Tư pháp"]}
    assert judge(line, asked()).faults == ("đáng lẽ không trả lời",)
    silent = judge(line, Asked("not_in_plans", "Không có. Hỏi Sở Tư pháp."))
    assert silent.right
    assert silent.redirected

from __future__ import annotations

from bot.actions.answer import ActionAnswer
from bot.actions.duties import ActionDuties
from bot.asking import Asked
from knowledge.duties import DutyAnswer
from knowledge.plan import Duty
from tests.bot.actions.conftest import CITATION, Plans, Run

REPORT = Duty(
    "can-tho-2024",
    "IV.8.c",
    "UBND quận, huyện",
    "thực hiện",
    "báo cáo",
    report_to="Sở Nội vụ",
    report_date="trước ngày 15 tháng 12 hàng năm",
)
OFFER = {
    "who": "UBND quận, huyện",
    "to": "Sở Nội vụ",
    "when": "trước ngày 15 tháng 12 hàng năm",
    "place": "can-tho-2024",
    "section": "mục IV.8.c",
    "days": [[15, 12, None]],
    "before": True,
}


def test_a_dated_deadline_goes_to_the_front(run: Run, plans: Plans) -> None:
    plans.duty = DutyAnswer("found", "…", (REPORT,))
    said = run(ActionDuties, "báo cáo khi nào?", "ask_duty")
    assert said.custom["deadlines"] == [OFFER]


def test_what_was_not_found_or_has_no_day_does_not(run: Run, plans: Plans) -> None:
    undated = Duty("can-tho-2024", "V", "Sở Y tế", "thực hiện", "…", deadline="Thường xuyên")
    for duty in (DutyAnswer("not_found", "…", (REPORT,)), DutyAnswer("found", "…", (undated,))):
        plans.duty = duty
        plans.answer = Asked("not_in_plans", "…")
        assert "deadlines" not in run(ActionDuties, "khi nào?", "ask_duty").custom


def test_an_answer_from_the_text_offers_only_what_it_reads_out(run: Run, plans: Plans) -> None:
    plans.dated = [REPORT]
    plans.answer = Asked("answered", f"Kế hoạch ghi: {REPORT.report_date}.", (CITATION,))
    assert run(ActionAnswer, "hạn?", "ask_plan").custom["deadlines"] == [OFFER]
    plans.answer = Asked("answered", "Kế hoạch ghi điều khác.", (CITATION,))
    assert "deadlines" not in run(ActionAnswer, "hạn?", "ask_plan").custom

import pytest

from knowledge.conflicts import conflicts_of
from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of


def test_real_conflict_and_nothing_else(plans):
    pairs = conflicts_of(plans["thanh-sen-2026-2030"])
    agencies = [{first.agency, second.agency} for first, second in pairs]
    assert {"Phòng Văn hóa – Xã hội", "Trạm y tế phường"} in agencies
    assert conflicts_of(plans["can-tho-2024"]) == ()


def test_two_dates_for_one_report():
    text = (
        "KẾ HOẠCH\n\nPhòng ngừa bạo lực xã Bình An năm 2026\n\nI. NHIỆM VỤ\n\n1. Công an xã báo "
        "cáo kết quả gửi về Ủy ban "
        "nhân dân xã trước ngày 10/12.\n\nII. TỔ CHỨC\n\n1. Công an xã báo cáo Ủy ban nhân dân "
        "xã trước ngày 15/11."
    )
    plan = understand(Document("x", tuple(blocks_of(text))))
    ((first, second),) = conflicts_of(plan)
    assert (first.report_date, second.report_date) == ("trước ngày 10/12", "trước ngày 15/11")


HEAD = "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên cơ sở giới xã Bình An giai đoạn 2026 - 2030\n\n"
ANNEX = (
    "\n\nPHỤ LỤC\n\nPHÂN CÔNG\n\n| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | "
    "Thời gian hoàn thành |\n|---|---|---|---|---|\n| 1 | {task} | {lead} | Công an xã | {when} |\n"
)


def read(body):
    return understand(Document("x", tuple(blocks_of(HEAD + "IV. TỔ CHỨC\n\n" + body))))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "xây dựng nơi tạm lánh an toàn cho nạn nhân",
            "thành lập nơi tạm lánh an toàn cho nạn nhân",
        ),
        (
            "tập huấn kỹ năng tư vấn cho cộng tác viên thôn",
            "tổ chức bồi dưỡng kỹ năng tư vấn cho cộng tác viên thôn",
        ),
    ],
)
def test_one_task_in_other_words_for_two_bodies(first, second):
    plan = read(f"1. Phòng Văn hóa - Xã hội chủ trì {first}.\n\n2. Trạm Y tế xã chủ trì {second}.")
    assert [(a.section, b.section) for a, b in conflicts_of(plan)] == [("IV.1", "IV.2")]


@pytest.mark.parametrize(
    ("when", "disagree"), [("Quý IV năm 2026", True), ("Quý II năm 2026", False)]
)
def test_two_times_for_one_task(when, disagree):
    task = "Lập cơ sở dữ liệu về nạn nhân của xã"
    plan = read(
        f"1. Phòng Văn hóa - Xã hội chủ trì {task.lower()}, hoàn thành trước 30/6/2026."
        + ANNEX.format(task=task, lead="Phòng Văn hóa - Xã hội", when=when)
    )
    assert bool(conflicts_of(plan)) == disagree
    assert any("thời hạn khác nhau" in warning for warning in plan.warnings) == disagree


def test_a_report_of_prose_and_of_the_annex():
    plan = read(
        "1. Trạm Y tế xã báo cáo kết quả gửi về Phòng Văn hóa - Xã hội trước ngày 10/11."
        + ANNEX.format(
            task="Báo cáo kết quả gửi về Phòng Văn hóa - Xã hội",
            lead="Trạm Y tế xã",
            when="Trước ngày 05/12",
        )
    )
    ((first, second),) = conflicts_of(plan)
    assert (first.report_date, second.report_date) == ("trước ngày 10/11", "Trước ngày 05/12")


def test_one_of_two_dates_is_no_other_date():
    plan = read(
        "1. Công an xã báo cáo Ủy ban nhân dân xã trước ngày 10/6 và trước ngày 10/12.\n\n"
        "2. Công an xã gửi báo cáo về Ủy ban nhân dân xã trước ngày 10/12."
    )
    assert conflicts_of(plan) == ()

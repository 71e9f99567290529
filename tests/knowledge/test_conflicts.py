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

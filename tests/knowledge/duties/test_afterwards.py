import pytest

from tests.knowledge.duties.paper import organised


@pytest.mark.parametrize(
    ("body", "deadline"),
    [
        (
            "1. Trạm Y tế xã bố trí phòng khám riêng; đưa vào sử dụng trước ngày 01/8/2026.",
            "trước ngày 01/8/2026",
        ),
        (
            "1. Công an xã tham mưu ban hành quy chế trực; trình UBND xã trước ngày 15/4/2026.",
            "trước ngày 15/4/2026",
        ),
        (
            "1. Hội Nông dân xã lập câu lạc bộ bốn ấp. Các buổi ra quân hoàn thành trước 20/6.",
            "trước 20/6",
        ),
        (
            "1. Hội Nông dân xã mở nhóm cha mẹ, mỗi tháng họp một lần; ra mắt trong quý III/2026.",
            "trong quý III/2026",
        ),
        (
            "1. Công an xã lập đội trực đêm; ngày 15 hằng tháng báo cáo Chủ tịch UBND xã.",
            None,
        ),
    ],
)
def test_the_end_of_the_work_is_named_in_a_later_clause(body, deadline):
    assert organised(body)[0].deadline == deadline


def test_a_report_in_the_next_clause_is_that_of_the_work():
    first, report = organised(
        "1. Trưởng các ấp rà soát hộ có nguy cơ; trước ngày 10 hằng tháng báo cáo Công an xã."
    )
    assert (first.report_to, first.report_date) == ("Công an xã", "trước ngày 10 hằng tháng")
    assert report.report_to == "Công an xã"


def test_those_at_the_core_lead_the_sentence_before():
    found = organised(
        "1. Thành lập nhóm trông trẻ ở ấp Một. Chi hội phụ nữ ấp làm nòng cốt vận động, Hội Nông "
        "dân xã cùng tham gia điều hành; ra mắt trước ngày 30/6/2026."
    )
    assert found[0].agency == "Chi hội phụ nữ ấp"
    assert found[0].partners == ("Hội Nông dân xã",)
    assert found[0].deadline == "trước ngày 30/6/2026"


def test_rounds_each_with_its_time():
    (found,) = organised(
        "1. Công an xã mở 02 đợt ra quân vào tối thứ Bảy; đợt 1 trong tháng 5, đợt 2 trong tháng 9."
    )
    assert found.deadline == "đợt 1 trong tháng 5, đợt 2 trong tháng 9"


def test_work_given_to_one_who_is_named_behind_it():
    found = organised(
        "1. Tổ chức 08 buổi nói chuyện ở các buôn xa. Việc này giao Phòng Văn hóa làm đầu mối."
    )
    assert (found[0].agency, found[0].role) == ("Phòng Văn hóa", "làm đầu mối")


@pytest.mark.parametrize(
    "tail",
    [
        "Đề nghị Mặt trận Tổ quốc xã làm nòng cốt, xong ở các ấp trong quý IV/2026.",
        "Mặt trận Tổ quốc xã phụ trách, Hội Phụ nữ xã cùng tham gia vận động hội viên.",
    ],
)
def test_who_is_in_charge_of_the_sentence_before(tail):
    found = organised(f"1. Vận động thầy mo, trưởng dòng họ ký cam kết không ép cưới. {tail}")
    assert found[0].agency == "Mặt trận Tổ quốc xã"

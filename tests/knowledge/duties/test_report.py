import pytest

from knowledge.duties.report import read_reports


def test_two_hops_and_the_date_of_the_first():
    first, second = read_reports(
        "báo cáo tình hình gửi về Sở Nội vụ trước ngày 15 tháng 12 hàng năm để tổng hợp báo cáo "
        "Bộ Nội vụ, "
        "Ủy ban nhân dân thành phố theo quy định"
    )
    assert (first.to, first.date) == ("Sở Nội vụ", "trước ngày 15 tháng 12 hàng năm")
    assert second.onward and second.by == "Sở Nội vụ"
    assert second.to == "Bộ Nội vụ, Ủy ban nhân dân thành phố"
    assert second.date is None


def test_date_at_the_end_holds_for_both():
    hops = read_reports(
        "báo cáo gửi Sở Nội vụ để tổng hợp báo cáo UBND tỉnh trước ngày 10 tháng 12 hàng năm"
    )
    assert [hop.date for hop in hops] == ["trước ngày 10 tháng 12 hàng năm"] * 2


def test_channel_is_no_receiver():
    (report,) = read_reports(
        "báo cáo kết quả 6 tháng gửi về Hội LHPN Hà Nội qua Ban Gia đình Xã hội"
    )
    assert report.to == "Hội LHPN Hà Nội"


def test_no_report():
    assert read_reports("phối hợp với Sở Y tế tiếp nhận nạn nhân") == []


def test_a_body_no_usual_word_begins():
    (hop,) = read_reports("báo cáo nhanh Trường (qua Tổ Văn phòng) trong vòng 02 giờ")
    assert (hop.to, hop.date) == ("Trường", "trong vòng 02 giờ")


def test_figures_handed_over():
    (hop,) = read_reports("cung cấp số liệu khám cho Sở Y tế vào ngày 20 hằng tháng")
    assert (hop.to, hop.date) == ("Sở Y tế", "vào ngày 20 hằng tháng")


@pytest.mark.parametrize(
    ("clause", "to", "date"),
    [
        (
            "Báo tin các ca nghi bị xâm hại về Phòng Y tế trong vòng 36 giờ kể từ khi tiếp nhận",
            "Phòng Y tế",
            "trong vòng 36 giờ kể từ khi tiếp nhận",
        ),
        ("khi thấy trẻ có vết thương phải báo Công an xã trong ngày", "Công an xã", "trong ngày"),
        ("phải báo ngay trong đêm cho Tổ xung kích", "Tổ xung kích", "ngay trong đêm"),
    ],
)
def test_a_case_told_to_a_body_is_a_report(clause, to, date):
    (hop,) = read_reports(clause)
    assert (hop.to, hop.date) == (to, date)


@pytest.mark.parametrize(
    "clause",
    ["bảo vệ nạn nhân cho đến khi Công an xã có mặt", "tiếp nhận tin báo, chuyển về Công an xã"],
)
def test_guarding_and_taking_in_news_report_nothing(clause):
    assert read_reports(clause) == []

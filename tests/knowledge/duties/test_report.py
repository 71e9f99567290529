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

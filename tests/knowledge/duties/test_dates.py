import pytest

from knowledge.duties.dates import deadline_in, months_in, report_date_in


@pytest.mark.parametrize(
    ("clause", "date"),
    [
        (
            "gửi về Sở trước ngày 15 tháng 12 hàng năm để tổng hợp",
            "trước ngày 15 tháng 12 hàng năm",
        ),
        (
            "hàng tháng, 6 tháng (trước 30/5), 01 năm (trước 30/11) gửi",
            "hàng tháng, 6 tháng (trước 30/5), 01 năm (trước 30/11)",
        ),
        (
            "Định kỳ hàng năm (ngày 10 tháng 11) các đơn vị gửi",
            "Định kỳ hàng năm (ngày 10 tháng 11)",
        ),
        ("báo cáo quý trước ngày 20 của tháng cuối quý", "trước ngày 20 của tháng cuối quý"),
        ("báo cáo theo quy định", None),
        ("Số liệu chốt đến ngày 30/11; gửi Sở trước ngày 05/12", "trước ngày 05/12"),
        ("gửi về Sở trước ngày 15/12 (số liệu chốt đến ngày 30/11)", "trước ngày 15/12"),
        (
            "Số liệu tính từ ngày 15/12 năm trước đến ngày 14/12 của năm báo cáo, gửi về xã "
            "trước ngày 20/12",
            "trước ngày 20/12",
        ),
        ("Thời điểm chốt số liệu ngày 14/11, báo cáo trước ngày 20/11", "trước ngày 20/11"),
        ("Kết quả tính đến ngày 30/11 báo cáo về Hội trước ngày 05/12", "trước ngày 05/12"),
        ("Số liệu báo cáo chốt đến ngày 30/11", None),
        ("hạn chót là ngày 15/12 gửi báo cáo", "ngày 15/12"),
        ("gửi số liệu về Sở vào ngày 15/12 hằng năm", "vào ngày 15/12 hằng năm"),
    ],
)
def test_report_dates(clause, date):
    assert report_date_in(clause) == date


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("xong trong Quý II/2026", "xong trong Quý II/2026"),
        ("trong vòng 24 giờ khi có yêu cầu", "trong vòng 24 giờ khi có yêu cầu"),
        ("từ ngày 15/11 đến ngày 15/12/2025 với chủ đề", "từ ngày 15/11 đến ngày 15/12/2025"),
        ("theo Quyết định số 2232/QĐ-TTg ngày 28/12/2020", None),
        ("hàng năm xây dựng dự toán", "hàng năm"),
    ],
)
def test_deadlines(clause, deadline):
    assert deadline_in(clause) == deadline


def test_months():
    assert months_in("Quý III, IV hằng năm") == frozenset(range(7, 13))
    assert months_in("trước ngày 10/11") == {11}
    assert months_in("Thường xuyên") == frozenset()

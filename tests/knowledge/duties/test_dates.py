import pytest

from knowledge.duties.dates import deadline_in, is_time, months_in, report_date_in


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
        ("báo cáo trước 20/6 (tính đến 15/6) và trước 20/12", "trước 20/6; trước 20/12"),
        (
            "báo cáo 6 tháng trước ngày 10 tháng 6 và báo cáo tổng kết năm trước ngày 10 tháng 12",
            "trước ngày 10 tháng 6; trước ngày 10 tháng 12",
        ),
        (
            "chậm nhất ngày 05/6 đối với báo cáo 6 tháng đầu năm và ngày 05/12 đối với báo cáo năm",
            "chậm nhất ngày 05/6; ngày 05/12",
        ),
        ("gửi Sở trước ngày 10/12, theo Công văn số 12 ngày 5/3/2024", "trước ngày 10/12"),
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
        ("hoàn thành trước 30/6 và 30/11 hằng năm", "trước 30/6 và 30/11 hằng năm"),
        ("đợt 1 trong tháng 3, đợt 2 trong tháng 11", "trong tháng 3; trong tháng 11"),
        ("tổ chức truyền thông vào tháng 6 và tháng 11", "vào tháng 6 và tháng 11"),
        ("mở cổng phụ lúc 18 giờ thứ Tư hằng tuần", "lúc 18 giờ thứ Tư hằng tuần"),
        ("trả lời ngay trong ngày", "ngay trong ngày"),
        ("nộp bài viết trước ngày 07/ll/2O27", "trước ngày 07/ll/2O27"),
        ("dạy thử trong Học kỳ II năm học 2027 - 2028", "trong Học kỳ II năm học 2027 - 2028"),
        ("cho công nhân tan ca sau 21 giờ, xong trong tháng 9/2027", "xong trong tháng 9/2027"),
        ("trực ở bến sau 21 giờ", None),
        ("lập dự toán trước ngày 10/8 năm trước", "trước ngày 10/8 năm trước"),
        ("trình chậm nhất 06 giờ kể từ khi có đơn", "chậm nhất 06 giờ kể từ khi có đơn"),
        ("phát quà trong Tháng Thanh niên (tháng 3)", "trong Tháng Thanh niên (tháng 3)"),
        (
            "mỗi năm ba lớp, hoàn thành trước mùa lũ tháng 9 hằng năm",
            "trước mùa lũ tháng 9 hằng năm",
        ),
    ],
)
def test_deadlines(clause, deadline):
    assert deadline_in(clause) == deadline


def test_the_province_counts_nothing():
    assert report_date_in("báo cáo UBND tỉnh trong vòng 12 giờ") == "trong vòng 12 giờ"


@pytest.mark.parametrize(
    ("heading", "only"), [("Quý III/2027:", True), ("Tháng 4", True), ("Tháng 4 vì trẻ em", False)]
)
def test_headings_that_only_say_when(heading, only):
    assert is_time(heading) is only


def test_months():
    assert months_in("Quý III, IV hằng năm") == frozenset(range(7, 13))
    assert months_in("trước ngày 10/11") == {11}
    assert months_in("trước 20/6; trước 20/12") == {6, 12}
    assert months_in("trong các tháng 3, 6, 9 và 12 hằng năm") == {3, 6, 9, 12}
    assert months_in("Thường xuyên") == frozenset()


@pytest.mark.parametrize(
    ("clause", "rate"),
    [
        ("sinh hoạt câu lạc bộ tối thiểu 02 buổi/quý", "tối thiểu 02 buổi/quý"),
        ("mở lớp cho thợ lò ngoài giờ hành chính", "ngoài giờ hành chính"),
        ("phát 03 bài/tuần, xong trước ngày 12/9", "xong trước ngày 12/9"),
    ],
)
def test_how_often_stands_where_there_is_no_date(clause, rate):
    assert deadline_in(clause) == rate


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("Ngày 28 hằng tháng rà từng vụ việc", "Ngày 28 hằng tháng"),
        ("Giải bóng đá mi ni, ngày 29/11/2026: góc cam kết", "ngày 29/11/2026"),
        ("theo Quyết định số 625/QĐ-TTg, ngày 01/02/2026, mở lớp", None),
        ("làm đầu mối nắm tình hình", None),
        ("Mô hình chạy thử 18 tháng kể từ tháng 01 năm 2027", "18 tháng kể từ tháng 01 năm 2027"),
        ("trình HĐND phường tại kỳ họp cuối năm", "tại kỳ họp cuối năm"),
        ("báo cáo kết quả 06 tháng", None),
        ("phát tờ gấp từ ngày 03 đến ngày 12/5", "từ ngày 03 đến ngày 12/5"),
        ("soạn chương trình trước mỗi kỳ họp 10 ngày", "trước mỗi kỳ họp 10 ngày"),
    ],
)
def test_dates_of_a_tasks_own(clause, deadline):
    assert deadline_in(clause) == deadline

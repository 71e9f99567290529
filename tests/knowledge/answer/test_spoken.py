import pytest

from knowledge.answer.spoken import written_numbers


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("số một một một", "số 111"),
        ("một tám không không tám không sáu năm", "18008065"),
        ("năm hai không hai tư", "năm 2024"),
        ("bảy mươi phần trăm", "70%"),
        ("năm mươi lăm", "55"),
        ("mười lăm tháng mười hai", "15 tháng 12"),
        ("một trăm phần trăm", "100%"),
        ("một nửa số người", "50% số người"),
        ("ba phần tư số hộ", "75% số hộ"),
        ("nửa đêm", "nửa đêm"),
        ("báo cáo sáu tháng", "báo cáo 6 tháng"),
        ("một hai lần", "một hai lần"),
        ("sau khi bị đánh", "sau khi bị đánh"),
    ],
)
def test_spoken_numbers(said, written):
    assert written_numbers(said) == written

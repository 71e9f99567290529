import pytest

from knowledge.plan import Period
from knowledge.reading.plain import blocks_of
from knowledge.structure.letterhead import read_letterhead, read_period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Triển khai Đề án “An toàn giai đoạn 2022 - 2026” năm 2024", Period(2024, 2024)),
        ("Phòng ngừa bạo lực giai đoạn 2021-2025", Period(2021, 2025)),
        ("Phòng ngừa bạo lực đến năm 2030", Period(2030, 2030)),
        ("Phòng ngừa bạo lực từ năm 2026 đến năm 2030", Period(2026, 2030)),
        ("Phòng ngừa bạo lực", None),
    ],
)
def test_period(title, period):
    assert read_period(title) == period


def test_two_column_letterhead_on_one_line():
    head = read_letterhead(
        blocks_of(
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH AN GIANG Độc lập - Tự do - "
            "Hạnh phúc\n"
            "Số: 412/KH-UBND An Giang, ngày 21 tháng 3 năm 2025\n\nKẾ HOẠCH\nPhòng ngừa bạo lực "
            "năm 2025\n\n"
            "Căn cứ Luật Bình đẳng giới;\n"
        )
    )
    assert head.number == "412/KH-UBND"
    assert head.date == "ngày 21 tháng 3 năm 2025"
    assert head.date_place == "An Giang"
    assert head.issuer == "Ủy ban nhân dân tỉnh An Giang"
    assert head.bases == ("Căn cứ Luật Bình đẳng giới",)


def test_missing_number_and_day():
    head = read_letterhead(
        blocks_of(
            "Số: /KH-UBND\n\nLai Châu, ngày tháng 4 năm 2021\n\nKẾ HOẠCH\n\nThực hiện Chương trình"
        )
    )
    assert head.number is None
    assert head.date == "tháng 4 năm 2021"


def test_the_motto_between_the_lines_of_the_other_column():
    head = read_letterhead(
        blocks_of(
            "ỦY BAN NHÂN DÂN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nTỈNH THÁI NGUYÊN\n\n"
            "Độc lập - Tự do - Hạnh phúc\n\nSô: 118/KH-UBND\n\n"
            "Thái Nguyên, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n\nPhòng ngừa bạo lực năm 2026\n\n"
        )
    )
    assert head.issuer == "Ủy ban nhân dân tỉnh Thái Nguyên"
    assert head.number == "118/KH-UBND"

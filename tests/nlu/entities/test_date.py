import unicodedata

import pytest

from nlu.entities import find_dates


def fields(date):
    names = ("kind", "day", "month", "quarter", "half", "year", "last_year", "yearly", "relation")
    return {name: getattr(date, name) for name in names if getattr(date, name) not in (None, False)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước 15/12", {"kind": "day", "day": 15, "month": 12, "relation": "before"}),
        (
            "trước ngày 15 tháng 12 hàng năm",
            {"kind": "day", "day": 15, "month": 12, "yearly": True, "relation": "before"},
        ),
        (
            "truoc ngay 10/12 hang nam",
            {"kind": "day", "day": 10, "month": 12, "yearly": True, "relation": "before"},
        ),
        ("ngày 11 tháng 3 năm 2021", {"kind": "day", "day": 11, "month": 3, "year": 2021}),
        ("29/8/2022", {"kind": "day", "day": 29, "month": 8, "year": 2022}),
        ("tháng 11", {"kind": "month", "month": 11}),
        ("thang 11/2024", {"kind": "month", "month": 11, "year": 2024}),
        ("tháng mười một", {"kind": "month", "month": 11}),
        ("quý III", {"kind": "quarter", "quarter": 3}),
        ("quy iv nam 2026", {"kind": "quarter", "quarter": 4, "year": 2026}),
        ("6 tháng đầu năm", {"kind": "half", "half": 1}),
        ("giai đoạn 2021-2025", {"kind": "period", "year": 2021, "last_year": 2025}),
        ("đến năm 2030", {"kind": "year", "year": 2030, "relation": "until"}),
        ("hằng năm", {"kind": "year", "yearly": True}),
    ],
)
def test_one_date(text, expected):
    (date,) = find_dates(f"báo cáo {text} nhé")
    assert fields(date) == expected


@pytest.mark.parametrize(
    "text",
    [
        "trực 24/7",
        "24/24",
        "số 12/KH-UBND",
        "1/3 số hộ",
        "31/2 là ngày nào",
        "18008065",
        "tháng tuổi",
        "mục 4.8",
        "con ba tháng",
        "số 3101/QĐ-UBND",
    ],
)
def test_what_is_no_date(text):
    assert find_dates(text) == ()


def test_positions_and_order():
    text = "6 tháng (trước 30/5), 01 năm (trước 30/11)"
    first, second = find_dates(text)
    assert text[first.start : first.end] == "trước 30/5"
    assert text[second.start : second.end] == "trước 30/11"


def test_positions_in_decomposed_text():
    text = unicodedata.normalize("NFD", "hạn trước 15/12 nhé")
    (date,) = find_dates(text)
    assert unicodedata.normalize("NFC", text[date.start : date.end]).endswith("15/12")

import pytest

from knowledge.deadlines import days_in, is_before


def test_deadlines_of_the_plans(plans):
    found = {(d.who, d.to, d.when) for d in plans["thanh-sen-2026-2030"].report_deadlines}
    assert (
        "các đơn vị",
        "phòng Văn hóa – Xã hội",
        "Định kỳ hàng năm (ngày 10 tháng 11)",
    ) in found
    (district,) = [
        d for d in plans["can-tho-2024"].report_deadlines if d.who == "Ủy ban nhân dân quận, huyện"
    ]
    assert district.when == "trước ngày 15 tháng 12 hàng năm"
    assert district.section == "IV.8.c"


@pytest.mark.parametrize(
    ("words", "days", "before"),
    [
        ("trước ngày 15 tháng 12 hàng năm", ((15, 12, None),), True),
        ("trước ngày 10/12", ((10, 12, None),), True),
        ("Định kỳ hàng năm (ngày 10 tháng 11)", ((10, 11, None),), False),
        (
            "hàng tháng, 6 tháng (trước 30/5), 01 năm (trước 30/11)",
            ((30, 5, None), (30, 11, None)),
            True,
        ),
        ("ngày 20/6/2027", ((20, 6, 2027),), False),
        ("Quý II, III hằng năm", (), False),
        ("theo Quyết định số 3101/2022", (), False),
    ],
)
def test_days_of_a_deadline(words, days, before):
    assert days_in(words) == days
    assert is_before(words) is before

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

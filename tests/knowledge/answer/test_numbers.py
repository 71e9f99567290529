from knowledge.answer.numbers import has_like, has_number


def test_numbers_in_their_ways_of_writing():
    assert has_number("trước ngày 10 tháng 12 hàng năm", "10/12")
    assert has_number("ít nhất 01 địa chỉ", "1")
    assert has_number("Tối thiểu 70% số người", "70%")
    assert not has_number("Tối thiểu 70% số người", "50%")
    assert not has_number("không có số", "1")


def test_any_number():
    assert has_like("quý 3", "4")
    assert not has_like("thường xuyên", "4")
    assert has_like("tối thiểu 50% số người", "70%")
    assert not has_like("ngày 15 tháng 12", "70%")
    assert has_like("trước ngày 15 tháng 12", "10/12")
    assert not has_like("100% trường học", "10/12")

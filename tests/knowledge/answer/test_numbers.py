from knowledge.answer.numbers import has_any_number, has_number


def test_numbers_in_their_ways_of_writing():
    assert has_number("trước ngày 10 tháng 12 hàng năm", "10/12")
    assert has_number("ít nhất 01 địa chỉ", "1")
    assert has_number("Tối thiểu 70% số người", "70%")
    assert not has_number("Tối thiểu 70% số người", "50%")
    assert not has_number("không có số", "1")


def test_any_number():
    assert has_any_number("quý 3")
    assert not has_any_number("thường xuyên")

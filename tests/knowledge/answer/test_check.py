from knowledge.answer.answer import Citation
from knowledge.answer.check import unsupported


def citation(quote):
    return Citation("p", "Kế hoạch năm 2024", "UBND", "IV.8.c", quote, "hiệu lực 2024")


def test_numbers_must_stand_in_a_quote():
    cited = [citation("Tối thiểu 70% số người; trước ngày 15 tháng 12")]
    assert unsupported("Kế hoạch ghi 70%, hạn 15/12, mục IV.8.c", cited, []) == ()
    assert unsupported("Gọi 19001234", cited, []) == ("19001234",)
    assert unsupported("Phải đạt 80%", cited, []) == ("80",)


def test_phone_numbers_may_differ_in_spaces():
    assert unsupported("Gọi 02963555018", [citation("đường dây nóng 02963 555 018")], []) == ()
    assert unsupported("Gọi 0296 3555 018", [citation("số 02963555018")], []) == ()


def test_names_must_stand_in_a_quote():
    cited = [citation("Nguyễn Thực Hiện")]
    assert unsupported("Người ký là ông Nguyễn Thực Hiện.", cited, []) == ()
    assert unsupported("Người ký là ông Nguyễn Văn An.", cited, []) == ("Nguyễn Văn An",)
    assert unsupported("Mình không đổi cách làm việc, bà con ạ.", [], []) == ()


def test_what_the_plan_itself_says_may_be_said(plans):
    plan = plans["can-tho-2024"]
    assert unsupported("Kế hoạch 80/KH-UBND ngày 10 tháng 4 năm 2024", [], [plan]) == ()


def test_allowed_texts():
    assert unsupported("Gọi 113", [], [], ["công an 113"]) == ()

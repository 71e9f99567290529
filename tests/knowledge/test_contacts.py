from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of


def contacts(body):
    text = f"KẾ HOẠCH\n\nPhòng ngừa bạo lực xã Bình An năm 2026\n\nI. ĐẦU MỐI\n\n{body}"
    return understand(Document("x", tuple(blocks_of(text)))).contacts


def test_names_and_numbers():
    found = contacts(
        "1. Liên hệ Tổng đài 111, Công an xã: 0239 3855 113, đường dây nóng Trạm Y tế xã "
        "02393.855.115."
    )
    assert [(c.name, c.phone) for c in found] == [
        ("Tổng đài", "111"),
        ("Công an xã", "02393855113"),
        ("Trạm Y tế xã", "02393855115"),
    ]


def test_law_numbers_and_dates_are_no_contacts():
    assert (
        contacts("1. Theo Quyết định số 2232/QĐ-TTg ngày 28/12/2020, đạt 100% trong 115 vụ.") == ()
    )


def test_internal_numbers_are_marked():
    found = contacts(
        "1. Số máy trực nội bộ, chỉ dùng cho cán bộ: 0912 345 678.\n\n2. Người dân gọi số 0239 "
        "3855 113."
    )
    assert [(c.phone, c.internal) for c in found] == [("0912345678", True), ("02393855113", False)]


def test_a_number_for_staff_leaves_the_sentence_beside_it_open():
    found = contacts(
        "1. Đầu mối: chị Lan, điện thoại 0901 234 567 (chỉ dùng trong nội bộ Hội). "
        "Đường dây nóng cho người dân: 0277 3888 999."
    )
    assert [(c.phone, c.internal) for c in found] == [("0901234567", True), ("02773888999", False)]
    assert "0901" not in found[1].quote


def test_an_area_code_in_brackets():
    (found,) = contacts("1. Người dân báo tin qua số điện thoại (0296) 3000 127 trực ngày đêm.")
    assert found.phone == "02963000127"
    assert "(0296) 3000 127" in found.quote

import pytest

from knowledge.duties.doers import done_by, given_to, spelled_out, subject_inside, whole_name


@pytest.mark.parametrize(
    ("clause", "above", "whole"),
    [
        ("Sở trình quyết định", ("Sở Nội vụ",), "Sở Nội vụ trình quyết định"),
        ("Trong tháng 7, Sở mở lớp", ("Sở Nội vụ",), "Trong tháng 7, Sở Nội vụ mở lớp"),
        ("Đề nghị Đồn cử cán bộ", ("Đồn Biên phòng A",), "Đề nghị Đồn Biên phòng A cử cán bộ"),
        ("Ban chỉ đạo họp", ("Ban Chỉ đạo xã",), "Ban chỉ đạo họp"),
        ("Sở Y tế mở lớp", ("Sở Nội vụ",), "Sở Y tế mở lớp"),
        ("Sở trình quyết định", ("Công an tỉnh",), "Sở trình quyết định"),
        ("Sở trình quyết định", ("Sở Y tế", "Sở Nội vụ"), "Sở trình quyết định"),
    ],
)
def test_a_body_called_by_its_first_word(clause, above, whole):
    assert spelled_out(clause, above) == whole


def test_a_bare_word_under_a_heading():
    assert whole_name("Sở", ("Sở Nội vụ",)) == "Sở Nội vụ"
    assert whole_name("Sở Y tế", ("Sở Nội vụ",)) == "Sở Y tế"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mạng lưới địa chỉ tin cậy do Hội Phụ nữ phường quản lý", ("Hội Phụ nữ phường",)),
        ("Tờ gấp do Sở Y tế cùng Sở Dân tộc biên soạn", ("Sở Y tế",)),
        ("Hưởng ứng cuộc thi do Hội Phụ nữ tỉnh tổ chức", ()),
        ("Giấy tờ do cơ quan cấp", ()),
        ("Thiệt hại do thiên tai gây ra", ()),
    ],
)
def test_whose_work_a_thing_is(text, names):
    assert done_by(text) == names


def test_who_leads_inside_a_sentence():
    assert subject_inside("Đoàn kiểm tra do Sở Y tế chủ trì") == ("Sở Y tế",)
    assert subject_inside("Đoàn kiểm tra do Sở Y tế cử") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Việc giữ sổ trực giao Công an xã", ("Công an xã",)),
        ("Hồ sơ vụ việc bàn giao Công an xã", ()),
        ("Giao lưu với Hội Phụ nữ xã", ()),
    ],
)
def test_to_whom_a_sentence_about_the_work_gives_it(text, names):
    assert given_to(text) == names

import pytest

from knowledge.duties.role import is_lead, is_partner, read_role


@pytest.mark.parametrize(
    ("clause", "word", "partners", "task"),
    [
        (
            "Chủ trì, phối hợp với Sở Tài chính, Công an tỉnh xây dựng dự toán",
            "Chủ trì, phối hợp",
            ("Sở Tài chính", "Công an tỉnh"),
            "xây dựng dự toán",
        ),
        (
            "Phối hợp với các cơ quan liên quan trong việc tiếp nhận",
            "Phối hợp",
            ("các cơ quan liên quan",),
            "tiếp nhận",
        ),
        ("là đầu mối tổng hợp kết quả", "đầu mối", (), "đầu mối tổng hợp kết quả"),
        (
            "hàng năm tham mưu Ủy ban nhân dân phường",
            "tham mưu",
            (),
            "tham mưu Ủy ban nhân dân phường",
        ),
        ("tham muu tổ chức sự kiện", "tham muu", (), "tham muu tổ chức sự kiện"),
        ("ch ủ trì dựng kịch bản", "ch ủ trì", (), "dựng kịch bản"),
        ("chủ trì, cùng Đội Cờ đỏ trực cổng", "chủ trì", ("Đội Cờ đỏ",), "trực cổng"),
        (
            "Khi có người gọi, chủ trì, phối hợp với Trạm Y tế: đến tận nhà",
            "chủ trì, phối hợp",
            ("Trạm Y tế",),
            ": đến tận nhà",
        ),
        ("là cơ quan thường trực, tham mưu UBND xã", "tham mưu", (), "tham mưu UBND xã"),
        ("chịu trách nhiệm mở cửa nhà văn hóa", "chịu trách nhiệm", (), "mở cửa nhà văn hóa"),
        (
            "Căn cứ chức năng, nhiệm vụ phối hợp với Hội LHPN tổ chức tuyên truyền",
            "phối hợp",
            ("Hội LHPN",),
            "tổ chức tuyên truyền",
        ),
        (
            "tuyên truyền về vai trò chủ trì của Hội",
            "",
            (),
            "tuyên truyền về vai trò chủ trì của Hội",
        ),
        ("làm cơ quan chủ trì tham mưu triển khai", "chủ trì tham mưu", (), "triển khai"),
    ],
)
def test_role_partners_task(clause, word, partners, task):
    role = read_role(clause)
    assert role.word == word
    assert role.partners == partners
    assert clause[role.task_from :] == task


def test_lead_and_partner():
    assert is_lead("Chủ trì, phối hợp") and not is_partner("Chủ trì, phối hợp")
    assert is_partner("Phối hợp") and not is_lead("Phối hợp")


def test_paper_work_that_ends_in_advice_advises():
    role = read_role("Rà soát số liệu, tham mưu UBND xã trình cấp trên")
    assert (role.word, role.task_from) == ("tham mưu", 0)


def test_advice_and_part_taken_in_one_clause_keep_both_words():
    role = read_role("Tham mưu Đảng ủy, phối hợp với Công an xã thăm hộ có nguy cơ")
    assert (role.word, role.partners) == ("Tham mưu, phối hợp", ("Công an xã",))

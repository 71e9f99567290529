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
        ("tham muu tổ chức sự kiện", "tham mưu", (), "tham muu tổ chức sự kiện"),
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

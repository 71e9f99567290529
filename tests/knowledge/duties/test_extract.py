import pytest

from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of

HEAD = "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên địa bàn xã Bình An năm 2026\n\n"


def duties(body):
    return understand(Document("x", tuple(blocks_of(HEAD + body)))).duties


def brief(found):
    return [(duty.section, duty.agency, duty.role, duty.partners) for duty in found]


def test_parent_sentence_carries_its_role():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ chủ trì, phối hợp các cơ quan liên quan tổ chức "
        "triển khai có trách nhiệm:"
        "\n\na) Xây dựng, hướng dẫn các nhiệm vụ;\n\nb) Phối hợp với Công an tỉnh lập sổ theo dõi."
    )
    assert brief(found) == [
        ("IV.1", "Sở Nội vụ", "chủ trì, phối hợp", ("các cơ quan liên quan",)),
        ("IV.1.a", "Sở Nội vụ", "chủ trì, phối hợp", ("các cơ quan liên quan",)),
        ("IV.1.b", "Sở Nội vụ", "Phối hợp", ("Công an tỉnh",)),
    ]
    assert found[1].doubts and not found[2].doubts


def test_request_goes_to_each_body():
    found = duties(
        "IV. TỔ CHỨC\n\n9. Đề nghị Hội Nông dân xã, Đoàn Thanh niên xã vận động hội viên; tham "
        "gia giám sát."
    )
    assert {duty.agency for duty in found} == {"Hội Nông dân xã", "Đoàn Thanh niên xã"}
    assert {duty.role for duty in found} == {"Đề nghị"}
    assert len(found) == 4


def test_partner_role_carries_over_semicolons_lead_does_not():
    found = duties(
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Sở A: Phối hợp với Sở B đẩy mạnh hoạt động; hỗ trợ nạn nhân "
        "bị bạo lực. Đồng thời "
        "kiểm tra việc hòa giải.\n\n2. Sở C: Chủ trì, phối hợp với Sở D xây dựng mô hình; lập "
        "danh sách nạn nhân."
    )
    assert [duty.role for duty in found] == [
        "Phối hợp",
        "Phối hợp",
        "thực hiện",
        "Chủ trì, phối hợp",
        "thực hiện",
    ]


def test_duty_outside_the_organisation_chapter():
    (found,) = duties(
        "II. NHIỆM VỤ\n\n+ Mô hình phòng, chống quấy rối tại doanh nghiệp: Sở Nội vụ chủ trì, "
        "phối hợp với Liên đoàn "
        "Lao động tỉnh, các doanh nghiệp đóng trên địa bàn nghiên cứu để triển khai thí điểm."
    )
    assert (found.agency, found.partners) == (
        "Sở Nội vụ",
        ("Liên đoàn Lao động tỉnh", "các doanh nghiệp đóng trên địa bàn"),
    )
    assert found.task.startswith("Mô hình phòng, chống quấy rối tại doanh nghiệp")


def test_task_without_a_lead():
    (found,) = duties("II. NHIỆM VỤ\n\n1. Tổ chức cuộc thi tìm hiểu pháp luật trong trường học.")
    assert found.agency == "" and found.role == "thực hiện"


@pytest.mark.parametrize(
    "line",
    [
        "1. Tổ chức tập huấn cho hòa giải viên. Trạm Y tế xã chủ trì, phối hợp với Công an xã "
        "thực hiện.",
        "1. Tổ chức tập huấn cho hòa giải viên (Trạm Y tế xã chủ trì, Công an xã phối hợp).",
        "1. Tổ chức tập huấn cho hòa giải viên. Cơ quan chủ trì: Trạm Y tế xã. Cơ quan phối hợp: "
        "Công an xã.",
        "1. Tổ chức tập huấn cho hòa giải viên.\n\n- Chủ trì: Trạm Y tế xã\n\n- Phối hợp: Công "
        "an xã",
    ],
)
def test_lead_named_after_the_task(line):
    found = duties(f"II. NHIỆM VỤ\n\n{line}")
    assert [(duty.agency, duty.partners) for duty in found] == [("Trạm Y tế xã", ("Công an xã",))]
    assert "chủ trì" in found[0].role.lower()
    assert "tập huấn" in found[0].task


def test_given_body_inside_a_clause(plans):
    found = [duty for duty in plans["ha-noi-phu-nu-2024"].duties if "chủ trì tham mưu" in duty.role]
    assert [duty.agency for duty in found] == ["Hội LHPN quận, huyện, thị xã"]


def test_annex_row_gives_lead_partners_deadline(plans):
    row = [duty for duty in plans["thanh-sen-2026-2030"].duties if duty.section == "Phụ lục TT 2"]
    assert len(row) == 2
    assert row[1].agency == "Trạm y tế phường"
    assert row[1].role == "chủ trì"
    assert row[1].partners == ("Phòng Văn hóa – Xã hội", "các cơ quan, đơn vị có liên quan")
    assert row[1].deadline == "Thường xuyên"


def test_quotes_are_verbatim(plans):
    for plan in plans.values():
        texts = {passage.text for passage in plan.passages}
        for duty in plan.duties:
            assert duty.quote in texts
            assert len(duty.quote) <= 1200

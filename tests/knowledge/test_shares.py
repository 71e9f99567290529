from knowledge.corpus import understand
from knowledge.duties import lookup
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of
from knowledge.shares import shares_apart

HEAD = "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên cơ sở giới xã Bình An giai đoạn 2026 - 2030\n\n"


def read(body):
    return understand(Document("x", tuple(blocks_of(HEAD + body))))


def test_two_shares_for_one_target():
    plan = read(
        "II. MỤC TIÊU\n\n- Phấn đấu 80% người bị bạo lực được tư vấn, hỗ trợ.\n\n- 100% thôn có "
        "địa chỉ tin cậy.\n\nIV. TỔ CHỨC\n\n1. Trạm Y tế xã bảo đảm 90% người bị bạo lực được tư "
        "vấn, hỗ trợ."
    )
    ((first, second),) = shares_apart(plan.passages)
    assert (first.section, second.section) == ("II", "IV.1")
    assert "80%" in first.task and "90%" in second.task
    assert any("80%" in warning and "90%" in warning for warning in plan.warnings)
    answer = lookup("Kế hoạch có chỗ nào mâu thuẫn?", {"x": plan}, place=plan.place_id)
    assert "80%" in answer.text and "90%" in answer.text


def test_stages_and_other_people_are_no_disagreement():
    plan = read(
        "II. MỤC TIÊU\n\n- Đến năm 2028, 60% cán bộ thôn được tập huấn về bình đẳng giới.\n\n- Đến "
        "năm 2030, 90% cán bộ thôn được tập huấn về bình đẳng giới.\n\n- 70% cán bộ xã được tập "
        "huấn về bình đẳng giới."
    )
    assert shares_apart(plan.passages) == ()


def test_the_four_plans_agree_with_themselves(plans):
    assert [shares_apart(plan.passages) for plan in plans.values()] == [()] * len(plans)

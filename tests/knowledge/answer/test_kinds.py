import pytest

from knowledge.answer.kinds import unanswered_kind
from knowledge.answer.question import understand
from tests.knowledge.answer.judged import judged_texts


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("góc chia sẻ mở thứ mấy", "Mở “Góc chia sẻ” vào chiều thứ Ba và thứ Sáu hằng tuần.", None),
        ("góc chia sẻ mở thứ mấy", "Mở “Góc chia sẻ” tại Trạm Y tế phường.", "day"),
        ("số lượng tờ gấp báo tin", "In 15.000 tờ gấp hướng dẫn báo tin bạo lực.", None),
        ("số lượng tờ gấp báo tin", "In tờ gấp hướng dẫn báo tin bạo lực.", "statistics"),
        (
            "chỉ tiêu bao nhiêu doanh nghiệp phải có nội quy chống quấy rối",
            "70% doanh nghiệp có từ 300 lao động đưa nội dung vào nội quy.",
            None,
        ),
        ("thí điểm ở xã nào", "Thí điểm tại 04 xã: Cái Nhum, Tân Long Hội.", None),
        ("nhà tạm lánh nằm ở xã nào", "Nhà tạm lánh có 10 phòng; xã Trà Cú mở lớp.", "address"),
        ("cấm tiếp xúc mấy giờ thì quyết", "Quyết định cấm tiếp xúc trong 12 giờ.", None),
        ("cấm tiếp xúc cần hồ sơ gì", "Quyết định cấm tiếp xúc trong 12 giờ.", "procedure"),
        (
            "lệnh cấm tiếp xúc kéo dài mấy ngày",
            "Quyết định cấm tiếp xúc trong 12 giờ.",
            "procedure",
        ),
        ("năm 2025 xảy ra mấy vụ bạo lực", "Giảm 10% số vụ so với năm 2025.", "statistics"),
        ("năm 2025 có bao nhiêu vụ", "Năm 2025 toàn xã ghi nhận 14 vụ bạo lực gia đình.", None),
        ("năm 2023 có bao nhiêu vụ bạo lực", "Năm 2025 toàn xã có hai đợt tập huấn.", "statistics"),
    ],
)
def test_the_kind_of_answer_that_no_passage_has(question, text, kind):
    assert unanswered_kind(understand(question), judged_texts(text)) == kind

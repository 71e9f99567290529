import pytest

from knowledge.answer.abstain import SIGNS, signs_of, unanswered_kind
from knowledge.answer.features import FEATURES
from knowledge.answer.question import understand
from knowledge.answer.rank import Judged
from knowledge.plan import Passage
from knowledge.search import Hit


def judged(*texts):
    return [
        Judged(
            Hit(row, Passage(f"p#{row}", "p", "I", text, "", "body", False), 1.0, 0.9, 0.5),
            1.0,
            (0.0,) * len(FEATURES),
        )
        for row, text in enumerate(texts)
    ]


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
    assert unanswered_kind(understand(question), judged(text)) == kind


@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("nấu canh chua thế nào", "Mở lớp tập huấn.", 1.0),
        ("bạo lực mà không có căn cước thì sao", "Mở lớp tập huấn.", 0.5),
        ("học trò nội trú bỏ học thì báo ai", "Giáo viên phụ trách nội trú báo hiệu trưởng.", 0.0),
    ],
)
def test_another_field_counts_unless_the_plan_speaks_of_it(question, text, sign):
    signs = dict(zip(SIGNS, signs_of(understand(question), judged(text)), strict=True))
    assert signs["elsewhere"] == sign


def test_only_what_is_asked_tells_the_field():
    story = (
        "Tôi ở xóm xa trung tâm lắm, xe máy đi cả buổi, hôm trời mưa thì chịu, họp thôn tôi có hỏi "
        "mà không ai trả lời rõ ràng cho tôi cả. Xã hứa bao nhiêu tiếng thì có người tới xác minh?"
    )
    assert understand(story).elsewhere == ""

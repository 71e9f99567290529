import pytest

from knowledge.answer.abstain import SIGNS, signs_of
from knowledge.answer.question import understand
from tests.knowledge.answer.judged import judged_texts


@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("nấu canh chua thế nào", "Mở lớp tập huấn.", 1.0),
        ("bạo lực mà không có căn cước thì sao", "Mở lớp tập huấn.", 0.5),
        ("học trò nội trú bỏ học thì báo ai", "Giáo viên phụ trách nội trú báo hiệu trưởng.", 0.0),
    ],
)
def test_another_field_counts_unless_the_plan_speaks_of_it(question, text, sign):
    signs = dict(zip(SIGNS, signs_of(understand(question), judged_texts(text)), strict=True))
    assert signs["elsewhere"] == sign


def test_only_what_is_asked_tells_the_field():
    story = (
        "Tôi ở xóm xa trung tâm lắm, xe máy đi cả buổi, hôm trời mưa thì chịu, họp thôn tôi có hỏi "
        "mà không ai trả lời rõ ràng cho tôi cả. Xã hứa bao nhiêu tiếng thì có người tới xác minh?"
    )
    assert understand(story).elsewhere == ""

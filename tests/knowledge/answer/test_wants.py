import pytest

from knowledge.answer.concepts import plain_words
from knowledge.answer.wants import has_kind, kind_pattern, wants_of


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("đánh vợ bị phạt bao nhiêu", "fine"),
        ("di tu may nam", "fine"),
        ("án phí bao nhiêu tiền", "fee"),
        ("gọi số này có mất cước không", "fee"),
        ("mỗi người được cấp tiền bao nhiêu", "money"),
        ("tổng kinh phí là bao nhiêu", "money"),
        ("quận có bao nhiêu trạm y tế", "statistics"),
        ("người giữ chìa khoá là ai", "person"),
        ("khởi kiện trong bao lâu", "duration"),
        ("trung tâm nằm ở đường nào", "address"),
        ("cho em xin số điện thoại", "phone"),
        ("giám đốc sở là ai", "person"),
        ("thủ tục gồm những gì", "procedure"),
        ("báo cáo theo biểu mẫu nào", "form"),
        ("tổng đài trực ban đêm không", "hours"),
        ("bao nhiêu vụ bạo lực", "statistics"),
        ("thế nào là bạo lực tinh thần", "definition"),
        ("đến trong vòng mấy tiếng", "duration"),
        ("nộp báo cáo ngày nào", "date"),
        ("bao nhiêu phần trăm", "percent"),
    ],
)
def test_kinds_of_answer(question, want):
    assert want in wants_of(plain_words(question))


@pytest.mark.parametrize(
    "question", ["từ mười năm nay", "gọi là địa chỉ tin cậy", "số liệu gửi về đâu"]
)
def test_words_that_only_look_alike(question):
    assert not wants_of(plain_words(question)) & {"fine", "address", "statistics"}


def test_what_passages_have():
    assert has_kind("percent", "Tối thiểu 70% số người")
    assert has_kind("phone", "tổng đài 18008065")
    assert not has_kind("phone", "Kế hoạch số 54/KH-UBND ngày 11/3/2021")
    assert has_kind("person", "bà Trần Thị Nga") and not has_kind("person", "đồng chí phụ trách")
    assert has_kind("duration", "trong vòng 02 giờ")
    assert has_kind("agency", "gì cũng được")
    with pytest.raises(KeyError):
        kind_pattern("agency")


def test_a_day_of_a_month_is_no_length_of_time():
    assert not has_kind("duration", "trước ngày 15 tháng 12 hằng năm")
    assert has_kind("duration", "trong thời hạn 3 tháng kể từ ngày nhận")


def test_having_no_money_is_not_asking_the_price():
    assert "fee" not in wants_of(plain_words("em không có tiền thuê luật sư"))

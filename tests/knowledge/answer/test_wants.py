import pytest

from knowledge.answer.concepts import plain_words
from knowledge.answer.question import understand
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
        ("khám có lấy tiền không ạ", "fee"),
        ("hoà giải viên được trả bao nhiêu một vụ", "money"),
        ("nha tam lanh nam o xa nao", "address"),
        ("ai làm chủ nhiệm câu lạc bộ", "person"),
        ("muốn gia nhập câu lạc bộ thì liên hệ ai", "procedure"),
        ("mẫu nội quy lấy chỗ nào", "form"),
        ("hiệu trưởng có bị kỷ luật không", "fine"),
        ("thứ 7 có làm không", "hours"),
        ("trung tâm có bao nhiêu nhân viên", "statistics"),
        ("đã nộp báo cáo năm nay chưa", "achieved"),
        ("bà Trần Thị Hoa sinh năm nào", "life"),
        ("có ai biết nói tiếng Mông không", "language"),
        ("fanpage đường link là gì", "link"),
        ("có nhắn tin zalo được không", "zalo"),
        ("có cho mang con theo ở cùng không", "stay"),
        ("bệnh viện nào giám định thương tích", "instance"),
        ("câu lạc bộ họp ngày nào", "day"),
        ("có được cấp thẻ bảo hiểm không", "benefit"),
        ("nộp báo cáo ngày nào", "date"),
        ("bao nhiêu phần trăm", "percent"),
    ],
)
def test_kinds_of_answer(question, want):
    assert want in wants_of(plain_words(question))


@pytest.mark.parametrize(
    "question",
    [
        "từ mười năm nay",
        "gọi là địa chỉ tin cậy",
        "số liệu gửi về đâu",
        "cơ quan nào giám sát",
        "báo cáo 1 năm trước ngày mấy",
        "cộng tác viên có được khen thưởng gì",
        "trường nào cũng phải có quy trình à",
    ],
)
def test_words_that_only_look_alike(question):
    others = {"fine", "address", "statistics", "money", "instance"}
    assert not wants_of(plain_words(question)) & others


def test_what_passages_have():
    assert has_kind("percent", "Tối thiểu 70% số người")
    assert has_kind("phone", "tổng đài 18008065")
    assert not has_kind("phone", "Kế hoạch số 54/KH-UBND ngày 11/3/2021")
    assert has_kind("person", "bà Trần Thị Nga") and not has_kind("person", "đồng chí phụ trách")
    assert has_kind("duration", "trong vòng 02 giờ")
    assert has_kind("agency", "gì cũng được")
    with pytest.raises(KeyError):
        kind_pattern("agency")


def test_names_of_schools_and_hospitals_have_capitals():
    assert has_kind("instance", "tại Bệnh viện Đa khoa thành phố")
    assert not has_kind("instance", "các bệnh viện, trường học trên địa bàn")
    assert not has_kind("instance", "môi trường Việt Nam")


def test_no_plan_tells_a_life():
    assert not has_kind("life", "Nguyễn Thị Mai, sinh năm 1970")


def test_a_day_of_a_month_is_no_length_of_time():
    assert not has_kind("duration", "trước ngày 15 tháng 12 hằng năm")
    assert has_kind("duration", "trong thời hạn 3 tháng kể từ ngày nhận")


def test_having_no_money_is_not_asking_the_price():
    assert "fee" not in wants_of(plain_words("em không có tiền thuê luật sư"))


@pytest.mark.parametrize(
    ("question", "kind", "wanted"),
    [
        ("cho tôi xin số và ngày ban hành của kế hoạch", "phone", False),
        ("cho em xin số của công an", "phone", True),
        ("chỉ tiêu cán bộ cấp xã được tập huấn là bao nhiêu", "money", False),
        ("tỉnh cấp cho xã bao nhiêu", "money", True),
        ("trạm có làm thứ bảy chủ nhật không", "hours", True),
        ("o nha tam lanh toi da may ngay", "duration", True),
        ("số nhân viên hiện có", "statistics", True),
        ("công bố danh sách địa chỉ tin cậy xong trước ngày nào", "address", False),
        ("cho em xin danh sách địa chỉ tin cậy", "address", True),
        ("giam doc trung tam bao tro xa hoi tinh ten la gi", "person", True),
        ("cán bộ nữ nhận tin báo tên gì", "person", True),
        ("vay vốn lãi suất bao nhiêu", "interest", True),
        ("quyết định cấm tiếp xúc thời hạn mấy giờ", "hours", False),
        ("phòng tư vấn mở cửa mấy giờ", "hours", True),
        ("chụp phim hết bao nhiêu tiền", "hospital", True),
    ],
)
def test_words_that_look_alike_ask_for_other_things(question, kind, wanted):
    assert (kind in understand(question).wants) == wanted

import pytest

from knowledge.duties import asks_duty, lookup
from knowledge.duties.question import read_question


def test_forward_says_lead_partners_and_clause(plans):
    answer = lookup("Thí điểm các mô hình ở Cần Thơ: ai chủ trì?", plans)
    assert answer.status == "found"
    assert answer.text.startswith("Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp")
    assert "IV.1.b" in answer.text
    assert answer.duties[0].partners == ("các cơ quan có liên quan",)


def test_lead_is_said_only_where_written(plans):
    answer = lookup("ai thi diem tong dai quoc gia lai chau", plans)
    assert answer.duties[0].role == "thực hiện"
    assert "chủ trì" not in answer.text.split("(mục")[0]


def test_reverse_counts_both_sides_of_a_body(plans):
    answer = lookup("van phong hdnd ubnd thanh sen lam gi", plans)
    assert answer.status == "found"
    assert {duty.section for duty in answer.duties} == {"V.2", "Phụ lục TT 4"}


@pytest.mark.parametrize(
    "question",
    [
        "Sở Tài chính Cần Thơ được giao việc gì?",
        "Hội Nông dân phường Thành Sen chủ trì việc gì?",
        "Sở Du lịch Hà Nội có nhiệm vụ gì?",
        "Hạn nộp báo cáo của Sở Y tế Cần Thơ là ngày nào?",
        "Sở Y tế Đà Nẵng làm gì?",
    ],
)
def test_not_found_is_said_plainly(plans, question):
    answer = lookup(question, plans)
    assert answer.status == "not_found"
    assert answer.text.startswith(("Không", "Chưa"))


def test_lead_asked_where_it_only_coordinates(plans):
    answer = lookup("Sở Y tế Cần Thơ chủ trì việc gì?", plans)
    assert answer.status == "not_found"
    assert "không giao Sở Y tế chủ trì việc nào" in answer.text
    assert "phối hợp" in answer.text


def test_place_is_asked_when_plans_differ(plans):
    answer = lookup("Sở Y tế làm gì?", plans)
    assert answer.status == "needs_place"
    assert len(answer.places) >= 2
    assert lookup("Sở Y tế làm gì?", plans, place="can-tho").status == "found"


def test_only_one_plan_can_be_meant(plans):
    answer = lookup("Ban Tuyên giáo làm gì?", plans)
    assert answer.status == "found"
    assert {duty.plan for duty in answer.duties} == {"ha-noi-phu-nu-2024"}


def test_report_to_whom_and_when(plans):
    answer = lookup("UBND huyện Lai Châu báo cáo trước ngày nào, gửi đâu?", plans)
    assert answer.status == "found"
    assert "10 tháng 12" in answer.text
    assert answer.duties[0].report_to == "Sở Lao động - Thương binh và Xã hội"


def test_both_sides_of_a_conflict_are_shown(plans):
    answer = lookup("ai chủ trì xây mô hình dịch vụ hỗ trợ ở Thành Sen?", plans)
    assert answer.conflicts
    assert {duty.section for pair in answer.conflicts for duty in pair} >= {"V.1", "Phụ lục TT 2"}
    assert "Phụ lục TT 2" in answer.text and "V.1" in answer.text


def test_comparison_names_each_plan(plans):
    answer = lookup("Sở Tư pháp ở Cần Thơ và Lai Châu có vai trò gì?", plans)
    assert answer.status == "found"
    assert {duty.plan for duty in answer.duties} == {"can-tho-2024", "lai-chau-2021-2025"}


def test_follow_up_keeps_the_question(plans):
    answer = lookup("còn Lai Châu thì sao?", plans, context=["Sở Tư pháp Cần Thơ làm gì?"])
    assert answer.status == "found"
    assert {duty.plan for duty in answer.duties} == {"lai-chau-2021-2025"}
    assert {duty.agency for duty in answer.duties} == {"Sở Tư pháp"}


def test_ended_plan_and_dissolved_body_are_cautioned(plans):
    answer = lookup("Ai thí điểm tổng đài quốc gia ở Lai Châu?", plans)
    assert "đã hết giai đoạn 2021–2025" in answer.text
    assert "không còn là sở riêng" in answer.text


def test_nobody_leads(plans):
    answer = lookup("sinh kế cho nạn nhân Cần Thơ ai chủ trì", plans)
    assert "không nêu cơ quan chủ trì" in answer.text
    assert answer.duties[0].agency == ""


def test_answers_stay_short(plans):
    for question in (
        "Hội LHPN Hà Nội làm gì?",
        "kinh phí Thành Sen lấy từ đâu",
        "các kế hoạch: Công an làm gì",
    ):
        answer = lookup(question, plans)
        assert len(answer.text) <= 6000
        assert len(answer.duties) <= 30


def found_in(answer):
    return {duty.plan for duty in answer.duties}


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("Quận huyện ở Cần Thơ làm gì?", "can-tho-2024"),
        ("cap huyen lai chau duoc giao gi", "lai-chau-2021-2025"),
    ],
)
def test_a_level_named_alone_is_its_committees(plans, question, plan):
    answer = lookup(question, plans)
    assert answer.status == "found"
    assert found_in(answer) == {plan}
    assert all("nhân dân" in d.agency or "UBND" in d.agency for d in answer.duties)


def test_a_place_by_its_initials(plans):
    for question in ("ct: sở tư pháp làm gì", "sở tư pháp ct làm gì", "việc của sở tư pháp ct"):
        assert found_in(lookup(question, plans)) == {"can-tho-2024"}
    assert read_question("ct phòng ngừa bạo lực giao ai", plans).plans == ()  # chương trình


def test_duties_by_the_words_of_their_deadline(plans):
    answer = lookup("Thành Sen có những việc nào ghi thường xuyên?", plans)
    assert answer.status == "found"
    assert answer.duties
    assert {duty.deadline for duty in answer.duties} == {"Thường xuyên"}


def test_a_row_of_the_annex_by_its_number(plans):
    answer = lookup("phụ lục thành sen tt 5 ai chủ trì", plans)
    assert {duty.section for duty in answer.duties} == {"Phụ lục TT 5"}


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("Công an Thành Sen có được ghi là chủ trì không?", "không chủ trì"),
        ("Trạm Y tế Thành Sen có phải đầu mối không?", "làm đầu mối"),
    ],
)
def test_yes_or_no_about_a_role(plans, question, denied):
    answer = lookup(question, plans)
    assert answer.status == "found"
    assert answer.text.startswith("Không,")
    assert denied in answer.text


def test_asked_or_told(plans):
    answer = lookup("Hội Nông dân Lai Châu được giao hay chỉ được đề nghị?", plans)
    assert answer.status == "found"
    assert {duty.role for duty in answer.duties} == {"Đề nghị"}


def test_everyday_words_find_what_plans_call_otherwise(plans):
    answer = lookup("Loa phường Thành Sen bên nào lo?", plans)
    assert answer.status == "found"
    assert answer.duties[0].agency


@pytest.mark.parametrize(
    "question",
    [
        "Sở Ngoại vụ Cần Thơ phụ trách mảng nào?",
        "Sở Xây dựng Lai Châu có nhiệm vụ riêng nào không?",
        "Sở Khoa học và Công nghệ Hà Nội phối hợp với ai?",
    ],
)
def test_a_body_the_plan_does_not_have_is_not_found(plans, question):
    assert lookup(question, plans).status == "not_found"


def test_a_body_of_several_plans_needs_a_place(plans):
    for question in ("CA phối hợp với ai?", "MTTQ làm gì?", "Sở Y tế chịu trách nhiệm gì?"):
        assert lookup(question, plans).status == "needs_place"


def test_money_and_who_sees_to_it_at_a_level(plans):
    answer = lookup("tien can tho 2024 lay dau ra, quan huyen lo sao", plans)
    assert answer.status == "found"
    assert any(duty.section == "III" for duty in answer.duties)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("ai chủ trì mô hình", True),
        ("phối hợp với những ai", True),
        ("báo cáo gửi cho ai", True),
        ("ai ký kế hoạch", False),
        ("nơi tạm lánh ở đâu", False),
    ],
)
def test_asking_for_a_role_in_so_many_words(text, asks):
    assert asks_duty(text) is asks


def test_tasks_given_to_nobody(plans):
    answer = lookup("Những việc nào ở Thành Sen không có cơ quan chủ trì?", plans)
    assert answer.status == "found"
    assert answer.duties
    assert {duty.agency for duty in answer.duties} == {""}


def test_a_body_that_one_plan_alone_has_needs_no_place(plans):
    answer = lookup("Ai giúp Phòng Văn hóa - Xã hội tập huấn?", plans)
    assert answer.status == "found"
    assert found_in(answer) == {"thanh-sen-2026-2030"}

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
    assert answer.status == "found"
    assert answer.text.startswith("Không có")
    assert "không giao Sở Y tế chủ trì việc nào" in answer.text
    assert "phối hợp" in answer.text


def test_a_body_called_after_a_person_is_not_looked_for_in_that_city(plans):
    answer = lookup("Lai Châu: Đoàn TNCS Hồ Chí Minh chủ trì gì?", plans)
    assert answer.status == "found"
    assert "không giao Đoàn Thanh niên Cộng sản Hồ Chí Minh chủ trì việc nào" in answer.text
    assert {duty.role for duty in answer.duties} == {"Đề nghị"}


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


@pytest.mark.parametrize(
    ("question", "agency"),
    [
        ("CATP Cần Thơ được giao việc gì?", "Công an thành phố"),
        ("CAP Thành Sen được giao việc gì?", "Công an phường"),
        ("VPHĐND Thành Sen được giao những gì?", "Văn phòng HĐND – UBND phường"),
        ("Đề án 3101 giao Sở Tài chính làm gì?", "Sở Tài chính"),
        ("Ai rót tiền cho Đề án ở Hà Nội mỗi năm?", "Sở Tài chính"),
    ],
)
def test_short_names_papers_and_everyday_money(plans, question, agency):
    answer = lookup(question, plans)
    assert answer.status == "found"
    assert agency in [duty.agency for duty in answer.duties]


def test_a_month_is_no_body(plans):
    answer = lookup("Thành Sen tháng 11 phải làm gì?", plans)
    assert answer.status == "found"
    assert any("10 tháng 11" in (duty.report_date or "") + duty.quote for duty in answer.duties)


def test_an_item_of_a_list_between_semicolons_is_no_task_of_its_own(plans):
    tasks = [duty.task for duty in plans["can-tho-2024"].duties if duty.section == "IV.2"]
    assert not any(task.startswith("môi giới") for task in tasks)
    assert any(task.startswith("bảo vệ nạn nhân") for task in tasks)


@pytest.mark.parametrize(
    "question",
    ["UBND quận Ô Môn phải làm gì theo kế hoạch 2024?", "quận Thốt Nốt được giao việc gì?"],
)
def test_district_of_a_plan_is_asked_for_by_name(plans, question):
    answer = lookup(question, plans)
    assert answer.status == "found"
    assert {duty.section for duty in answer.duties} >= {"IV.8.a", "IV.8.b", "IV.8.c"}


@pytest.mark.parametrize("row", ["tt4", "TT 4", "nhiệm vụ số 4", "dòng 4"])
def test_row_of_the_annex_by_number(plans, row):
    answer = lookup(f"{row} phụ lục Thành Sen ai chủ trì, bao giờ xong?", plans)
    assert answer.status == "found"
    assert {duty.section for duty in answer.duties} == {"Phụ lục TT 4"}


def test_annex_beside_the_rest_is_listed_whole(plans):
    whole = lookup("Trạm Y tế phường Thành Sen làm gì ở mục V và phụ lục?", plans)
    assert {duty.section for duty in whole.duties} >= {"V.4", "Phụ lục TT 2"}
    annex = lookup("Trạm Y tế phường Thành Sen làm gì trong phụ lục?", plans)
    assert {duty.section for duty in annex.duties} == {"Phụ lục TT 2"}


def test_body_named_within_a_collective_takes_part(plans):
    answer = lookup("Tổ dân phố ở Thành Sen phối hợp việc gì?", plans)
    assert {duty.section for duty in answer.duties} >= {"Phụ lục TT 3", "Phụ lục TT 5"}


def test_the_head_of_a_body_is_not_the_body(plans):
    answer = lookup("Việc nào giao đích thân Chủ tịch UBND các huyện ở Lai Châu chủ trì?", plans)
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    "question",
    ["Trong Hội LHPN Hà Nội ban nào làm đầu mối?", "đầu mối của Hội LHPN Hà Nội là ban nào?"],
)
def test_department_of_the_issuer(plans, question):
    answer = lookup(question, plans)
    assert answer.duties[0].agency == "Ban Gia đình - xã hội"
    assert "đầu mối" in answer.text.split("\n")[1]
    assert "chủ trì" not in answer.duties[0].role


def test_who_and_to_whom_it_reports(plans):
    answer = lookup("Trong Hội LHPN Hà Nội ban nào làm đầu mối, báo cáo lên đâu?", plans)
    assert answer.duties[0].agency == "Ban Gia đình - xã hội"
    assert "UBND Thành phố" in answer.text


def test_two_bodies_that_each_lead_a_share(plans):
    question = "Truyền thông bình đẳng giới ở Thành Sen do Trạm Y tế hay phòng VHXH chủ trì?"
    sides = {duty.agency for pair in lookup(question, plans).conflicts for duty in pair}
    assert sides == {"Trạm Y tế phường", "Phòng Văn hóa – Xã hội"}


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Báo cáo 6 tháng của UBND các huyện Lai Châu nộp khi nào?", "not_found"),
        ("Báo cáo quý của UBND quận, huyện Cần Thơ nộp khi nào?", "not_found"),
        ("Báo cáo năm của UBND quận, huyện Cần Thơ nộp khi nào?", "found"),
        ("Báo cáo 6 tháng của Hội LHPN các quận Hà Nội nộp khi nào?", "found"),
    ],
)
def test_report_of_a_period_the_plan_has_or_not(plans, question, status):
    assert lookup(question, plans).status == status


def test_team_without_a_named_head(plans):
    answer = lookup("đoàn kiểm tra liên ngành lai châu ai làm trưởng đoàn, ai đi cùng", plans)
    assert "không nêu cơ quan chủ trì" in answer.text
    assert answer.duties[0].partners == ("đại diện các sở, ngành, đoàn thể cấp tỉnh",)


def test_where_a_body_is_named(plans):
    answer = lookup("LĐLĐ tỉnh Lai Châu có tên ở những chỗ nào, mỗi chỗ vai gì?", plans)
    assert {duty.section for duty in answer.duties} == {"II.2", "III.10"}


def test_how_a_body_differs_between_two_plans(plans):
    answer = lookup("Sở Tư pháp Cần Thơ với Lai Châu khác nhau chỗ nào?", plans)
    assert {duty.section for duty in answer.duties} == {"IV.3", "III.3"}


def test_work_with_report_in_its_name_is_no_report(plans):
    answer = lookup("thống kê, báo cáo chuyển đổi số ở Thành Sen phối hợp với ai, hạn?", plans)
    assert answer.duties[0].section == "Phụ lục TT 5"
    assert answer.duties[0].deadline == "Thường xuyên"


def test_department_asked_for_with_its_role(plans):
    question = "Tô cam toàn thành phố Hà Nội giao ban nào, ban đó chủ trì hay tham mưu?"
    answer = lookup(question, plans)
    assert answer.duties[0].agency == "Ban Chính sách luật pháp"


def test_no_row_of_the_annex_for_a_body(plans):
    answer = lookup("Các trường học Thành Sen có dòng nào trong phụ lục không?", plans)
    assert answer.status == "not_found"
    assert "phụ lục" in answer.text


def test_committee_no_plan_speaks_of(plans):
    assert lookup("ai là trưởng ban chỉ đạo ở Lai Châu?", plans).status == "not_found"


def test_focal_point_for_difficulties(plans):
    answer = lookup("đầu mối tổng hợp khó khăn, vướng mắc ở Thành Sen là phòng nào?", plans)
    assert "đầu mối" in answer.duties[0].role
    assert answer.duties[0].agency == "Phòng Văn hóa – Xã hội"


def test_partners_of_a_body_in_the_annex(plans):
    answer = lookup("Phòng VHXH Thành Sen phối hợp với ai trong phụ lục?", plans)
    assert {duty.section for duty in answer.duties} >= {"Phụ lục TT 1", "Phụ lục TT 5"}


def test_union_half_abbreviated(plans):
    answer = lookup("Liên đoàn LĐ ở Cần Thơ với Lai Châu: vai có giống nhau không?", plans)
    assert {duty.section for duty in answer.duties} >= {"IV.10", "III.10"}


def test_comparing_when_bodies_report(plans):
    question = "So sánh UBND huyện Lai Châu và UBND quận Cần Thơ báo cáo ngày nào?"
    text = lookup(question, plans).text
    assert "trước ngày 15 tháng 12" in text
    assert "trước ngày 10 tháng 12" in text


def test_quarters_in_a_list(plans):
    answer = lookup("Việc nào ở Thành Sen hạn quý II, III?", plans)
    assert "Phụ lục TT 4" in {duty.section for duty in answer.duties}


def test_how_many_tasks_have_a_deadline(plans):
    answer = lookup("Bao nhiêu việc ghi thường xuyên trong phụ lục Thành Sen?", plans)
    sections = {duty.section for duty in answer.duties}
    assert sections == {"Phụ lục TT 1", "Phụ lục TT 2", "Phụ lục TT 5"}


def test_city_within_a_province(plans):
    answer = lookup("UBND thành phố Lai Châu làm gì?", plans)
    assert answer.status == "found"
    assert "III.8" in {duty.section for duty in answer.duties}


@pytest.mark.parametrize(
    ("question", "agency"),
    [
        ("Phòng KT HT ĐT Thành Sen lo gì", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("TTDVTH phường Thành Sen làm gì", "Trung tâm Dịch vụ Tổng hợp phường"),
        ("ca thanh sen lo vu tren mang", "Công an phường"),
        ("UBND phường Thành Sen giao nhiệm vụ gì cho Trạm Y tế", "Trạm Y tế phường"),
        ("vướng mắc thành sen báo ai", "Phòng Văn hóa – Xã hội"),
    ],
)
def test_bodies_as_officers_type_them(plans, question, agency):
    answer = lookup(question, plans)
    assert answer.status == "found"
    assert answer.duties[0].agency == agency


def test_a_plan_that_agrees_with_itself_is_said_to(plans):
    answer = lookup("kh cần thơ có chỗ nào trái nhau ko", plans)
    assert answer.status == "not_found"
    assert answer.text.startswith("Không thấy hai điều khoản nào không thống nhất")
    assert answer.duties == ()


def test_who_gives_the_work_is_not_who_gets_it(plans):
    answer = lookup("UBND tỉnh Lai Châu giao Sở Y tế chủ trì hay chỉ đạo?", plans)
    assert answer.text.startswith("Không, Sở Y tế không chủ trì việc này.")


def test_reports_due_in_a_month_are_asked_for_over_all_plans(plans):
    answer = lookup("việc nào phải báo cáo trong tháng 12?", plans)
    assert {duty.plan for duty in answer.duties} >= {"can-tho-2024", "lai-chau-2021-2025"}
    assert all("12" in (duty.report_date or "") for duty in answer.duties)

import pytest

from tests.knowledge.duties.paper import duties


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


def test_all_dates_of_a_duty_are_kept():
    found = duties(
        "IV. TỔ CHỨC\n\n1. Công an xã rà soát hộ có nguy cơ, đợt 1 trong tháng 3, đợt 2 trong "
        "tháng 9; báo cáo kết quả về Sở Y tế trước 20/6 (tính đến 15/6) và trước 20/12."
    )
    assert [duty.deadline for duty in found] == ["trong tháng 3; trong tháng 9", None]
    assert found[1].report_date == "trước 20/6; trước 20/12"


def test_the_date_of_who_passes_a_report_on_is_not_that_of_who_writes_it():
    found = duties(
        "IV. TỔ CHỨC\n\n1. Công an xã báo cáo trước ngày 10/6 và 10/12 gửi Phòng Văn hóa - Xã hội "
        "để tổng hợp báo cáo UBND xã trước ngày 15 tháng 12."
    )
    assert found[0].report_date == "trước ngày 10/6 và 10/12"
    assert found[1].report_date == "trước ngày 15 tháng 12"


ORGANISED = "V. TỔ CHỨC THỰC HIỆN\n\n"


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Trưởng xóm: đi từng nhà phát số máy.", "Trưởng xóm"),
        ("Trạm Kiểm lâm xã dẫn đường cho tổ cứu hộ khi có lũ.", "Trạm Kiểm lâm xã"),
        ("Do Câu lạc bộ Kèn đồng chủ trì buổi diễn ở bến tàu.", "Câu lạc bộ Kèn đồng"),
        ("Đoàn các trường nghề: dựng góc đọc sách cho trẻ lánh nạn.", "Đoàn các trường nghề"),
        ("Phó Giám đốc nhà máy: duyệt giờ nghỉ cho nữ công nhân.", "Phó Giám đốc nhà máy"),
        ("Đò dọc bến Tre: hỗ trợ chở người lánh nạn qua sông.", "Đò dọc bến Tre"),
        ("Văn phòng: mượn xe chở nạn nhân khi có bão.", "Văn phòng"),
        ("Văn phòng tham mưu mua bàn ghế cho phòng chờ.", "Văn phòng"),
        ("Đề nghị Nghiệp đoàn Xe ôm tham gia đưa người đi lánh nạn.", "Nghiệp đoàn Xe ôm"),
        (
            "Gia đình Phật tử Từ Tâm có trách nhiệm nấu cơm cho nhà tạm lánh.",
            "Gia đình Phật tử Từ Tâm",
        ),
        ("Hằng năm Hội Làm vườn xã bố trí đất trồng rau cho nhà tạm lánh.", "Hội Làm vườn xã"),
    ],
)
def test_bodies_known_by_grammar(line, agency):
    (found,) = duties(f"{ORGANISED}1. {line}")
    assert found.agency == agency


@pytest.mark.parametrize(
    "opening",
    [
        "1. Khoa Nhi chủ trì, phối hợp với Phòng Điều dưỡng có trách nhiệm:",
        "1. Khoa Nhi (chủ trì), Phòng Điều dưỡng phối hợp:",
        "1. Khoa Nhi\n\nLà đầu mối giúp Giám đốc; chủ trì, phối hợp với Phòng Điều dưỡng "
        "thực hiện:",
        "- Khoa Nhi: chủ trì, phối hợp với Phòng Điều dưỡng:",
    ],
)
def test_openings_hand_on_who_and_with_whom(opening):
    mark = "-" if opening.startswith("-") else "+"
    found = duties(
        f"{ORGANISED}{opening}\n\n{mark} Kê thêm giường cho mẹ;\n\n{mark} Lập sổ theo dõi trẻ."
    )
    assert [(duty.agency, duty.partners) for duty in found[-2:]] == [
        ("Khoa Nhi", ("Phòng Điều dưỡng",))
    ] * 2
    assert all("chủ trì" in duty.role for duty in found[-2:])
    assert all(duty.task.startswith(("Kê", "Lập", "đầu mối")) for duty in found)


def test_each_of_many_is_nobody():
    (found,) = duties("II. NHIỆM VỤ\n\n1. Mỗi thôn tổ chức một buổi chiếu phim cho nam giới.")
    assert found.agency == ""


def test_a_request_holds_for_the_whole_sentence():
    found = duties(
        f"{ORGANISED}1. Đề nghị Hội Nông dân xã cho mượn kho; Hội Cựu chiến binh xã canh gác "
        f"ban đêm."
    )
    assert [duty.role for duty in found] == ["Đề nghị", "Đề nghị"]


def test_request_as_a_scan_has_it():
    (found,) = duties(f"{ORGANISED}1. Đê nghị Hội Nông dân xã cho mượn kho thóc làm nơi lánh nạn.")
    assert found.role == "Đê nghị"


def test_a_heading_that_says_when():
    found = duties("II. NHIỆM VỤ\n\n1. Quý II/2027:\n\n- Đoàn xã dựng lại sân chơi cho trẻ em.")
    assert [duty.deadline for duty in found] == ["Quý II/2027"]


def test_role_as_the_column_has_it():
    (found,) = duties(
        "II. BẢNG VIỆC\n\n| Việc | Người chịu trách nhiệm chính | Người cùng làm | Khi nào xong |\n"
        "|--|--|--|--|\n| Quét vôi nhà tạm lánh | Đoàn xã | Hội Phụ nữ xã | 20/3/2027 |"
    )
    assert (found.agency, found.role) == ("Đoàn xã", "chịu trách nhiệm chính")
    assert (found.partners, found.deadline) == (("Hội Phụ nữ xã",), "20/3/2027")


def test_labels_in_other_words():
    (found,) = duties(
        "II. NHIỆM VỤ\n\nNhiệm vụ 1: Dựng trạm\n\n- Nội dung: Dựng trạm gác đầu ngõ.\n\n- Người "
        "làm: Tổ dân phố số 3; cùng làm: Công an phường.\n\n- Hạn: 20/3/2027."
    )
    assert (found.agency, found.partners) == ("Tổ dân phố số 3", ("Công an phường",))
    assert (found.task, found.deadline) == ("Dựng trạm gác đầu ngõ", "20/3/2027")


def test_a_paragraph_that_only_shares_out():
    (found,) = duties(
        "II. NHIỆM VỤ\n\n1. Sơn lại cổng nhà tạm lánh\n\nĐội Thợ nề phụ trách; Hội Phụ nữ xã hỗ "
        "trợ. Xong trong tháng 5/2027."
    )
    assert (found.agency, found.partners) == ("Đội Thợ nề", ("Hội Phụ nữ xã",))
    assert (found.task, found.deadline) == ("Sơn lại cổng nhà tạm lánh", "Xong trong tháng 5/2027")


@pytest.mark.parametrize(
    ("line", "agency", "role"),
    [
        ("Công an. xã đưa người ốm ra trạm xá bằng thuyền.", "Công an. xã", "thực hiện"),
        ("Đề' nghị Hội Nông dân xã cho mượn kho thóc làm chỗ ở.", "Hội Nông dân xã", "Đề nghị"),
        ("Chỉ đạo Trung tâm Văn hóa xã chủ trì dựng phim ngắn.", "Trung tâm Văn hóa xã", "chủ trì"),
        ("Dán số máy ở bến đò; giao Đội Thuyền chịu trách nhiệm, xong trong quý II.", "Đội Thuyền",
         "chịu trách nhiệm"),
    ],
)  # fmt: skip
def test_specks_and_bodies_told_to(line, agency, role):
    (found,) = duties(f"{ORGANISED}1. {line}")
    assert (found.agency, found.role.replace("'", "")) == (agency, role)


def test_what_is_handed_in_belongs_to_the_work():
    found = duties(
        f"{ORGANISED}1. Trạm Y tế xã ghi sổ người đến khám; gửi danh sách cho UBND xã trước ngày "
        "20 hằng tháng."
    )
    assert (found[0].report_to, found[0].report_date) == ("UBND xã", "trước ngày 20 hằng tháng")


def test_asked_to_take_part():
    (found,) = duties(
        f"{ORGANISED}1. Đề nghị các đoàn thể\n\n- Hội Nông dân xã: phối hợp với Đoàn xã canh đê."
    )
    assert (found.role, found.partners) == ("Đề nghị phối hợp", ("Đoàn xã",))


def test_lettered_tasks_in_one_paragraph_are_parted():
    found = duties(
        "IV. PHÂN CÔNG\n\n1. Trạm Y tế xã: a) Khám, lập hồ sơ thương tích ban đầu. "
        "b) Phối hợp với Công an xã đưa người bị hại đi giám định."
    )
    assert brief(found) == [
        ("IV.1", "Trạm Y tế xã", "thực hiện", ()),
        ("IV.1", "Trạm Y tế xã", "Phối hợp", ("Công an xã",)),
    ]
    assert found[0].task.startswith("Khám")


def test_a_body_with_its_part_in_brackets_heads_the_items_under_it():
    found = duties(
        "IV. PHÂN CÔNG\n\n4.1. Hội Phụ nữ xã (đơn vị đầu mối)\n\n"
        "a) Mở 03 lớp học nghề cho phụ nữ nghèo.\n\nb) Lập sổ theo dõi từng vụ việc."
    )
    assert [duty.agency for duty in found] == ["Hội Phụ nữ xã", "Hội Phụ nữ xã"]


def test_standing_office_is_what_the_body_above_is():
    found = duties(
        "IV. PHÂN CÔNG\n\n1. Sở Tư pháp\n\na) Đơn vị đầu mối, chủ trì, phối hợp với Công an "
        "tỉnh rà soát quy ước của thôn.\n\nb) Mở lớp cho hòa giải viên ở cơ sở."
    )
    assert {duty.agency for duty in found} == {"Sở Tư pháp"}


def test_bodies_of_a_level_and_those_beside_it():
    found = duties("IV. PHÂN CÔNG\n\n1. Hội xã, phường và Hội trực thuộc\n\na) Lập kế hoạch riêng.")
    assert found[0].agency.startswith("Hội xã, phường")


def test_running_head_between_specks_is_no_part_of_a_task():
    found = duties(
        "IV. PHÂN CÔNG\n\n1. Trạm Y tế xã ghi sổ từng ca bị đánh đập và báo số máy trực cho\n\n"
        "~ KẾ HOẠCH XÃ  -\n\nngười dân các thôn vùng xa biết để gọi."
    )
    assert [duty.task for duty in found] == [
        "ghi sổ từng ca bị đánh đập và báo số máy trực cho người dân các thôn vùng xa biết để gọi"
    ]


def test_a_scan_is_read_as_it_must_have_been_and_quoted_as_it_stands():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã\n\n- Chủ trì, phôi hợp với Trạm Y tế xã lập sổ "
        "theo dõi truớc ngày l5/4/2026.\n\n2. Cong an xã báo cáo Sở Y tế trước ngày 0l/6/2026."
    )
    first, second = found
    assert (first.role, first.partners) == ("Chủ trì, phối hợp", ("Trạm Y tế xã",))
    assert first.deadline == "trước ngày 15/4/2026"
    assert "phôi hợp" in first.quote and "l5/4/2026" in first.quote
    assert (second.agency, second.report_to) == ("Công an xã", "Sở Y tế")
    assert second.report_date == "trước ngày 01/6/2026"
    assert "Cong an xã" in second.quote


def test_what_stands_before_the_body_does_not_hide_it():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\nLà cơ quan thường trực, Sở Nội vụ chủ trì, "
        "phối hợp với Sở Tài chính kiểm tra 06 xã. Sở gửi mẫu biểu cho các xã trước 15/6/2026. "
        "Ban đêm, khi có người cần đón, Sở Y tế phối hợp với Công an tỉnh bố trí xe."
    )
    assert brief(found) == [
        ("IV.1", "Sở Nội vụ", "chủ trì, phối hợp", ("Sở Tài chính",)),
        ("IV.1", "Sở Nội vụ", "thực hiện", ()),
        ("IV.1", "Sở Y tế", "phối hợp", ("Công an tỉnh",)),
    ]


def test_who_only_helps_is_a_partner():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\na) Phòng Văn hóa - Xã hội chủ trì, Hội Phụ nữ xã phối hợp tập "
        "huấn kỹ năng lắng nghe.\n\n| TT | Nội dung | Chủ trì | Thời gian | Sản phẩm |\n"
        "|---|---|---|---|---|\n"
        "| 1 | Thi nấu ăn | Hội Phụ nữ xã; Hội Nông dân xã phối hợp | 28/6/2026 | |\n"
        "| 2 | Báo cáo năm | UBND xã | Trước 30/11 | Báo cáo gửi Sở Nội vụ |"
    )
    assert brief(found)[:2] == [
        ("IV.a", "Phòng Văn hóa - Xã hội", "chủ trì", ("Hội Phụ nữ xã",)),
        ("IV.a TT 1", "Hội Phụ nữ xã", "chủ trì", ("Hội Nông dân xã",)),
    ]
    assert (found[2].report_to, found[2].report_date) == ("Sở Nội vụ", "Trước 30/11")


def test_a_clause_that_only_names_who_helps_belongs_to_the_task_before():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Ban Luật pháp chủ trì:\n\n- Trực đường dây nóng của Hội; phối "
        "hợp với Sở Y tế;\n\n- Cập nhật danh bạ nơi giúp đỡ, 06 tháng một lần."
    )
    assert [(duty.partners, duty.deadline) for duty in found] == [
        (("Sở Y tế",), None),
        ((), "06 tháng một lần"),
    ]


def test_what_signing_puts_on_a_page_is_no_part_of_a_task():
    found = duties(
        "IV. PHÂN CÔNG\n\n1. Trạm Y tế xã ghi sổ từng ca bị đánh đập và báo số máy trực cho\n\n"
        "Ký bởi: Văn phòng HĐND và UBND xã Vĩnh Bình; 12/3/2026 09:14:02\n\n2\n\n"
        "người dân các thôn vùng xa biết để gọi."
    )
    assert [duty.task for duty in found] == [
        "ghi sổ từng ca bị đánh đập và báo số máy trực cho người dân các thôn vùng xa biết để gọi"
    ]


def test_running_lines_a_scan_read_differently():
    stamp = "Bản sao: UBND xã Vĩnh Bình 1{}/3/2026"
    found = duties(
        "\n\n".join(
            [
                "II. NHIỆM VỤ\n\n1. Công an xã trực máy suốt đêm, ghi sổ và cử người tới các",
                stamp.format("O"),
                "thôn.\n\n2. Trạm Y tế xã khám cho người bị đánh và giữ kín tên của người",
                stamp.format("0").replace("Bình", "Binh"),
                "bệnh.\n\n3. Hội Nông dân xã vận động các gia đình ký cam kết không đánh",
                stamp.format("0").replace(":", ";"),
                "nhau.",
            ]
        )
    )
    assert [duty.task.rsplit(" ", 1)[1] for duty in found] == ["thôn", "bệnh", "nhau"]


def test_work_done_by_a_body_behind_it():
    (found,) = duties(
        "II. NỘI DUNG\n\n1. Hội thi nấu ăn cho các ông chồng do Sở Nội vụ chủ trì, phối hợp với "
        "Hội Nông dân tỉnh tổ chức trong tuần thứ hai của tháng 10/2026."
    )
    assert (found.agency, found.role) == ("Sở Nội vụ", "chủ trì")
    assert found.partners == ("Hội Nông dân tỉnh",)
    assert found.deadline == "trong tuần thứ hai của tháng 10/2026"
    assert found.task.startswith("Hội thi nấu ăn")


def test_a_task_given_with_the_word_giao():
    given, behind = duties(
        "II. NỘI DUNG\n\n1. Giao Sở Y tế biên soạn sổ tay cho các trạm.\n\n2. Dịch tờ rơi sang "
        "tiếng Thái; giao Sở Tư pháp hoàn thành trong tháng 9/2026."
    )
    assert (given.agency, given.role, given.task) == (
        "Sở Y tế",
        "Giao",
        "biên soạn sổ tay cho các trạm",
    )
    assert (behind.agency, behind.role) == ("Sở Tư pháp", "giao")
    assert behind.task == "Dịch tờ rơi sang tiếng Thái"
    assert behind.deadline == "hoàn thành trong tháng 9/2026"


def test_the_lead_of_a_part_leads_the_clause_it_opens():
    whole, part = duties(
        "II. NỘI DUNG\n\na) Mở thử góc tư vấn ở cổng chợ vào phiên chính. Sở Công Thương chủ trì, "
        "phối hợp với Công an tỉnh lập phương án, trình duyệt trước ngày 30/4/2027."
    )
    assert whole.task.startswith("Mở thử góc tư vấn") and part.task.startswith("lập phương án")
    assert {duty.agency for duty in (whole, part)} == {"Sở Công Thương"}
    assert whole.partners == ("Công an tỉnh",) and whole.deadline == part.deadline
    assert whole.doubts and not part.doubts


def test_a_clause_shared_by_two_leads_gives_its_opening_to_neither():
    found = duties(
        "II. NỘI DUNG\n\na) Mở thử góc tư vấn ở cổng chợ vào phiên chính. Sở Công Thương chủ trì "
        "chọn chợ và dựng gian. Sở Y tế chủ trì cử người khám bệnh mỗi phiên."
    )
    assert found[0].agency == ""


def test_a_heading_that_asks_unions_asks_each_of_them():
    found = duties(
        "V. TỔ CHỨC THỰC HIỆN\n\n4. Đề nghị Ủy ban Mặt trận Tổ quốc và các đoàn thể xã\n\n"
        "Ủy ban Mặt trận Tổ quốc xã góp ý quy ước. Hội Nông dân xã giữ nhóm cha dượng. Trạm Y tế "
        "xã khám thai cho chị em."
    )
    assert [duty.role for duty in found] == ["Đề nghị", "Đề nghị", "thực hiện"]


def test_steps_stand_inside_the_clause_that_describes_them():
    found = duties(
        "II. NỘI DUNG\n\n1. Quy trình\n\n1.1. Làm theo các bước:\n\nBước 1. Công an xã ghi tin báo "
        "vào sổ.\n\nBước 2. Trạm Y tế xã khám cho người bị đánh.\n\n1.2. Hội Nông dân xã tổ "
        "chức nấu cơm cho người ở nhờ.\n\n2. Công an xã tổ chức tuần tra đêm quanh chợ."
    )
    assert [duty.section for duty in found] == ["II.1.1.Bước 1", "II.1.1.Bước 2", "II.1.2", "II.2"]


def test_a_table_of_targets_with_the_bodies_that_watch_them():
    (first, second) = duties(
        "III. CHỈ TIÊU\n\n| TT | Chỉ tiêu | Mức đạt | Đơn vị theo dõi |\n|---|---|---|---|\n"
        "| 1 | Vụ việc được xử lý trong ngày | 100% | Công an xã |\n"
        "| 2 | Thôn có nhà tạm lánh | 06 thôn | Hội Nông dân xã |"
    )
    assert (first.agency, first.role) == ("Công an xã", "theo dõi")
    assert second.task == "Thôn có nhà tạm lánh"


def test_a_label_at_the_end_of_a_printed_line():
    lines = [f"Dòng thứ {n} của kế hoạch này nói về việc của các thôn trong năm tới đây" for n in
             ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")]  # fmt: skip
    (found,) = [
        duty
        for duty in duties(
            "II. NỘI DUNG\n\n1. " + "\nthì ".join([*lines, *lines]) + ".\n\n"
            "2. Mở nhóm hát ru cho các ông bố ở sân đình vào tối thứ bảy hằng tuần.\n"
            "Đơn vị chủ trì: Hội Nông dân xã cùng dân các thôn. Phối hợp:\nCông an xã."
        )
        if duty.section == "II.2"
    ]
    assert found.partners == ("Công an xã",)


def test_due_dates_that_open_a_clause_belong_to_the_work_before():
    first, then = duties(
        "II. NỘI DUNG\n\n1. Sở Y tế chủ trì mở phòng khám riêng ở sáu bệnh viện; hoàn thành trước "
        "ngày 31 tháng 5 năm 2026, sau đó mỗi quý công khai số người đã được khám."
    )
    assert first.deadline == "trước ngày 31 tháng 5 năm 2026"
    assert then.task == "mỗi quý công khai số người đã được khám"


def test_yearly_months_without_a_comma_before_the_role():
    (found,) = duties(
        "V. TỔ CHỨC THỰC HIỆN\n\n2. Trưởng các thôn\n\n- Hằng năm vào tháng 8 phối hợp với Công "
        "an xã rà soát các hộ hay cãi nhau."
    )
    assert found.agency == "Trưởng các thôn"
    assert (found.role, found.partners) == ("phối hợp", ("Công an xã",))


def test_a_body_that_invites_a_teacher():
    (found,) = duties(
        "V. TỔ CHỨC THỰC HIỆN\n\n2. Sở Tư pháp mời giảng viên của Trường Chính trị mở hai lớp."
    )
    assert found.agency == "Sở Tư pháp"


def test_a_body_asked_to_be_the_hub_of_the_work_before():
    hub, place = duties(
        "II. NỘI DUNG\n\n1. Tổ chức phiên chợ không đòn roi mỗi tháng một lần. Hội Nông dân tỉnh "
        "được đề nghị làm đầu mối; UBND các xã bố trí địa điểm họp chợ."
    )
    assert (hub.agency, hub.role) == ("Hội Nông dân tỉnh", "đầu mối")
    assert hub.task.startswith("Tổ chức phiên chợ")
    assert place.agency == "UBND các xã"


def test_time_that_has_run_out_before_the_body():
    found = duties(
        "II. NỘI DUNG\n\n1. Chị em ở nhờ tối đa ba ngày; quá thời gian này, Hội Nông dân xã "
        "liên hệ với tỉnh để chuyển chỗ."
    )
    assert found[-1].agency == "Hội Nông dân xã"


def test_a_body_called_by_its_first_word():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ là cơ quan thường trực, đôn đốc chung. Ngay trong "
        "tháng 7 năm 2026, Sở trình Chủ tịch UBND tỉnh quyết định thành lập Tổ điều phối."
    )
    assert {duty.agency for duty in found} == {"Sở Nội vụ"}
    assert found[-1].deadline == "trong tháng 7 năm 2026"


def test_one_body_with_another_leads():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Công an phường cùng Hội Liên hiệp Phụ nữ phường đi từng khu "
        "trọ, vận động chủ nhà ký cam kết, xong trước ngày 30/6/2026."
    )
    assert [(duty.agency, duty.partners) for duty in found] == [
        ("Công an phường", ("Hội Liên hiệp Phụ nữ phường",))
    ]


def test_a_thing_done_by_a_body():
    found = duties(
        "III. NHIỆM VỤ\n\n1. Mạng lưới địa chỉ tin cậy do Hội Liên hiệp Phụ nữ phường quản lý và "
        "bố trí người ở."
    )
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Hội Liên hiệp Phụ nữ phường", "thực hiện")
    ]


def test_who_helps_in_the_next_clause_is_a_partner():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế mở điểm tiếp nhận tại bệnh viện trước ngày "
        "15/12/2026; Công an tỉnh cử người đến làm việc theo lịch của bệnh viện."
    )
    assert (found[0].agency, found[0].partners) == ("Sở Y tế", ("Công an tỉnh",))
    assert found[1].agency == "Công an tỉnh"


def test_officials_in_small_letters_are_charged_too():
    found = duties(
        "IV. NHIỆM VỤ\n\n1. Khi phát hiện người bệnh bị đánh, trưởng ca trực chịu trách nhiệm "
        "báo tin cho Công an xã chậm nhất 12 giờ kể từ khi tiếp nhận."
    )
    assert (found[0].agency, found[0].role) == ("trưởng ca trực", "chịu trách nhiệm")


def test_products_with_their_leads_are_tasks():
    found = duties(
        "IV. CÁC VIỆC\n\n| TT | Sản phẩm | Đầu mối | Cùng tham gia | Hoàn thành |\n"
        "|--|--|--|--|--|\n"
        "| 1 | Sổ tay xử lý vụ việc cho cấp xã | Sở Nội vụ | Công an tỉnh | 31/10/2026 |\n"
        "| 2 | Nội quy mẫu chống quấy rối | Sở Tư pháp | Sở Y tế.<br>Kết quả gửi UBND tỉnh "
        "trước 15/9/2026 | Quý IV/2026 |"
    )
    assert [(duty.agency, duty.partners, duty.deadline) for duty in found] == [
        ("Sở Nội vụ", ("Công an tỉnh",), "31/10/2026"),
        ("Sở Tư pháp", ("Sở Y tế",), "Quý IV/2026"),
    ]
    assert (found[1].report_to, found[1].report_date) == ("UBND tỉnh", "trước 15/9/2026")


def test_those_who_share_the_work_of_the_sentence_before():
    found = duties(
        "III. NHIỆM VỤ\n\na) Duy trì 04 câu lạc bộ nam giới tại các bản; Hội Nông dân xã làm nòng "
        "cốt, Hội Cựu chiến binh xã cùng thực hiện, mỗi quý sinh hoạt ít nhất 01 lần.\n\n"
        "b) Thí điểm tư vấn tại 10 xã trong hai năm 2027 - 2028. Chương trình do Trung tâm Công "
        "tác xã hội tỉnh đảm nhiệm, có sự tham gia của Công an cấp xã.\n\n"
        "c) Giao Phòng Văn hóa - Xã hội làm đầu mối quản lý các địa chỉ tin cậy; Trạm Y tế và Công "
        "an xã phối hợp thực hiện."
    )
    assert [(duty.section, duty.agency, duty.partners) for duty in found] == [
        ("III.a", "Hội Nông dân xã", ("Hội Cựu chiến binh xã",)),
        ("III.b", "Trung tâm Công tác xã hội tỉnh", ("Công an cấp xã",)),
        ("III.c", "Phòng Văn hóa - Xã hội", ("Trạm Y tế", "Công an xã")),
    ]


def test_a_sentence_with_its_own_work_names_nobody_for_the_one_before():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã tuần tra ban đêm. Trường THCS Cát Lam chủ trì tổ "
        "chức diễn đàn trong tháng 11/2026, Đoàn Thanh niên xã phối hợp thực hiện."
    )
    assert [(duty.agency, duty.task[:10]) for duty in found] == [
        ("Công an xã", "tuần tra b"),
        ("Trường THCS Cát Lam", "tổ chức di"),
    ]
    assert found[1].partners == ("Đoàn Thanh niên xã",)


def test_a_result_is_handed_in_by_the_next_sentence():
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Ban Tổ chức kiểm tra 20 doanh nghiệp trong quý III/2026. Kết "
        "quả kiểm tra báo cáo Ban Thường vụ trước ngày 15/10/2026."
    )
    assert (found[0].report_to, found[0].report_date) == ("Ban Thường vụ", "trước ngày 15/10/2026")

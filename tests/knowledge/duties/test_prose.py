from tests.knowledge.duties.paper import organised


def test_a_first_sentence_stays_where_the_next_names_its_own_body():
    found = organised(
        "1. Trong năm tổ chức 03 lớp: lớp một cho tổ hòa giải; lớp hai cho y tế ấp. Phòng Kinh "
        "tế tham mưu kế hoạch mở lớp, mời báo cáo viên; Văn phòng UBND xã bố trí hội trường."
    )
    assert [duty.agency for duty in found] == ["", "Phòng Kinh tế", "Văn phòng UBND xã"]


def test_work_given_in_the_middle_of_a_sentence():
    (found,) = organised(
        "1. Đối với công nhân trọ, giao Công an xã cùng với Hội Phụ nữ xã đi từng dãy trọ."
    )
    assert (found.agency, found.role, found.partners) == ("Công an xã", "giao", ("Hội Phụ nữ xã",))


def test_work_that_a_sentence_about_it_gives():
    (found,) = organised(
        "1. Việc trông nhà tạm lánh giao Trạm Y tế xã, có sự hỗ trợ của Công an xã."
    )
    assert (found.agency, found.role, found.partners) == ("Trạm Y tế xã", "giao", ("Công an xã",))


def test_who_acts_in_a_case():
    (found,) = organised("1. Chị em nào không tới lớp thì Hội Phụ nữ xã hướng dẫn lại tại nhà.")
    assert found.agency == "Hội Phụ nữ xã"
    assert found.task.startswith("Chị em nào không tới lớp, hướng dẫn lại")


def test_an_office_named_behind_a_request_is_not_asked():
    found = organised(
        "1. Đề nghị Trung tâm Trợ giúp pháp lý tỉnh cử người về xã mỗi quý; Văn phòng UBND xã làm "
        "đầu mối báo lịch đến các ấp trước ít nhất 05 ngày."
    )
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Trung tâm Trợ giúp pháp lý tỉnh", "Đề nghị"),
        ("Văn phòng UBND xã", "đầu mối"),
    ]
    assert found[1].deadline == "trước ít nhất 05 ngày"


def test_a_case_behind_a_label():
    (found,) = organised(
        "1. Đưa đi tạm lánh: khi có đề nghị của người bị hại, người giám hộ hoặc cơ quan có thẩm "
        "quyền, Văn phòng UBND xã phối hợp Công an xã tham mưu Chủ tịch UBND xã quyết định."
    )
    assert (found.agency, found.role, found.partners) == (
        "Văn phòng UBND xã",
        "tham mưu",
        ("Công an xã",),
    )


def test_a_body_that_gives_work_on_keeps_it_too():
    found = organised("1. Sở Tư pháp: giao Trung tâm Trợ giúp pháp lý cử người trực ngày thứ Tư.")
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Sở Tư pháp", "thực hiện"),
        ("Trung tâm Trợ giúp pháp lý", "giao"),
    ]


def test_an_office_called_by_no_usual_word_between_others():
    found = organised(
        "1. Phòng Lao động\n\n- Lập sổ theo dõi.\n\n2. Thanh tra, Pháp chế (bộ phận thuộc "
        "Văn phòng)\n\n- Kiểm tra hai đợt.\n\n3. Văn phòng Sở\n\n- Bố trí xe đưa đón.\n\n"
        "4. Phòng Nội vụ\n\n- Chấm điểm thi đua."
    )
    assert [duty.agency for duty in found] == [
        "Phòng Lao động",
        "Thanh tra, Pháp chế",
        "Văn phòng Sở",
        "Phòng Nội vụ",
    ]


def test_another_body_takes_over_in_the_same_clause():
    found = organised(
        "1. Đề nghị Hội Nông dân xã chủ trì kịch bản, Hội Phụ nữ xã vận động hội viên."
    )
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Hội Nông dân xã", "Đề nghị chủ trì"),
        ("Hội Phụ nữ xã", "Đề nghị"),
    ]


def test_an_official_in_small_letters_takes_over():
    found = organised("1. Công an xã tham mưu hồ sơ, trưởng ấp được giao giám sát hằng ngày.")
    assert [duty.agency for duty in found] == ["Công an xã", "trưởng ấp"]


def test_work_an_office_shares_out_is_its_own_too():
    found = organised(
        "1. Văn phòng Sở\n\na) Phân công cán bộ phụ trách nữ công trực đường dây; rà soát danh bạ."
    )
    assert {duty.agency for duty in found if "rà soát" in duty.task} == {"Văn phòng Sở"}

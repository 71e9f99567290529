import pytest

from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of

HEAD = (
    "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên địa bàn xã Bình An năm 2026\n\nIV. TỔ CHỨC THỰC HIỆN\n\n"
)


def duties(body):
    return understand(Document("x", tuple(blocks_of(HEAD + body)))).duties


@pytest.mark.parametrize(
    ("body", "deadline"),
    [
        (
            "1. Trạm Y tế xã bố trí phòng khám riêng; đưa vào sử dụng trước ngày 01/8/2026.",
            "trước ngày 01/8/2026",
        ),
        (
            "1. Công an xã tham mưu ban hành quy chế trực; trình UBND xã trước ngày 15/4/2026.",
            "trước ngày 15/4/2026",
        ),
        (
            "1. Hội Nông dân xã lập câu lạc bộ bốn ấp. Các buổi ra quân hoàn thành trước 20/6.",
            "trước 20/6",
        ),
        (
            "1. Hội Nông dân xã mở nhóm cha mẹ, mỗi tháng họp một lần; ra mắt trong quý III/2026.",
            "trong quý III/2026",
        ),
        (
            "1. Công an xã lập đội trực đêm; ngày 15 hằng tháng báo cáo Chủ tịch UBND xã.",
            None,
        ),
    ],
)
def test_the_end_of_the_work_is_named_in_a_later_clause(body, deadline):
    assert duties(body)[0].deadline == deadline


def test_a_report_in_the_next_clause_is_that_of_the_work():
    first, report = duties(
        "1. Trưởng các ấp rà soát hộ có nguy cơ; trước ngày 10 hằng tháng báo cáo Công an xã."
    )
    assert (first.report_to, first.report_date) == ("Công an xã", "trước ngày 10 hằng tháng")
    assert report.report_to == "Công an xã"


def test_a_first_sentence_stays_where_the_next_names_its_own_body():
    found = duties(
        "1. Trong năm tổ chức 03 lớp: lớp một cho tổ hòa giải; lớp hai cho y tế ấp. Phòng Kinh "
        "tế tham mưu kế hoạch mở lớp, mời báo cáo viên; Văn phòng UBND xã bố trí hội trường."
    )
    assert [duty.agency for duty in found] == ["", "Phòng Kinh tế", "Văn phòng UBND xã"]


def test_work_given_in_the_middle_of_a_sentence():
    (found,) = duties(
        "1. Đối với công nhân trọ, giao Công an xã cùng với Hội Phụ nữ xã đi từng dãy trọ."
    )
    assert (found.agency, found.role, found.partners) == ("Công an xã", "giao", ("Hội Phụ nữ xã",))


def test_work_that_a_sentence_about_it_gives():
    (found,) = duties("1. Việc trông nhà tạm lánh giao Trạm Y tế xã, có sự hỗ trợ của Công an xã.")
    assert (found.agency, found.role, found.partners) == ("Trạm Y tế xã", "giao", ("Công an xã",))


def test_who_acts_in_a_case():
    (found,) = duties("1. Chị em nào không tới lớp thì Hội Phụ nữ xã hướng dẫn lại tại nhà.")
    assert found.agency == "Hội Phụ nữ xã"
    assert found.task.startswith("Chị em nào không tới lớp, hướng dẫn lại")


def test_an_office_named_behind_a_request_is_not_asked():
    found = duties(
        "1. Đề nghị Trung tâm Trợ giúp pháp lý tỉnh cử người về xã mỗi quý; Văn phòng UBND xã làm "
        "đầu mối báo lịch đến các ấp trước ít nhất 05 ngày."
    )
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Trung tâm Trợ giúp pháp lý tỉnh", "Đề nghị"),
        ("Văn phòng UBND xã", "đầu mối"),
    ]
    assert found[1].deadline == "trước ít nhất 05 ngày"


def test_those_at_the_core_lead_the_sentence_before():
    found = duties(
        "1. Thành lập nhóm trông trẻ ở ấp Một. Chi hội phụ nữ ấp làm nòng cốt vận động, Hội Nông "
        "dân xã cùng tham gia điều hành; ra mắt trước ngày 30/6/2026."
    )
    assert found[0].agency == "Chi hội phụ nữ ấp"
    assert found[0].partners == ("Hội Nông dân xã",)
    assert found[0].deadline == "trước ngày 30/6/2026"


def test_rounds_each_with_its_time():
    (found,) = duties(
        "1. Công an xã mở 02 đợt ra quân vào tối thứ Bảy; đợt 1 trong tháng 5, đợt 2 trong tháng 9."
    )
    assert found.deadline == "đợt 1 trong tháng 5, đợt 2 trong tháng 9"


def test_a_case_behind_a_label():
    (found,) = duties(
        "1. Đưa đi tạm lánh: khi có đề nghị của người bị hại, người giám hộ hoặc cơ quan có thẩm "
        "quyền, Văn phòng UBND xã phối hợp Công an xã tham mưu Chủ tịch UBND xã quyết định."
    )
    assert (found.agency, found.role, found.partners) == (
        "Văn phòng UBND xã",
        "tham mưu",
        ("Công an xã",),
    )


def test_a_body_that_gives_work_on_keeps_it_too():
    found = duties("1. Sở Tư pháp: giao Trung tâm Trợ giúp pháp lý cử người trực ngày thứ Tư.")
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Sở Tư pháp", "thực hiện"),
        ("Trung tâm Trợ giúp pháp lý", "giao"),
    ]


def test_an_office_called_by_no_usual_word_between_others():
    found = duties(
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
    found = duties("1. Đề nghị Hội Nông dân xã chủ trì kịch bản, Hội Phụ nữ xã vận động hội viên.")
    assert [(duty.agency, duty.role) for duty in found] == [
        ("Hội Nông dân xã", "Đề nghị chủ trì"),
        ("Hội Phụ nữ xã", "Đề nghị"),
    ]


def test_work_given_to_one_who_is_named_behind_it():
    found = duties(
        "1. Tổ chức 08 buổi nói chuyện ở các buôn xa. Việc này giao Phòng Văn hóa làm đầu mối."
    )
    assert (found[0].agency, found[0].role) == ("Phòng Văn hóa", "làm đầu mối")


@pytest.mark.parametrize(
    "tail",
    [
        "Đề nghị Mặt trận Tổ quốc xã làm nòng cốt, xong ở các ấp trong quý IV/2026.",
        "Mặt trận Tổ quốc xã phụ trách, Hội Phụ nữ xã cùng tham gia vận động hội viên.",
    ],
)
def test_who_is_in_charge_of_the_sentence_before(tail):
    found = duties(f"1. Vận động thầy mo, trưởng dòng họ ký cam kết không ép cưới. {tail}")
    assert found[0].agency == "Mặt trận Tổ quốc xã"


def test_an_official_in_small_letters_takes_over():
    found = duties("1. Công an xã tham mưu hồ sơ, trưởng ấp được giao giám sát hằng ngày.")
    assert [duty.agency for duty in found] == ["Công an xã", "trưởng ấp"]


def test_work_an_office_shares_out_is_its_own_too():
    found = duties(
        "1. Văn phòng Sở\n\na) Phân công cán bộ phụ trách nữ công trực đường dây; rà soát danh bạ."
    )
    assert {duty.agency for duty in found if "rà soát" in duty.task} == {"Văn phòng Sở"}

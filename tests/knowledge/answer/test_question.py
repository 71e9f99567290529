from knowledge.answer.question import understand
from nlu.entities import Place


def test_places_agencies_and_numbers_are_read():
    question = understand("Sở Y tế Cần Thơ năm 2024 có đạt 70% không?")
    assert [place.place_id for place in question.places] == ["can-tho"]
    assert [agency.key for agency in question.agencies] == ["so-y-te"]
    assert question.years == ((2024, 2024),)
    assert "70%" in question.numbers
    assert "Cần Thơ" not in question.words


def test_periods_short_and_long():
    assert understand("giai đoạn 2026-2030").years == ((2026, 2030),)
    assert understand("gđ 21-25").years == ((2021, 2025),)
    assert understand("ngày 25/11/2024 làm gì").years == ()


def test_documents_are_not_years():
    question = understand("Quyết định số 2232/QĐ-TTg nói gì")
    assert question.documents == ("2232",)


def test_phones_are_read_whatever_their_spaces():
    assert understand("số 1800 8065 của ai").phones == ("18008065",)
    assert understand("một một một là số gì").phones == ("111",)


def test_a_follow_up_takes_the_new_place():
    question = understand("còn Lai Châu?", ["Cần Thơ báo cáo trước ngày nào?"])
    assert [place.place_id for place in question.places] == ["lai-chau"]
    assert question.about("report")


def test_a_new_question_forgets_the_old_one():
    question = understand(
        "Trung tâm công tác xã hội cung cấp dịch vụ nào cho người dân?", ["Lai Châu ai ký?"]
    )
    assert question.places == ()


def test_a_long_story_is_read_for_what_it_asks():
    question = understand(
        "Em lấy chồng đã mười năm, nhà chồng khó khăn, em nghỉ làm từ khi sinh con nên không có "
        "đồng nào trong tay, dạo này chồng hay uống rượu. Em không hỏi chuyện ly hôn. "
        "Thành phố có dạy nghề cho người như em không?"
    )
    assert "procedure" not in question.wants
    assert len(question.meanings) == 2
    assert "nghe" in question.focus


def test_premises_and_needs():
    assert understand("chỉ tiêu là 70% phải không?").premise
    assert understand("em bị đánh, em phải chạy đi đâu?").needy
    assert not understand("Kế hoạch có phụ lục nào?").needy


def test_an_agency_is_known_as_typed_where_accents_were_restored_wrongly():
    understood = understand("sdt so noi vu son la la so may")
    assert [agency.key for agency in understood.agencies] == ["so-noi-vu"]


def test_a_plans_own_place_typed_without_accents():
    own = {("cat", "lam"): Place("Cát Lam", "cat-lam", None, None, "ward", 0, 0)}
    named = understand("phong tam lanh xa cat lam o cho nao", (), (), own).places
    assert [place.place_id for place in named] == ["cat-lam"]
    assert understand("nguoi ta cat lam hai phan", (), (), own).places == ()

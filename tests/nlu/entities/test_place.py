import unicodedata

import pytest

from nlu.entities import find_places


def found(text):
    return [(place.place_id, place.province_id, place.kind) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "place", "province"),
    [
        ("can tho", "can-tho", "can-tho"),
        ("TP Cần Thơ", "can-tho", "can-tho"),
        ("ctho", "can-tho", "can-tho"),
        ("em o ct", "can-tho", "can-tho"),
        ("ct: ai chủ trì", "can-tho", "can-tho"),
        ("thủ đô", "ha-noi", "ha-noi"),
        ("ninh kieu", "ninh-kieu", "can-tho"),
        ("Thành Sen", "thanh-sen", "ha-tinh"),
        ("phuong thanh sen", "thanh-sen", "ha-tinh"),
        ("Hà Tỉnh", "ha-tinh", "ha-tinh"),
        ("còn lai chau?", "lai-chau", "lai-chau"),
        ("HN", "ha-noi", "ha-noi"),
        ("Hoài Đức Hà Nội", "hoai-duc", "ha-noi"),
        ("TP.HCM", "ho-chi-minh", "ho-chi-minh"),
        ("Q1, TPHCM", "quan-1", "ho-chi-minh"),
        ("còn huế thì sao", "hue", "hue"),
        ("huyen tam duong", "tam-duong", "lai-chau"),
        ("cong an xa khun ha", "khun-ha", "lai-chau"),
    ],
)
def test_one_place(text, place, province):
    assert [item[:2] for item in found(text)] == [(place, province)]


@pytest.mark.parametrize(
    ("text", "name", "former"),
    [
        ("Sóc Trăng", "Cần Thơ", "Sóc Trăng"),
        ("xa thanh hoa, huyen phung hiep, hau giang", "Thạnh Hòa", None),
        ("phường Bắc Hà, thành phố Hà Tĩnh", "Thành Sen", "Phường Bắc Hà"),
        ("phường An Hội, Ninh Kiều, Cần Thơ", "Ninh Kiều", "Phường Tân An"),
        ("Hải Dương", "Hải Phòng", "Hải Dương"),
    ],
)
def test_old_names_lead_to_todays(text, name, former):
    (place,) = find_places(text)
    assert (place.name, place.former) == (name, former)


@pytest.mark.parametrize(
    "text",
    [
        "cả nhà em ăn cơm",
        "ca nha em an com",
        "chay ca mau mui",
        "em chỉ muốn sống hòa bình",
        "anh Thái Bình đánh tôi",
        "cô Huế dạy con em",
        "chi thi so 20 ct ttg",
        "hu, e mệt quá",
        "đường dài lắm",
        "phương án long trọng",
        "ke hoach phuong co noi gi",
        "xã tôi nghèo",
        "gia lai cho em",
        "long vinh an",
        "cho xa cu bao nhieu tien",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh làm gì",
        "doan tncs ho chi minh",
        "học tập tư tưởng Hồ Chí Minh",
    ],
)
def test_ordinary_words_are_no_places(text):
    assert found(text) == []


def test_province_in_the_message_decides_between_namesakes():
    assert found("phường Trần Phú") == [("tran-phu", None, "ward")]
    assert found("Phường Trần Phú ở Hà Tĩnh")[0][:2] == ("tran-phu", "ha-tinh")


def test_several_places_keep_their_order_and_position():
    text = "so Lai Châu với cần thơ"
    first, second = find_places(text)
    assert text[first.start : first.end] == "Lai Châu"
    assert text[second.start : second.end] == "cần thơ"


def test_positions_are_those_of_the_text_given():
    text = unicodedata.normalize("NFD", "Chồng em ở Cần Thơ đó")
    (place,) = find_places(text)
    assert unicodedata.normalize("NFC", text[place.start : place.end]) == "Cần Thơ"


PROVINCES_BEFORE = """
An Giang; Bà Rịa - Vũng Tàu; Bạc Liêu; Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre; Bình Dương; Bình Định;
Bình Phước; Bình Thuận; Cà Mau; Cao Bằng; Cần Thơ; Đà Nẵng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai;
Đồng Tháp; Gia Lai; Hà Giang; Hà Nam; Hà Nội; Hà Tĩnh; Hải Dương; Hải Phòng; Hậu Giang; Hòa Bình;
Hồ Chí Minh; Hưng Yên; Khánh Hòa; Kiên Giang; Kon Tum; Lai Châu; Lạng Sơn; Lào Cai; Lâm Đồng;
Long An; Nam Định; Nghệ An; Ninh Bình; Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam;
Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La; Tây Ninh; Thái Bình; Thái Nguyên; Thanh Hóa;
Huế; Tiền Giang; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái
"""


@pytest.mark.parametrize("name", [part.strip() for part in PROVINCES_BEFORE.split(";")])
def test_every_province_of_before(name):
    (place,) = find_places(f"cho em hỏi ở {name} gọi số nào")
    assert place.kind == "province"
    assert place.province == place.name


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ct với lai châu ai làm nhiều hơn", ["can-tho", "lai-chau"]),
        ("lai chau va ct", ["lai-chau", "can-tho"]),
        ("ct vs lc: chỉ tiêu", ["can-tho", "lai-chau"]),
        ("ct với chồng em cãi nhau", []),
        ("thu do len mang", []),
        ("thủ độ", []),
    ],
)
def test_short_names_count_beside_another_place(text, places):
    assert [place for place, _, _ in found(text)] == places


@pytest.mark.parametrize(
    "text",
    [
        "các xã, phường Đồng Tháp báo cáo ai",
        "xa phuong dong thap bao cao ai",
        "phường, xã Đồng Tháp",
    ],
)
def test_all_units_of_a_province_are_not_one_of_its_name(text: str) -> None:
    assert [place.place_id for place in find_places(text)] == ["dong-thap"]


def test_an_old_commune_of_a_provinces_name_stands_back_behind_the_province():
    (place,) = find_places("hội lhpn xã Đồng Tháp nộp báo cáo khi nào")
    assert (place.kind, place.name) == ("province", "Đồng Tháp")
    assert find_places("xã Đồng Tháp, huyện Đan Phượng, Hà Nội")[0].province == "Hà Nội"


def test_a_short_word_after_an_accented_type_is_a_place_only_with_its_accents():
    assert find_places("xã cho ở tối đa bao lâu") == ()
    assert find_places("Đoàn đi xóm Cốc Phường tư vấn") == ()
    assert find_places("xã Chờ có ai trực không")


def test_a_word_of_law_is_no_family_name():
    assert [place.name for place in find_places("Trợ giúp pháp lý Sơn La số máy mấy")] == ["Sơn La"]
    assert find_places("chị Lý Sơn La gọi") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("o phuong cua bac ninh bao cong an", "Bắc Ninh"),
        ("phường Cửa Bắc, Ninh Bình", "Nam Định"),
        ("phuong cua bac ninh binh", "Nam Định"),
    ],
)
def test_a_province_that_begins_inside_the_name_of_a_ward(text, name):
    assert find_places(text)[0].name == name

from nlu.text.strip import fold, is_plain, strip_accents


def test_every_mark_goes():
    assert strip_accents("Đường Nguyễn Thị Ứng, ỷ ỗ ặ") == "Duong Nguyen Thi Ung, y o a"


def test_decomposed_letters_are_stripped_too():
    assert strip_accents("a\u0323\u0302 tie\u0302\u0301ng") == "a tieng"


def test_places_are_kept():
    text = "Chồng đánh 😭 em"
    assert len(strip_accents(text)) == len(text)


def test_fold():
    assert fold("  Bạo   LỰC\ngia đình ") == "bao luc gia dinh"


def test_plain():
    assert is_plain("chong danh em 😭")
    assert not is_plain("chồng danh em")

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import normalize, spell, standardize
from nlu.text.dialect import dialect
from nlu.text.teencode import shorthand


def test_tone_marks_move_and_offsets_point_back():
    result = normalize("Hoà ơi")
    assert result.text == "Hòa ơi"
    assert result.offsets == (0, 1, 2, 3, 4, 5)


def test_decomposed_text_gives_the_same():
    text = "Chồng em hoà giải rồi"
    assert normalize(unicodedata.normalize("NFD", text)).text == normalize(text).text


def test_repeated_letters():
    assert normalize("cứuuuu em vớiiii").text == "cứu em với"
    assert normalize("quý III").text == "quý III"


def test_invisible_signs_go():
    assert normalize("bạ\u200bo\u00a0lực").text == "bạo lực"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ck e danh e, e goi ai?", "chồng em danh em, em goi ai?"),
        ("hok bít lm sao nx", "không biết làm sao nữa"),
        ("con e 3t, đi lúc 10h", "con em 3 tuổi, đi lúc 10 giờ"),
        ("điểm a khoản 2 mục IV.8.c", "điểm a khoản 2 mục IV.8.c"),
        ("kế hoạch số 12/KH-UBND của Sở GD&ĐT", "kế hoạch số 12/KH-UBND của Sở GD&ĐT"),
        ("b.ạ.o l.ự.c", "bạo lực"),
        ("t ự t ử", "tự tử"),
        ("gi.ết, ch-ết", "giết, chết"),
        ("a c e ơi", "anh chị em ơi"),
        ("p.An Hội, TP.HCM", "p.An Hội, TP.HCM"),
        ("ddanhs em ddau quas", "đánh em đau quá"),
        ("bây chừ em phải mần răng", "bây giờ em phải làm sao"),
        ("đánh răng, bị tê liệt", "đánh răng, bị tê liệt"),
        ("hắn cầm 🔪 đòi giếttt 🆘", "hắn cầm dao đòi giết cứu"),
        ("Ck em", "Chồng em"),
        ("không a, em về", "không a, em về"),
        ("súng AK của CK", "súng AK của chồng"),
        ("ａｎｈ 𝐠𝐢ế𝐭 em", "anh giết em"),
    ],
)
def test_what_was_meant(typed, meant):
    assert normalize(typed).text == meant


def test_span_leads_back_to_what_was_typed():
    typed = "ck e b.ạ.o l.ự.c e"
    result = normalize(typed)
    at = result.text.index("bạo lực")
    start, end = result.span(at, at + len("bạo lực"))
    assert typed[start:end].strip() == "b.ạ.o l.ự.c"
    start, end = result.span(0, len("chồng"))
    assert typed[start:end].strip() == "ck"


@pytest.mark.parametrize("piece", ["a ", "b.ạ.", "😭", "t ự t ử  ", "\u0301", "x/"])
def test_long_text_takes_linear_time(piece):
    result = normalize(piece * (100_000 // len(piece)))
    assert len(result.offsets) == len(result.text)


MESSY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz ạịựớ.,-*@!?3459😭🆘🔪\u0301\u0323\u200b\u00a0"
        ),
        st.characters(),
    ),
    max_size=60,
)


@given(MESSY)
def test_offsets_are_in_order_and_in_range(text):
    result = normalize(text)
    assert len(result.offsets) == len(result.text)
    assert list(result.offsets) == sorted(result.offsets)
    assert all(0 <= offset < len(text) for offset in result.offsets)


@given(MESSY)
def test_a_second_time_changes_nothing(text):
    once = normalize(text).text
    assert normalize(once).text == once


@given(MESSY)
def test_composed_and_decomposed_letters_are_one(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert normalize(composed).text == normalize(decomposed).text


def test_every_shorthand_and_regional_word_ends_in_plain_words():
    values = [*shorthand().words.values(), *dialect().words.values(), *dialect().phrases.values()]
    changed = {value: normalize(value).text for value in values if normalize(value).text != value}
    assert changed == {}


def test_regional_words_stay_when_only_spelled():
    assert spell("Bựa ni hắn đập choa nữa rùi").text == "Bựa ni hắn đập choa nữa rồi"


def test_regional_words_that_restoring_brought_to_light():
    assert standardize("bữa ni tau dìa nhà mạ") == "hôm nay tao về nhà mạ"
    assert standardize("xương hông đau lắm") == "xương hông đau lắm"
    assert standardize("có sao hông em") == "có sao không em"

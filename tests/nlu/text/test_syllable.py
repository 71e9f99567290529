import pytest

from nlu.text.syllable import is_syllable, join, place_tone, split

GOOD = "nghiêng quỳnh giờ khuya xoong ngoằn yêu ý uống gìn"
BAD = "boss chat1 wá ngi ce qa hats toét̀ xyz bacx"


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("quý", "quý"),
        ("qúa", "quá"),
        ("tòan", "toàn"),
        ("gìa", "già"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("khuỷu", "khuỷu"),
        ("thủơ", "thuở"),
        ("nứơc", "nước"),
        ("tuýt", "tuýt"),
        ("ngoài", "ngoài"),
        ("muà", "mùa"),
        ("café", "café"),
    ],
)
def test_place_tone(typed, placed):
    assert place_tone(typed) == placed


@pytest.mark.parametrize("word", GOOD.split())
def test_syllables_survive_split_and_join(word):
    parts = split(word)
    assert parts is not None
    assert join(parts) == word


@pytest.mark.parametrize("word", BAD.split())
def test_other_words_are_no_syllables(word):
    assert not is_syllable(word)


def test_stops_take_only_two_tones():
    assert is_syllable("mát")
    assert not is_syllable("màt")

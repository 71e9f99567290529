import pytest

from nlu.text.telex import decode


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ddanhs", "đánh"),
        ("bij", "bị"),
        ("dduowcj", "được"),
        ("nguowif", "người"),
        ("khoong", "không"),
        ("khongo", "không"),
        ("muoons", "muốn"),
        ("cuwus", "cứu"),
        ("gieets", "giết"),
        ("giup1", "giúp"),
        ("chong62", "chồng"),
        ("ngu7o7i2", "người"),
        ("cuu71", "cứu"),
        ("d9ang", "đang"),
        ("danh1", "đánh"),
        ("duowcj", "được"),
        ("danhf", "dành"),
    ],
)
def test_keys_become_words(keys, word):
    assert decode(keys) == word


@pytest.mark.parametrize(
    "word",
    [
        "boss",
        "chat",
        "text",
        "sos",
        "wifi",
        "zalo",
        "10h",
        "video",
        "đau",
        "em5",
        "hers",
        "test",
        "visa",
        "ri6",
    ],
)
def test_other_words_are_left(word):
    assert decode(word) is None

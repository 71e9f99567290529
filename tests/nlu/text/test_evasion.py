import pytest

from nlu.text.evasion import join_letters, shorten
from nlu.text.normalized import compose


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("c h ế t", "chết"),
        ("t ự  t ử đi", "tự tử đi"),
        ("b.ạ.o h.à.n.h", "bạo hành"),
        ("b_ạ_o", "bạo"),
        ("h*iế*p", "hiếp"),
        ("a b c", "a b c"),
        ("e k b r", "e k b r"),
        ("TP.HCM", "TP.HCM"),
        ("em.anh", "em.anh"),
        ("ai @ nhà", "ai @ nhà"),
        ("m@t", "mat"),
        ("c.ơn chị", "cảm ơn chị"),
        ("I'm here", "I'm here"),
    ],
)
def test_join_letters(typed, joined):
    assert join_letters(compose(typed)).text == joined


@pytest.mark.parametrize(
    ("typed", "short"),
    [
        ("cứuuuu", "cứu"),
        ("III", "III"),
        ("CCCD", "CCCD"),
        ("kkk", "kkk"),
        ("aaaa", "aaaa"),
        ("cuuu", "cuu"),
    ],
)
def test_shorten(typed, short):
    assert shorten(compose(typed)).text == short


@pytest.mark.parametrize(
    ("piece", "read"), [("ab", "ab"), ("cứuuu", "cứu"), ("aaab", "ab")], ids=str
)
def test_a_very_long_word_is_read(piece: str, read: str) -> None:
    assert shorten(compose(piece * 20_000)).text == read * 20_000

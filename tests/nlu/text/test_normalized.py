import re
import unicodedata

from nlu.text.normalized import compose


def test_compose_counts_from_the_base_letter():
    text = unicodedata.normalize("NFD", "bạn ơi")
    draft = compose(text)
    assert draft.text == "bạn ơi"
    assert [text[offset] for offset in draft.offsets] == ["b", "a", "n", " ", "o", "i"]
    assert draft.changed


def test_replace_keeps_what_it_can():
    draft = compose("a b.c d").replace(re.compile(r"b\.c"), lambda match: "bc")
    assert draft.text == "a bc d"
    assert draft.offsets == (0, 1, 2, 4, 5, 6)
    assert draft.span(2, 4) == (2, 5)


def test_replace_spreads_the_rest():
    draft = compose("k em").replace(re.compile("k"), lambda match: "không")
    assert draft.offsets[:5] == (0, 0, 0, 0, 0)
    assert draft.span(0, 5) == (0, 1)


def test_nothing_to_replace_gives_the_same_value():
    draft = compose("em")
    assert draft.replace(re.compile("x"), lambda match: "y") is draft
    assert not draft.changed


def test_an_empty_span_is_a_place():
    assert compose("em").span(2, 2) == (2, 2)

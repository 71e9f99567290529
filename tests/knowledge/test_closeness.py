import pytest

from knowledge.closeness import SHORTEST, Closeness


def even(_word):
    return 1.0


def test_one_stretch_and_one_sentence_have_all():
    close = Closeness("số người bị bạo lực", even)
    text = "Mục tiêu chung. Tối thiểu 70% số người bị bạo lực tìm đến cơ sở trợ giúp."
    assert close.stretch(text) == close.sentence(text) == pytest.approx(1.0)


def test_words_far_apart_count_less():
    apart = "bạo " + "x " * (2 * SHORTEST) + "lực"
    close = Closeness("bạo lực", even)
    assert close.stretch("bạo y y lực") == 1.0
    assert close.stretch(apart) == 0.5


def test_a_word_that_comes_again_is_counted_once():
    close = Closeness("bạo lực gia đình", even)
    assert close.stretch("bạo lực, bạo lực, bạo lực") == 0.5
    assert close.stretch("bạo lực bạo lực " * 20 + "gia đình") == 1.0


def test_words_of_two_sentences_do_not_add_up():
    close = Closeness("bạo lực gia đình", even)
    assert close.sentence("Phòng, chống bạo lực. Xây dựng gia đình.") == 0.5


def test_accents_count_in_a_sentence_but_not_in_a_stretch():
    close = Closeness("bán đất", even)
    assert close.stretch("bạn dắt") == 1.0
    assert close.sentence("bạn dắt") == 0.0
    assert close.sentence("Bán đất") == 1.0


def test_rare_words_count_more():
    close = Closeness("tạm lánh là", {"tam": 3.0, "lanh": 3.0, "la": 0.1}.__getitem__)
    assert close.stretch("tạm lánh") > 0.9
    assert close.stretch("là") < 0.1


@pytest.mark.parametrize(
    ("question", "text"), [("", "có chữ"), ("?", "có chữ"), ("chữ", ""), ("", "")]
)
def test_nothing_to_compare(question, text):
    close = Closeness(question, even)
    assert close.stretch(text) == close.sentence(text) == 0.0

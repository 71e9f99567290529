import pytest

from knowledge.closeness import SHORTEST, Close, Closeness


def even(_word):
    return 1.0


def test_one_stretch_and_one_sentence_have_all():
    close = Closeness("số người bị bạo lực", even)
    text = "Mục tiêu chung. Tối thiểu 70% số người bị bạo lực tìm đến cơ sở trợ giúp."
    assert close.of(text) == Close(pytest.approx(1.0), pytest.approx(1.0))


def test_words_far_apart_count_less():
    apart = "bạo " + "x " * (2 * SHORTEST) + "lực"
    close = Closeness("bạo lực", even)
    assert close.of("bạo y y lực").stretch == 1.0
    assert close.of(apart).stretch == 0.5


def test_a_word_that_comes_again_is_counted_once():
    close = Closeness("bạo lực gia đình", even)
    assert close.of("bạo lực, bạo lực, bạo lực").stretch == 0.5
    assert close.of("bạo lực bạo lực " * 20 + "gia đình").stretch == 1.0


def test_words_of_two_sentences_do_not_add_up():
    close = Closeness("bạo lực gia đình", even)
    assert close.of("Phòng, chống bạo lực. Xây dựng gia đình.").sentence == 0.5


def test_accents_count_in_a_sentence_but_not_in_a_stretch():
    close = Closeness("bán đất", even)
    assert close.of("bạn dắt").stretch == 1.0
    assert close.of("bạn dắt").sentence == 0.0
    assert close.of("Bán đất").sentence == 1.0


def test_rare_words_count_more():
    close = Closeness("tạm lánh là", {"tam": 3.0, "lanh": 3.0, "la": 0.1}.__getitem__)
    assert close.of("tạm lánh").stretch > 0.9
    assert close.of("là").stretch < 0.1


@pytest.mark.parametrize(
    ("question", "text"), [("", "có chữ"), ("?", "có chữ"), ("chữ", ""), ("", "")]
)
def test_nothing_to_compare(question, text):
    close = Closeness(question, even)
    assert close.of(text) == Close(0.0, 0.0)


def test_a_word_outside_the_stretch_gives_way_to_the_same_word_inside():
    close = Closeness("bạo lực gia đình", even)
    far = "x " * (2 * SHORTEST)
    assert close.of(f"bạo {far} lực x bạo x gia").stretch == 0.75
    assert close.of(f"bạo lực {far} gia đình {far} bạo").stretch == 0.5


def test_the_best_sentence_may_come_before_others():
    close = Closeness("bạo lực gia đình", even)
    assert close.of("Bạo lực gia. Không có gì. X. Đình lực").sentence == 0.75

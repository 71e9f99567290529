import pytest

from knowledge.answer.concepts import plain_words
from knowledge.answer.facets import coverage, facets_in, plan_words


def facets(text):
    words = plain_words(text)
    return facets_in(words, words)


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("tiền đâu ra", "kinh phí"),
        ("lay tien o dau", "kinh phí"),
        ("bị đánh thì chạy đi đâu", "nơi tạm lánh"),
        ("ai trông coi việc này", "giám sát"),
        ("có ai rành luật không", "trợ giúp pháp lý"),
        ("người hỏi cung trẻ nhỏ", "điều tra"),
        ("ai cầm trịch", "chủ trì"),
    ],
)
def test_everyday_words_become_those_of_plans(question, phrase):
    assert phrase in plan_words(facets(question))


def test_what_is_told_counts_less_than_what_is_asked():
    whole = plain_words("con tôi bị bắt nạt ở trường. tiền đâu ra?")
    found = {facet.words: share for facet, share in facets_in(whole, plain_words("tiền đâu ra"))}
    assert next(share for words, share in found.items() if "kinh phí" in words) == 1.0
    assert next(share for words, share in found.items() if "học đường" in words) < 1.0


def test_a_whole_phrase_covers_a_point_and_parts_of_one_cover_it_partly():
    facet = next(f for f, _ in facets("ai rành luật") if "trợ giúp pháp lý" in f.words)
    assert coverage(facet, " huong dan ve tro giup phap ly cho nan nhan ") == 1.0
    assert 0 < coverage(facet, " huong dan tro giup nan nhan ") < 1.0
    assert coverage(facet, " thoi tiet ") == 0.0

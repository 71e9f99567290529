"""Hashed n-grams: the same runs give the same numbers, wherever they stand."""

from __future__ import annotations

from nlu.triage.ngrams import clean, hashed_ngrams


def features(text: str) -> set[int]:
    return {int(value) for hashes, _ in hashed_ngrams(text) for value in hashes}


def test_a_run_is_the_same_feature_anywhere() -> None:
    assert features("đánh em") <= features("hôm qua nó đánh em hoài") | features("x đánh em x")
    assert len(features("đánh em") & features("hôm qua nó đánh em hoài")) > 10


def test_two_words_are_a_pair_whatever_stands_between() -> None:
    def pairs(text: str) -> set[int]:
        return {int(value) for value in hashed_ngrams(text)[2][0]}

    assert pairs("đánh hôm qua em") & pairs("đánh đau quá em")
    assert not pairs("đánh em") & pairs("em đánh")
    assert not pairs("em hôm qua đánh") & pairs("đánh hôm qua em")


def test_other_words_are_other_features() -> None:
    assert not features("bão lũ") & features("khóc thét")


def test_signs_and_case_do_not_count() -> None:
    assert features("Cứu em!!!") != features("cứu em")
    assert features("Cứu, em.") == features("cứu em")
    assert clean("  Cứu…em ") == "cứu em"


def test_empty_text_has_hardly_any_features() -> None:
    assert len(features("")) == 0 or len(features("")) < 3
    for hashes, counts in hashed_ngrams("😭"):
        assert len(hashes) == len(counts)


def test_repetition_counts_less_and_less() -> None:
    _, once = hashed_ngrams("sợ")[1]
    _, often = hashed_ngrams("sợ sợ sợ sợ sợ sợ sợ sợ")[1]
    assert once.max() == 1.0
    assert 2.0 < often.max() < 8.0

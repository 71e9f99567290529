from __future__ import annotations

import pytest

from nlu.components.tokenizer import SyllableTokenizer
from tests.nlu.components.conftest import Make, message


def tokens(make: Make, text: str) -> list:
    (read,) = make(SyllableTokenizer).process([message(text)])
    return read.get("text_tokens")


def test_offsets_point_into_what_was_typed(make: Make) -> None:
    typed = "Chồng  đánh,  em 2 lần!"
    for token in tokens(make, typed):
        assert token.text in typed[token.start : token.end]
    assert [token.start for token in tokens(make, typed)] == [0, 7, 14, 17, 19]


def test_lemma_is_folded(make: Make) -> None:
    assert [token.lemma for token in tokens(make, "Chồng đánh")] == ["chong", "danh"]
    assert [token.lemma for token in tokens(make, "CHONG DANH")] == ["chong", "danh"]


def test_decomposed_letters_keep_their_place(make: Make) -> None:
    typed = "Chô\u0300ng đánh"
    second = tokens(make, typed)[1]
    assert typed[second.start : second.end] == "đánh"


@pytest.mark.parametrize("typed", ["🙂🙂", "?!", "…"])
def test_a_text_without_words_has_one_token(make: Make, typed: str) -> None:
    (token,) = tokens(make, typed)
    assert (token.start, token.end) == (0, len(typed))

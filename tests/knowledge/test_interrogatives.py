import pytest

from knowledge.interrogatives import interrogative


@pytest.mark.parametrize(
    ("question", "asking"),
    [
        ("nơi tạm lánh là gì", "là gì"),
        ("có bao nhiêu nơi tạm lánh", "bao nhiêu"),
        ("ai chủ trì mô hình", "ai"),
        ("mô hình nào được gọi là gì", "nào được gọi là gì"),
        ("người được gọi điện là chồng", ""),
        ("bao công ở đâu", "ở đâu"),
        ("là gì", "là gì"),
        ("", ""),
    ],
)
def test_words_that_only_ask(question, asking):
    words = question.split()
    marked = interrogative(words)
    assert len(marked) == len(words)
    assert " ".join(word for word, only in zip(words, marked, strict=True) if only) == asking


def test_accents_tell_them_apart():
    assert not any(interrogative(["bà", "não", "ải", "gi"]))

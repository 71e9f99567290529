"""The spellings triage reads, and the pieces of long messages."""

from __future__ import annotations

from nlu.triage.views import MAX_CHARACTERS, SENTENCE, WINDOW, look, sentences, windows


def test_accents_are_restored_where_they_lack() -> None:
    view = look("chong danh em")
    assert view.typed == "chong danh em"
    assert view.restored == "chồng đánh em"
    assert view.folded == "chong danh em"


def test_text_with_accents_is_left_alone() -> None:
    text = "Chồng em đánh em"
    assert look(text).restored == text


def test_short_messages_are_one_piece() -> None:
    assert windows("cứu em") == ["cứu em"]


def test_long_messages_are_cut_at_spaces_and_overlap() -> None:
    text = " ".join(f"chữ{number}" for number in range(600))
    pieces = windows(text)
    assert len(pieces) > 3
    assert all(len(piece) <= WINDOW for piece in pieces)
    words = set(text.split())
    assert all(set(piece.split()) <= words for piece in pieces[1:-1][:1])
    assert words <= {word for piece in pieces for word in piece.split()}


def test_endless_messages_keep_start_and_end() -> None:
    text = "đầu " + "x " * 100_000 + " cuối"
    pieces = windows(text)
    assert sum(map(len, pieces)) < 2 * MAX_CHARACTERS
    assert "đầu" in pieces[0]
    assert "cuối" in pieces[-1]


def test_a_word_without_end_is_cut() -> None:
    assert len(look("a" * 5_000).typed) == 40


def test_a_longer_text_has_sentences() -> None:
    assert sentences("Trời đẹp. Em vui.") == []
    told = (
        "Hôm nay trời đẹp, em đi chợ với mẹ. Về nhà nấu cơm!\nChiều đi đón con… Tối ngủ sớm. " * 3
    )
    found = sentences(told.strip())
    assert found[:3] == [
        "Hôm nay trời đẹp, em đi chợ với mẹ.",
        "Về nhà nấu cơm!",
        "Chiều đi đón con…",
    ]
    assert "".join(sentences("a" * 1000)) == "a" * 1000
    assert max(map(len, sentences("a" * 1000))) == SENTENCE

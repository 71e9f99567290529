from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.message import MAX_CONVERSATION, MAX_TEXT, Incoming, clean


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  xin chào\r\nbạn ", "xin chào\nbạn"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("\u202eđảo\u202c \u200bẩn", "đảo ẩn"),
        ("\u061cđ\xadả\u2063o\u206e", "đảo"),
        ("e\u200b\u0301m", "ém"),
        ("một\u2028hai\u2029ba\rbốn", "một\nhai\nba\nbốn"),
        ("chào", "chào"),
        ("👩‍👧", "👩‍👧"),
        ("\ud800x", "\ufffdx"),
        ("", ""),
    ],
)
def test_clean(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_long_text_is_cut() -> None:
    assert len(clean("ă" * 300_000)) == MAX_TEXT


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_clean_text_can_be_stored_and_stays_clean(raw: str) -> None:
    kept = clean(raw)
    kept.encode()
    assert clean(kept) == kept


def test_marks_heaped_on_one_letter_are_thinned() -> None:
    heap = "e" + "\u0301\u0323" * 90_000 + " cứu em"
    assert clean(heap).endswith(" cứu em")
    assert len(clean(heap)) < 50


@pytest.mark.parametrize("name", ["telegram:\ud800", "zalo:" + "9" * MAX_CONVERSATION], ids=len)
def test_a_conversation_no_store_takes_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"surrogates|too long"):
        Incoming("zalo", name, "1")

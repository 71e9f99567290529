from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channels.rendering import as_reply, reply_data, split
from handoff.reply import Button, Reply


def test_data_and_back() -> None:
    reply = Reply(
        "xin chào",
        (
            Button("Có", payload="/yes"),
            Button("Gọi", phone="113"),
            Button("Mở", url="https://a.example"),
        ),
    )
    data = reply_data(reply)
    assert data["buttons"][0] == {"title": "Có", "payload": "/yes"}
    assert as_reply(data) == reply


def test_cut_at_the_best_place() -> None:
    assert split("ngắn", 10) == ["ngắn"]
    assert split("một câu. hai câu", 12) == ["một câu.", "hai câu"]
    assert split("đoạn một\n\nđoạn hai. câu", 18) == ["đoạn một", "đoạn hai. câu"]
    assert split("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_emoji_count_twice() -> None:
    assert split("😀" * 6, 10) == ["😀" * 5, "😀"]


@given(st.text(min_size=1, max_size=400), st.integers(2, 60))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(len(part.encode("utf-16-le", "surrogatepass")) // 2 <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())

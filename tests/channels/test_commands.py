from __future__ import annotations

import pytest

from channels.commands import read, wants_person


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/khancap", "khancap", ""),
        ("/KHANCAP", "khancap", ""),
        ("/phutrach@TinCayBot nơi tạm lánh", "phutrach", "nơi tạm lánh"),
        ("/help", "trogiup", ""),
        ("Không phải vậy", "not_so", ""),
        ("khong phai vay.", "not_so", ""),
        ("Xoá hết", "xoa", ""),
        ("xóa hết", "xoa", ""),
        ("Có, cho tôi gặp người", "connect", ""),
        ("Chưa cần", "not_yet", ""),
        ("Rút lại đồng ý cho đọc", "revoke", ""),
        ("em muốn rút lại đồng ý ạ", "revoke", ""),
        ("khong dong y cho doc nua", "revoke", ""),
        ("Đừng cho người trực đọc nữa.", "revoke", ""),
        ("đừng đọc tin của em nữa", "revoke", ""),
        ("rút lại đơn ly hôn có được không", None, "rút lại đơn ly hôn có được không"),
        ("chồng không cho em đi học nữa", None, "chồng không cho em đi học nữa"),
        ("xin chào", None, "xin chào"),
        ("có", None, "có"),
        ("Dừng", "stop", ""),
        ("Đúng", None, "Đúng"),
        ("dung", None, "dung"),
        ("DỪNG LẠI!", "stop", ""),
        ("/stop", "stop", ""),
        ("/dung", "stop", ""),
        ("/restart", None, "restart"),
        ("/session_start", None, "session_start"),
        ("/ là gì", None, "là gì"),
        ('/at{"place": "x"}', None, '/at{"place": "x"}'),
        ("/", None, "/"),
    ],
)
def test_read(text: str, command: str | None, rest: str) -> None:
    assert read(text) == (command, rest)


@pytest.mark.parametrize(
    ("text", "command"),
    [("có", "connect"), ("Dạ có ạ", None), ("ok", "connect"), ("không", "not_yet"), ("ờ", None)],
)
def test_yes_and_no_after_an_offer(text: str, command: str | None) -> None:
    assert read(text, offered=True).command == command


def test_payload_goes_before_text() -> None:
    assert read("Mình cần giúp gấp", "/khancap").command == "khancap"


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Cho tôi gặp người trực", True),
        ("cho em noi chuyen voi nguoi that", True),
        ("mình muốn nhắn với tư vấn viên", True),
        ("ai trực ở phường", False),
        ("gặp ở đâu", False),
    ],
)
def test_wants_person(text: str, wants: bool) -> None:
    assert wants_person(text) is wants

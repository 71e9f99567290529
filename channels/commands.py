"""Slash commands and the words buttons send back, told apart from ordinary messages."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from handoff import messages as handoff_messages
from nlu.text import fold

__all__ = ["COMMANDS", "Said", "read", "wants_person"]

COMMANDS: Final = {
    "start": "Bắt đầu",
    "trogiup": "Mình giúp được gì",
    "khancap": "Số gọi khi nguy hiểm",
    "gapnguoi": "Nhắn với người trực",
    "phutrach": "Ai chủ trì, ai phối hợp việc gì",
    "hanbaocao": "Hạn báo cáo của kế hoạch",
    "riengtu": "Chuyện riêng tư, giữ kín",
    "banluu": "Gửi lại bạn những gì đã nhắn",
    "xoa": "Xoá mọi điều về bạn",
}
"""Every command and its line in the platform's menu, in the order of the menu."""

_ALIASES: Final = {
    "help": "trogiup",
    "sos": "khancap",
    "dung": "stop",
    "rutlai": "revoke",
    "export_data": "banluu",
    "want_human": "gapnguoi",
    "delete_data": "xoa",
    "connect": "connect",
}

_BUTTONS: Final = {
    fold(handoff_messages.NOT_SO): "not_so",
    fold(handoff_messages.ERASE): "xoa",
    "xoa het": "xoa",
    fold(handoff_messages.COPY): "banluu",
    fold(handoff_messages.CONNECT): "connect",
    fold(handoff_messages.CONNECT_CHILD_TITLE): "connect",
    fold(handoff_messages.NOT_YET): "not_yet",
    fold(handoff_messages.REVOKE): "revoke",
}

_REMIND = re.compile(
    r"(?:(?:dat|hen) (?:lich )?nhac|nhac|nho nhac)(?: (?:toi|minh|em|anh|chi|tui|giup|voi|ho|"
    r"nhe|nha|a|di|han|viec|nay|ngay|do|lich|bao cao))*"
)
_UNREMIND = re.compile(
    r"(?:huy|bo|xoa|thoi|tat|ngung|dung|khong can|khoi)(?: (?:dat|lich|loi|cac|cai|viec|moi))* nhac"
    r"(?: (?:toi|minh|em|anh|chi|tui|nua|nhe|nha|a|di|nho|han|lich))*"
)

_STOP: Final = (
    *("dừng", "dừng lại", "dừng đi", "dừng ngay", "dừng lại đi", "dừng lại ngay", "dừng nhé"),
    *("dung lai", "dung lai di", "dung lai ngay", "ngừng", "ngừng lại", "stop"),
)
"""With its accent: without it "dung" may as well be "đúng"."""

_YES: Final = frozenset(
    (
        *("co", "co a", "da co", "da", "vang", "da vang", "u", "uh", "uk", "ok", "oke", "okie"),
        *("dong y", "duoc", "da duoc", "dc", "muon", "co muon", "da muon", "co chi", "co em"),
        *("yes", "co nhe", "ket noi di", "cho gap", "gap"),
    )
)
_NO: Final = frozenset(
    (
        *("khong", "ko", "k", "kg", "hong", "thoi", "chua", "no", "da khong", "da thoi"),
        *("khong can", "chua can", "ko can", "khong muon"),
    )
)

_WANTS_PERSON = re.compile(
    r"\b(gap|noi chuyen voi|nhan voi|nhan tin voi|cho)( (mot|1|em|toi|minh|con|tui))*"
    r" (nguoi (that|truc|tu van|ho tro)|can bo|nhan vien|tu van vien|co chu)\b"
)

_REVOKES = re.compile(
    r"((em|toi|minh|con|tui|bac|chi|anh) )?((muon|xin|cho|thoi) )*"
    r"((em|toi|minh|con|tui) )?"
    r"((rut|thu hoi|huy|bo)( lai)?( su)? dong y"
    r"|khong( con)? dong y nua"
    r"|khong( con)? cho( (ai|nguoi truc|co chu|ho|moi nguoi))? doc nua"
    r"|khong dong y cho( (ai|nguoi truc|co chu|ho))? doc( nua)?"
    r"|dung( cho( (ai|nguoi truc|co chu|ho))?)? doc"
    r"( tin( nhan)?)?( cua (em|toi|minh|con|tui))? nua)"
    r"( (a|nhe|nha|di|duoc khong))*"
)
"""She takes back that staff may read; the whole message has to say so."""

_COMMAND = re.compile(r"^/([A-Za-z_]+)(?:@\w+)?(?:\s+(.*))?$", re.DOTALL)
_INTENT = re.compile(r"^/[a-z][a-z0-9_]*(\{.*\})?$", re.DOTALL)
_NEVER = ("/restart", "/back", "/session_start", "/external")


class Said(NamedTuple):
    """What a message means to the front.

    Attributes:
        command: a key of :data:`COMMANDS`, or ``"not_so"``, ``"connect"``, ``"not_yet"``,
            ``"revoke"``, ``"stop"``, ``"remind"``, ``"unremind"``; ``None`` for words the assistant
            should understand.
        rest: the words after a command, else the message as the assistant should get it.
    """

    command: str | None
    rest: str


def read(text: str, payload: str | None = None, *, offered: bool = False) -> Said:
    """Tell commands and buttons from ordinary words.

    Args:
        text: the message.
        payload: what a tapped button carries; buttons of Zalo and the API arrive as text.
        offered: the last reply asked whether she wants to write with a person, so that a plain
            "có" or "không" answers that.
    """
    said = (payload or text).strip()
    match = _COMMAND.match(said)
    if match:
        name = match[1].lower()
        name = _ALIASES.get(name, name)
        if name in COMMANDS or name in ("connect", "stop", "revoke"):
            return Said(name, (match[2] or "").strip())
    if said.startswith("/"):
        if _INTENT.match(said) and not said.lower().startswith(_NEVER):
            return Said(None, said)
        # an unknown command must not reach the assistant as one
        return Said(None, said.lstrip("/").strip() or said)
    if said.lower().strip(" .!,…") in _STOP:
        return Said("stop", "")
    short = fold(said[:60]).strip(" .!?,")
    if short in _BUTTONS:
        return Said(_BUTTONS[short], "")
    if _REVOKES.fullmatch(short):
        return Said("revoke", "")
    if short != "nhac" and _REMIND.fullmatch(short):
        return Said("remind", "")
    if _UNREMIND.fullmatch(short):
        return Said("unremind", "")
    if offered and short in _YES:
        return Said("connect", "")
    if offered and short in _NO:
        return Said("not_yet", "")
    return Said(None, said)


def wants_person(text: str) -> bool:
    """Whether plain words ask for a person; for the time the assistant cannot tell."""
    return _WANTS_PERSON.search(fold(text[:500])) is not None

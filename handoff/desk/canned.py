"""Canned replies of the desk, with the numbers of the place the person is in."""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path

from handoff.case import Case
from handoff.contacts import PURPOSES, ContactDirectory
from handoff.datafile import read_records

__all__ = ["CannedReply", "load_canned", "replies_for"]

_OURS = Path(__file__).with_name("canned.yml")
_FOR = ("adult", "child", "any")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """One prepared text; ``asks`` is ``"consent"`` where the consent buttons come along."""

    id: str
    title: str
    audience: str
    text: str
    asks: str = ""

    @property
    def purposes(self) -> tuple[str, ...]:
        """The numbers its text needs."""
        return tuple(name for _, name, _, _ in string.Formatter().parse(self.text) if name)


def load_canned(path: Path = _OURS) -> tuple[CannedReply, ...]:
    """Read and check the canned replies.

    Raises:
        DataFileError: names the file, the line and the field that is wrong.
    """
    found: dict[str, CannedReply] = {}
    for row in read_records(path, "replies"):
        row.allow("id", "title", "for", "text", "asks")
        reply = CannedReply(
            row.text("id"), row.text("title"), row.text("for"), row.text("text"),
            row.text("asks", ""),
        )  # fmt: skip
        if reply.id in found:
            raise row.error("id", f"trùng “{reply.id}”")
        if reply.audience not in _FOR:
            raise row.error("for", f"phải là một trong: {', '.join(_FOR)}")
        if reply.asks not in ("", "consent"):
            raise row.error("asks", "chỉ có thể là consent")
        if any(purpose not in PURPOSES for purpose in reply.purposes):
            raise row.error("text", f"trong ngoặc nhọn chỉ dùng: {', '.join(PURPOSES)}")
        if any(character.isdigit() for character in reply.text):
            raise row.error("text", "không viết số ở đây; dùng tên trong ngoặc nhọn")
        found[reply.id] = reply
    return tuple(found.values())


def replies_for(
    case: Case, canned: tuple[CannedReply, ...], contacts: ContactDirectory
) -> list[CannedReply]:
    """The replies that fit the person who writes, numbers filled in for her place."""
    audience = "child" if case.speaker == "child" else "adult"
    numbers: dict[str, str] = {}
    for contact in contacts.for_place(case.province):
        numbers.setdefault(contact.purpose, contact.phone)
    return [
        CannedReply(reply.id, reply.title, reply.audience, reply.text.format(**numbers), reply.asks)
        for reply in canned
        if reply.audience in ("any", audience) and all(p in numbers for p in reply.purposes)
    ]

"""Who does a task where the sentence does not name the body whole in front of it."""

from __future__ import annotations

import re

from knowledge.duties.agency import begins_verb, names_at
from knowledge.duties.flat import flat
from knowledge.duties.subject import BY_WHOM, read_subject

__all__ = ["done_by", "given_to", "spelled_out", "subject_inside", "whole_name"]

_BARE = re.compile(
    r"(?P<before>(?:(?:Đề nghị|Giao|Yêu cầu) )?|.{0,60}?, )"
    r"(?P<bare>Sở|Bộ|Ban|Hội|Đồn|Trung tâm|Chi cục|Công an|Trạm|Phòng|Văn phòng|Liên đoàn|Đội|"
    r"Bệnh viện|Trường|Tòa án|Cục|Đoàn|Tổ|Mặt trận|Tỉnh đoàn|Báo|Đài|Quỹ)(?= (?P<next>\w+))"
)


def spelled_out(clause: str, above: tuple[str, ...]) -> str:
    """``clause`` with the whole name where it calls the body above by its first word.

    As in "Ngay trong tháng 7, Sở trình …" under "Sở Nội vụ".
    """
    found = _BARE.match(clause)
    if found is None or len(above) != 1 or not found["next"][0].islower():
        return clause
    name = above[0]
    rest = name.removeprefix(f"{found['bare']} ")
    if rest == name or flat(rest).startswith(flat(found["next"])):
        return clause  # another body, or this one with its whole name
    return f"{clause[: found.start('bare')]}{name}{clause[found.end('bare') :]}"


def whole_name(name: str, above: tuple[str, ...]) -> str:
    """The body above that a bare word stands for: "Sở" under the heading "Sở Nội vụ"."""
    bare = " " not in name.strip()
    return next((each for each in above if bare and each.startswith(f"{name} ")), name)


def done_by(text: str) -> tuple[str, ...]:
    """Whose work a sentence about a thing calls it: "Mạng lưới … do Hội A quản lý"."""
    folded = flat(text)
    if begins_verb(folded):
        return ()
    for match in BY_WHOM.finditer(folded, 0, 200):
        subject = read_subject(text[match.end() :]) if text[match.start()] == "d" else None
        if subject and subject.names and _does(flat(subject.predicate)):
            return subject.names
    return ()


_GIVEN = re.compile(r"(?<!\bban )(?<!\bchuyen )\b(?P<word>giao) (?:cho )?")
"""Not "bàn giao", which hands over no work."""


def given_to(text: str) -> tuple[str, ...]:
    """To whom a sentence about the work gives it: "Việc trực nhà tạm lánh giao Hội A"."""
    folded = flat(text)
    if begins_verb(folded):
        return ()
    for match in _GIVEN.finditer(folded, 1, 200):
        names = names_at(text, match.end(), folded=folded)
        if names and text[match.start() : match.end("word")] == "giao":
            return names.names
    return ()


def _does(folded: str) -> bool:
    """Whether a predicate says what a body does, by itself or with others."""
    return begins_verb(folded) or folded.startswith(("cung ", "dam trach"))


def subject_inside(text: str) -> tuple[str, ...]:
    """Agencies a sentence gives a task to further on: "do Sở Y tế chủ trì"."""
    folded = flat(text)
    for match in BY_WHOM.finditer(folded):
        names = names_at(text, match.end(), any_name=True, folded=folded)
        if names and re.match(r"\s*chu tri", folded[names.end :]):
            return names.names
    return ()

"""Cutting a paragraph into the sentences and clauses that each give one task."""

from __future__ import annotations

import re

from knowledge.duties.agency import begins_name, begins_verb, names_at
from knowledge.duties.body_words import OFFICE_HOLDER
from knowledge.duties.dates import deadline_in
from knowledge.duties.flat import flat
from knowledge.duties.subject import inside_list

__all__ = ["clauses", "sentences"]

_SENTENCE = re.compile(
    r"(?:(?<![A-ZĐ]\.)|(?<=[IVX][IVX]\.))(?<!\bTP\.)(?<!\bTp\.)(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"])|"
    r"(?<=[a-zà-ỹ]{3}\.)(?=[A-ZĐÀ-Ỹ][a-zà-ỹ]+\s)"
)
_LIST_FOLLOWS = re.compile(
    r"(?:như(?: sau)?|bao gồm|gồm|cụ thể|sau|là|ví dụ|tuyên truyền|nội dung)\s*:", re.IGNORECASE
)
_LETTERED = re.compile(r"(?<=[.;])\s+(?=[b-hđ]\)\s+[A-ZĐÀ-Ỹ])")
"""Where the next of a run of lettered tasks begins: "a) Mở lớp. b) In sách."."""
_LETTER = re.compile(r"^[a-hđ]\)\s+(?=[A-ZĐÀ-Ỹ])")
_SHORT = 40
"""Between semicolons a shorter piece that begins with no verb is an item of a list, no task."""


def _gives_task(text: str) -> bool:
    """Whether a short piece is a task: a verb first, a date, or a body with something to do."""
    folded = flat(text)
    if begins_verb(folded) or deadline_in(text) is not None:
        return True
    names = names_at(text, 0, folded=folded)
    return names is not None and len(text[names.end :].strip(" .,()")) > 6


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    pieces = [
        _LETTER.sub("", piece.strip())
        for part in _LETTERED.split(text)
        for piece in _SENTENCE.split(part)
    ]
    return [piece for piece in pieces if piece.strip(" .;")]


_ASKS = re.compile(r"(?:de nghi|giao|yeu cau|phan cong)(?: cho)?\s+")
_OPENING = re.compile(
    r"(?:truoc ngay|(?:cham|muon) nhat|hang|dinh ky|can cu|tren co so|trong|theo|kip thoi)\b"
)
"""Openings among the words a predicate begins with: the subject follows them."""
_LONGEST = 800
"""Characters of a clause that is looked into for another subject."""
_CHARGED = re.compile(
    r"\s*(?:duoc giao|duoc phan cong|chiu trach nhiem|co (?:trach nhiem|nhiem vu))\b"
)
"""What follows an official in small letters who is the subject."""
_TAKES_PART = re.compile(
    r"\s*,?\s*(?:va )?(?:cung|phoi hop|ho tro|giup|tham gia|tham du|dong hanh|cu |la |duoc |lam )"
)


def _by_subject(text: str) -> list[str]:
    """A clause cut where another body takes over: "A chủ trì kịch bản, B vận động hội viên"."""
    if len(text) > _LONGEST:
        return [text]
    folded = flat(text)
    asked = _ASKS.match(folded)
    first = names_at(text, asked.end() if asked else 0, folded=folded)
    if first is None and (not begins_verb(folded) or _OPENING.match(folded)):
        return [text]
    start = first.end if first else 0
    for comma in re.finditer(r",\s+", folded[start:]):
        at = start + comma.end()
        known = begins_name(text, at, folded)
        holder = text[at : at + 1].islower() and (known or OFFICE_HOLDER.match(folded, at))
        if not (holder or known):
            continue
        names = names_at(text, at, any_name=bool(holder), folded=folded)
        if holder and names and not _CHARGED.match(folded, names.end):
            continue
        if names is None or (not holder and _TAKES_PART.match(folded, names.end)):
            continue
        if holder or (
            begins_verb(folded[names.end :].lstrip()) and not inside_list(text, folded, at)
        ):
            head = text[: asked.end()] if asked and not holder else ""
            return [text[: start + comma.start()], *_by_subject(head + text[at:])]
    return [text]


def clauses(sentence: str) -> list[str]:
    """A sentence cut at semicolons that stand between tasks."""
    pieces: list[str] = []
    depth = start = 0
    for at, sign in enumerate(sentence):
        if sign in "(“":
            depth += 1
        elif sign in ")”":
            depth = max(0, depth - 1)
        elif sign == ";" and depth == 0:
            pieces.append(sentence[start:at])
            start = at + 1
    pieces.append(sentence[start:])
    joined: list[str] = []
    for piece in (part for whole in pieces for part in _by_subject(whole.strip(" ;"))):
        text = piece.strip(" ;")
        if not text.strip(" ."):
            continue
        if joined and (
            (len(text) < _SHORT and not _gives_task(text))
            or text[0] in '“"'
            or _LIST_FOLLOWS.search(joined[-1])
        ):
            joined[-1] = f"{joined[-1]}; {text}"
        else:
            joined.append(text)
    return joined

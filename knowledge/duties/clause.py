"""Cutting a paragraph into the sentences and clauses that each give one task."""

from __future__ import annotations

import re

from knowledge.duties.agency import begins_verb, names_at
from knowledge.duties.dates import deadline_in
from knowledge.duties.flat import flat

__all__ = ["clauses", "sentences"]

_SENTENCE = re.compile(
    r"(?:(?<![A-ZĐ]\.)|(?<=[IVX][IVX]\.))(?<!\bTP\.)(?<!\bTp\.)(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"])"
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
    for piece in pieces:
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

"""A message as triage sees it: typed, put right, folded; long ones in windows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.text import fold, normalize, restore, standardize
from nlu.text.composed import nfc

__all__ = ["MAX_CHARACTERS", "WINDOW", "View", "look", "sentences", "windows"]

MAX_CHARACTERS = 12_000
"""Characters of one message that are read: the platforms' own limits are far lower, and what is
longer is not typed by a person. Start and end are kept, the middle is left out."""

WHOLE = 1_000
"""Characters up to which a message is judged in one piece; people rarely write more."""

WINDOW = 300
"""A longer message is judged in pieces of about this many characters, so that one sentence about a
knife is not drowned by a page about the weather."""

TOLD = 200
"""Characters from which a message tells enough for one sentence in it to be drowned by the rest."""

SENTENCE = 280
"""Characters at which what has no ends of sentences is cut."""

_ENDS = re.compile(r"(?<=[.!?…\n])\s+")
_SPACES = re.compile(r"\s+")
_LONG_RUN = re.compile(r"(\S{40})\S+")


@dataclass(frozen=True, slots=True)
class View:
    """One text in the spellings the models read.

    Attributes:
        typed: NFC, white space collapsed.
        restored: spelling, teencode and accents put right as far as possible.
        folded: ``restored`` in lower case without accents, for the danger patterns.
        plain: ``typed`` in lower case without accents, for patterns in what was typed.
    """

    typed: str
    restored: str
    folded: str
    plain: str


def look(text: str) -> View:
    """The views of a text of at most a few thousand characters."""
    typed = _SPACES.sub(" ", nfc(text)).strip()
    typed = _LONG_RUN.sub(r"\1", typed)
    restored = normalize(typed).text
    if _lacks_accents(restored):
        restored = standardize(restore(restored))
    return View(typed, restored, fold(restored), fold(typed))


def _lacks_accents(text: str) -> bool:
    """Whether fewer than half of the words bear a mark; in ordinary text three in four do."""
    words = text.split()
    return 2 * sum(not word.isascii() for word in words) < len(words)


def windows(text: str) -> list[str]:
    """``text`` itself when it is short, else overlapping pieces cut at spaces."""
    if len(text) > MAX_CHARACTERS:
        half = MAX_CHARACTERS // 2
        text = f"{text[:half]} {text[-half:]}"
    if len(text) <= WHOLE:
        return [text]
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = min(len(text), start + WINDOW)
        if end < len(text):
            space = text.rfind(" ", start + WINDOW // 2, end)
            end = space if space > 0 else end
        pieces.append(text[start:end])
        if end == len(text):
            break
        start = max(end - WINDOW // 5, start + 1)
    return pieces


def sentences(text: str) -> list[str]:
    """The sentences of a longer ``text``, in parts of :data:`SENTENCE` characters at most; none of
    a short one.
    """
    if len(text) <= TOLD:
        return []
    return [
        sentence[at : at + SENTENCE]
        for sentence in _ENDS.split(text)
        for at in range(0, len(sentence), SENTENCE)
    ]

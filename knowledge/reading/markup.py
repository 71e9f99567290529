"""Taking markdown and HTML marks off a line."""

from __future__ import annotations

import html
import re

from nlu.text.composed import nfc

__all__ = ["cell_text", "clean"]

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x0c]")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`)(?=\S)(.+?)(?<=\S)\1")
_LOOSE_STARS = re.compile(r"\*{2,}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ITEM_TAG = re.compile(r"<\s*/?\s*(?:br|li|p|ul|ol|div|tr)\b[^<>]{0,300}>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^()\s]*)\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_INLINE_ITEM = re.compile(r"(?:(?<=[.;:…,!?”\"])\s+|^\s*)[-–•+*]\s+(?=\S)")


def clean(text: str) -> str:
    """``text`` in NFC with markdown and HTML marks removed and white space collapsed."""
    text = nfc(_INVISIBLE.sub("", text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text or "~" in text:
        for _ in range(3):
            stripped = _EMPHASIS.sub(r"\2", text)
            if stripped == text:
                break
            text = stripped
        text = _LOOSE_STARS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip()


def cell_text(cell: str) -> str:
    """A table cell's text, one list item a line.

    ``<br>``, ``<li>`` and a dash after the end of a sentence start an item; items lose the dash.
    """
    lines: list[str] = []
    for part in re.split(r"\n", _ITEM_TAG.sub("\n", cell)):
        pieces = _INLINE_ITEM.split(clean(part))
        for number, piece in enumerate(pieces):
            piece = piece.strip()
            if not piece:
                continue
            starts = number > 0 or _INLINE_ITEM.match(clean(part)) is not None
            lines.append(("- " if starts else "") + piece)
    return _join_broken(lines)


def _join_broken(lines: list[str]) -> str:
    """Join lines of a cell that were broken by the cell's width; an item keeps its own line."""
    joined: list[str] = []
    for line in lines:
        item = line.startswith("- ")
        text = line[2:] if item else line
        ends = joined and re.search(r"[.;:!?…”]\s*$", joined[-1])
        if joined and not item and not ends and (text[:1].islower() or text[:1].isdigit()):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return "\n".join(joined)

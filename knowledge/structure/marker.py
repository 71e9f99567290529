"""Numbers and bullets at the head of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BULLETS", "RANK", "Marker", "read_marker"]

RANK = {
    "part": 0,
    "chapter": 1,
    "capital": 2,
    "roman": 3,
    "item": 3,
    "article": 4,
    "arabic": 5,
    "second": 6,
    "third": 7,
    "fourth": 8,
    "arabic)": 9,
    "step": 9,
    "letter": 10,
    "(arabic)": 11,
    "(letter)": 11,
    "dash": 20,
    "plus": 21,
    "other": 22,
}
"""Outermost first; decides nesting where the text itself has not yet shown it."""

BULLETS = ("dash", "plus", "other")
"""Styles that carry no number and make no clause of their own."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a paragraph begins with.

    Attributes:
        style: one of :data:`RANK`'s keys; ``"second"`` … stand for ``1.1``, ``1.1.1``.
        values: what the clause is called, outermost first: ``("2", "5")`` for ``2.5.``;
            empty for bullets.
        written: the marker as written.
        text: the paragraph without it.
    """

    style: str
    values: tuple[str, ...]
    written: str
    text: str


_ORDINALS = {
    "nhất": "I", "một": "I", "hai": "II", "ba": "III", "tư": "IV", "bốn": "IV",
    "năm": "V", "sáu": "VI", "bảy": "VII", "tám": "VIII",
}  # fmt: skip
_NAMED = re.compile(
    r"(?P<word>Phần|Chương|Mục|Điều|Tiểu mục)\s+(?:thứ\s+)?"
    r"(?P<number>[IVXLCl]{1,6}|\d{1,3}|nhất|một|hai|ba|tư|bốn|năm|sáu|bảy|"
    r"tám)\b\s*[.:)–-]?\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROMAN = re.compile(
    r"(?P<number>[IVXl]{1,6})\s*(?P<sign>[./)]|\s?[-–](?=\s)|\s[-–]|:)\s*(?P<text>\S.*)", re.DOTALL
)
_CAPITAL = re.compile(r"(?P<number>[A-HĐ])\s*(?:[./)]|[-–](?=\s))\s+(?P<text>\S.*)", re.DOTALL)
_COUNTED = re.compile(
    r"(?P<word>Nhiệm vụ|Nội dung|Hoạt động|Công việc|Việc|Phần việc|Giải pháp|Nhóm việc|Bước)\s+"
    r"(?:(?:số|thứ)\s+)?(?P<number>[IVX]{1,5}|\d{1,2})\s*[.:)–-]\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""As in "Nhiệm vụ 1: …"; what counts is the colon, so that "việc 2 lần" is none."""
_CLAUSE = re.compile(
    r"Khoản\s+(?P<number>\d{1,2})\s*[.:)–-]\s*(?P<text>\S.*)", re.IGNORECASE | re.DOTALL
)
_SCANNED = re.compile(
    r"(?=[\dlO.\s]{2,12}\s)[\dl](?:[\dlO]?)(?:\s?\.\s?[\dlO]{1,2}){0,3}\s*[./]\s?(?=\S)"
)
"""A number at the head of a line, with letters a scan takes for figures: "l.2."."""
_MULTI = re.compile(
    r"(?P<number>\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})\s*(?P<sign>[.)/:]?)\s+(?P<text>[“\"]?[^\W\d_].*)",
    re.DOTALL,
)
_ARABIC = re.compile(
    r"(?P<number>\d{1,2})\s*(?P<sign>[.)/]|[-–](?=\s))(?:\s*(?P<text>[^\W\d_“\"(].*|[“\"(].*)|"
    r"\s+(?P<figures>\d.*))",
    re.DOTALL,
)
_SIGN_OF_PAPER = re.compile(r"[A-ZĐ]{2,5}(?:tr)?\s*-\s*[A-ZĐ]{2,}")
"""What stands behind the number of a paper: "31/NQ-HĐND" at the head of a line is no clause."""
_LETTER = re.compile(r"(?P<number>[a-zđ])\s*(?P<sign>[.)/])\s*(?P<text>\S.*)", re.DOTALL)
_PAREN = re.compile(r"\(\s*(?P<number>\d{1,2}|[a-zđ])\s*\)\s*(?P<text>\S.*)", re.DOTALL)
_BULLET = re.compile(r"(?P<sign>[-–—−•●▪■◦○+*·➢✓])\s*(?P<text>[^\s\d,.].*|\d.*)", re.DOTALL)
_ROMAN_VALUE = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})$")
_FIGURES = str.maketrans("lO", "10")
_DEPTH = {2: "second", 3: "third", 4: "fourth"}
_NAMES = {
    "phần": "part", "chương": "chapter", "mục": "item", "tiểu mục": "item", "điều": "article",
    "bước": "step",
}  # fmt: skip


def read_marker(text: str) -> Marker | None:
    """The marker ``text`` (NFC, one paragraph) begins with, or ``None``."""
    bullet = _BULLET.match(text)
    if bullet:
        inner = read_marker(bullet["text"])
        if inner is not None and inner.style not in BULLETS and inner.style != "roman":
            return inner  # markdown lists put a dash before the plan's own "a)"
        if bullet["sign"] == "-" and bullet["text"][:1].isdigit() and not text.startswith("- "):
            return None
        style = (
            "plus" if bullet["sign"] == "+" else "dash" if bullet["sign"] in "-–—−•●" else "other"
        )
        return Marker(style, (), bullet["sign"], bullet["text"])
    scanned = _SCANNED.match(text)
    if scanned and re.search(r"l|\dO", scanned[0]):
        head = scanned[0].translate(_FIGURES)
        inner = read_marker(head + text[scanned.end() :])
        if inner is not None and inner.style in ("arabic", *_DEPTH.values()):
            written = text[: len(inner.written)]
            return Marker(inner.style, inner.values, written, inner.text)
    named = _NAMED.match(text)
    if named and (named["word"][0].isupper()) and _stands_alone(named):
        return _named(named)
    counted = _COUNTED.match(text)
    if counted and counted["word"][0].isupper():
        return _named(counted)
    clause = _CLAUSE.match(text)
    if clause:
        written = text[: clause.start("text")].strip()
        return Marker("arabic", (str(int(clause["number"])),), written, clause["text"])
    match = _MULTI.match(text)
    if match and (match["sign"] or " " not in match["number"]):  # "3. 45 phòng" is clause 3
        values = tuple(str(int(part)) for part in match["number"].replace(" ", "").split("."))
        return Marker(_DEPTH[len(values)], values, match["number"] + match["sign"], match["text"])
    match = _ARABIC.match(text)
    if match and not (match["sign"] == "/" and _SIGN_OF_PAPER.match(match["text"] or "")):
        style = "arabic)" if match["sign"] == ")" else "arabic"
        return Marker(
            style,
            (str(int(match["number"])),),
            match["number"] + match["sign"],
            match["text"] or match["figures"],
        )
    match = _ROMAN.match(text)
    if match:
        number = match["number"].replace("l", "I")
        capitals = match["text"][:1].isupper() or not match["text"][:1].isalpha()
        if (
            number
            and _ROMAN_VALUE.match(number)
            and capitals
            and (
                "l" not in match["number"] or match["text"][:6].isupper() or "I" in match["number"]
            )
        ):
            return Marker(
                "roman", (number,), match["number"] + match["sign"].strip(), match["text"]
            )
    match = _CAPITAL.match(text)
    if match:
        return Marker("capital", (match["number"],), match["number"] + ".", match["text"])
    match = _LETTER.match(text)
    if match and (match["sign"] == ")" or text[match.start("text") - 1] == " "):
        return Marker("letter", (match["number"],), match["number"] + match["sign"], match["text"])
    match = _PAREN.match(text)
    if match:
        style = "(arabic)" if match["number"].isdigit() else "(letter)"
        return Marker(style, (match["number"],), f"({match['number']})", match["text"])
    return None


def _stands_alone(match: re.Match[str]) -> bool:
    """``Điều 5 của Luật …`` in running text is a reference, not a heading."""
    rest = match["text"]
    return not rest or rest[:1].isupper() or rest[:1] in '“"('


def _named(match: re.Match[str]) -> Marker:
    word = match["word"].lower()
    number = _ORDINALS.get(match["number"].lower(), match["number"].replace("l", "I").upper())
    label = f"{match['word'].capitalize()} {number}"
    style = _NAMES.get(word, "article")
    return Marker(style, (label,), f"{match['word']} {match['number']}", match["text"])

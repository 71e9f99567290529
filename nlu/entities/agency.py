"""Agencies and unions named in a message, under one name whatever the abbreviation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from nlu.lexicons.check import FOLDER, read_lexicon
from nlu.text.normalized import compose
from nlu.text.strip import strip_accents
from nlu.text.syllable import place_tone
from nlu.text.tokens import WORD

__all__ = ["Agency", "Level", "agency_names", "find_agencies"]

Level = Literal["national", "province", "district", "ward"]


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency a message names.

    Attributes:
        name: full canonical name without its level, ``"Công an"``.
        key: fixed key, ``"cong-an"``.
        start: index in the message of the first character.
        end: index after the last, the words for the level ("phường") included.
        level: at which level of government, when the message says.
    """

    name: str
    key: str
    start: int
    end: int
    level: Level | None = None


class _Name(NamedTuple):
    key: str
    accented: str
    """The name's letters with accents, without spaces and without "và"."""
    capital: bool


class _Word(NamedTuple):
    start: int
    end: int
    typed: str
    plain: str
    upper: bool


_SCHEMA = {"agencies": [{"key": str, "name": str, "names": [str], "capital?": [str]}]}
_JOINT = re.compile(r"[\s\-–&,./]{0,4}(?:và|va|v)?[\s\-–&,./]{0,4}", re.IGNORECASE)
_JOINING = ("và", "va")

_LEVELS: dict[str, tuple[str, Level]] = {
    "tinh": ("tỉnh", "province"),
    "tp": ("tp", "province"),
    "thanhpho": ("thànhphố", "province"),
    "quan": ("quận", "district"),
    "huyen": ("huyện", "district"),
    "thixa": ("thịxã", "district"),
    "phuong": ("phường", "ward"),
    "xa": ("xã", "ward"),
    "thitran": ("thịtrấn", "ward"),
    "vietnam": ("việtnam", "national"),
    "trunguong": ("trungương", "national"),
}


class _Lexicon:
    """Names by their letters, and every beginning of one, to stop looking early."""

    def __init__(self, path: Path) -> None:
        self.full: dict[str, str] = {}
        self.names: dict[str, list[_Name]] = {}
        self.beginnings: set[str] = set()
        for entry in read_lexicon(path, _SCHEMA)["agencies"]:
            self.full[entry["key"]] = entry["name"]
            for name in (entry["name"], *entry["names"]):
                self._add(entry["key"], name, capital=False)
            for name in entry.get("capital", ()):
                self._add(entry["key"], name, capital=True)

    def _add(self, key: str, name: str, *, capital: bool) -> None:
        words = [place_tone(word) for word in WORD.findall(name.lower())]
        accented = "".join(word for word in words if word not in _JOINING)
        plain = strip_accents(accented)
        self.names.setdefault(plain, []).append(_Name(key, accented, capital))
        at = 0
        for word in words:
            at += len(word)
        self.beginnings.update(plain[:end] for end in range(1, len(plain) + 1))


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(FOLDER / "agencies.yml")


def agency_names() -> dict[str, str]:
    """Every known agency: key to canonical name."""
    return dict(_lexicon().full)


def _words(text: str) -> list[_Word]:
    mixed = not text.isupper()
    words = []
    for match in WORD.finditer(text):
        typed = match.group()
        lower = place_tone(typed.lower())
        if lower not in _JOINING:
            upper = mixed and typed.isupper()
            words.append(_Word(*match.span(), lower, strip_accents(lower), upper))
    return words


def find_agencies(text: str) -> tuple[Agency, ...]:
    """The agencies ``text`` names, in order, the longest name at each place.

    Accents may be missing; those typed must be right, so "sợ y tế" is no department.
    """
    draft = compose(text)
    text = draft.text
    words = _words(text)
    lexicon = _lexicon()
    found: list[Agency] = []
    at = 0
    while at < len(words):
        match = _longest(text, words, at, lexicon)
        if match is None:
            at += 1
            continue
        key, last = match
        level, last = _level(words, last)
        start, end = draft.span(words[at].start, words[last - 1].end)
        if not draft.changed:
            start, end = words[at].start, words[last - 1].end
        found.append(Agency(lexicon.full[key], key, start, end, level))
        at = last
    return tuple(found)


def _longest(text: str, words: list[_Word], at: int, lexicon: _Lexicon) -> tuple[str, int] | None:
    plain = typed = ""
    best: tuple[str, int] | None = None
    all_plain = all_upper = True
    for last in range(at, len(words)):
        word = words[last]
        if last > at and not _JOINT.fullmatch(text, words[last - 1].end, word.start):
            break
        plain += word.plain
        if plain not in lexicon.beginnings:
            break
        typed += word.typed
        all_plain = all_plain and word.typed == word.plain
        all_upper = all_upper and word.upper
        for name in lexicon.names.get(plain, ()):
            if not all_plain and not _accents_fit(words[at : last + 1], name.accented):
                continue
            if name.capital and not all_upper and not _has_level(words, last + 1):
                continue
            best = (name.key, last + 1)
            break
    return best


def _has_level(words: list[_Word], at: int) -> bool:
    """Whether a level follows; "ca xa", "ca quan" without accents may be cả xã, cả quán."""
    level, end = _level(words, at)
    return level is not None and words[end - 1].typed not in ("xa", "quan")


def _accents_fit(words: list[_Word], accented: str) -> bool:
    at = 0
    for word in words:
        end = at + len(word.typed)
        if word.typed not in (word.plain, accented[at:end]):
            return False
        at = end
    return True


def _level(words: list[_Word], at: int) -> tuple[Level | None, int]:
    """The level written after a name ("các quận, huyện", "phường") and where it ends."""
    level: Level | None = None
    index = at
    if index < len(words) and words[index].typed in ("các", "cac", "cấp", "cap"):
        index += 1
    while index < len(words):
        for width in (2, 1):
            part = words[index : index + width]
            entry = _LEVELS.get("".join(word.plain for word in part))
            if entry is not None and len(part) == width and _accents_fit(part, entry[0]):
                level = level or entry[1]
                index += width
                at = index
                break
        else:
            break
    return level, at

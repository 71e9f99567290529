"""Which place a plan speaks for."""

from __future__ import annotations

import re
from collections import Counter

from nlu.text import fold

__all__ = ["place_id", "read_place"]

_UNIT = (
    r"(?P<unit>[Tt]ỉnh|[Tt]hành phố|TP\.?|Tp\.?|[Qq]uận|[Hh]uyện|[Tt]hị xã|[Pp]hường|[Xx]ã|"
    r"[Tt]hị trấn|[Đđ]ặc khu|TỈNH|THÀNH PHỐ|PHƯỜNG|XÃ|HUYỆN|QUẬN|THỊ XÃ)"
)
_NAME = r"(?P<name>(?:[A-ZĐÀ-ỴĂÂÊÔƠƯ][\wÀ-ỹ]*)(?:[ -](?:[A-ZĐÀ-ỴĂÂÊÔƠƯ][\wÀ-ỹ]*)){0,3})"
_PLACE = re.compile(rf"\b{_UNIT}\s+{_NAME}")
_NOT_NAMES = {"viet", "to", "ve", "va", "chu", "cong", "uy", "thuong"}
_PROVINCES = ("tinh", "thanh pho")


def read_place(sources: list[str], date_place: str, province_sources: list[str]) -> tuple[str, str]:
    """The place and its id.

    Args:
        sources: texts to look in, most telling first (issuer, title, opening).
        date_place: the name before the date, ``""`` where there is none.
        province_sources: texts that may name the province a ward or commune lies in.

    Returns:
        ``("phường Thành Sen, tỉnh Hà Tĩnh", "thanh-sen")``; two empty strings without one.
    """
    found = [place for text in sources for place in _places(text)]
    chosen = _choose(found, date_place)
    if chosen is None and date_place:
        return date_place, place_id(date_place)
    chosen = chosen or _choose([one for text in province_sources for one in _places(text)], "")
    if chosen is None:
        return "", ""
    unit, name = chosen
    if fold(unit) not in _PROVINCES:
        for text in province_sources:
            for other, province in _places(text):
                if fold(other) in _PROVINCES and fold(province) != fold(name):
                    return f"{unit} {name}, {other} {province}", place_id(name)
    return f"{unit} {name}", place_id(name)


def _choose(found: list[tuple[str, str]], date_place: str) -> tuple[str, str] | None:
    if not found:
        return None
    if date_place:
        for unit, name in found:
            if fold(name) == fold(date_place):
                return unit, name
    counts = Counter(found)
    first = found[0]
    return max(counts, key=lambda place: (place == first, counts[place]))


def _places(text: str) -> list[tuple[str, str]]:
    out = []
    for match in _PLACE.finditer(text):
        name = match["name"]
        if name.isupper():
            name = name.title()
        if fold(name).split()[0] in _NOT_NAMES and len(name.split()) == 1:
            continue
        if fold(name).startswith("hoi chu nghia"):  # the Republic's own name
            continue
        unit = match["unit"].lower()
        unit = "thành phố" if unit.startswith("tp") else unit
        if trimmed := _trim(name):
            out.append((unit, trimmed))
    return out


def _trim(name: str) -> str:
    """Drop words after the name that only begin with a capital: ``Hà Nội Kế hoạch``."""
    words = name.split()
    # the ranges of letters in the pattern hold small ones too: "Tỉnh đoàn" names no province
    words = words[: next((at for at, word in enumerate(words) if word[0].islower()), len(words))]
    for index, word in enumerate(words[1:], 1):
        if fold(word) in {"ke", "ban", "xay", "trien", "giai", "nam", "thuc", "so", "hoi", "uy"}:
            return " ".join(words[:index])
    return " ".join(words[:4])


def place_id(name: str) -> str:
    """``"Thành Sen"`` → ``"thanh-sen"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")

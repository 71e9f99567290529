"""Names of administrative units, today's and those before the mergers of 2025.

The units, their codes and what became of the old ones come from the data of the
``vietnamadminunits`` package. Its files are read directly: importing the package would load its
address parsers, 40 MB of tables that matching does not need.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from nlu.lexicons.check import FOLDER, read_lexicon
from nlu.text.strip import fold, strip_accents

__all__ = ["Gazetteer", "Kind", "Unit", "compact", "gazetteer", "place_id"]

Kind = Literal["province", "district", "ward"]

LONGEST = 5
"""Words in the longest name looked up."""

_SCHEMA = {
    "aliases": [{"name": str, "to": str, "former?": str, "doubtful?": bool, "accents?": bool}],
    "bare": [{"name": str, "province": str}],
    "ambiguous": [str],
}
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_SUFFIX = re.compile(r" \(.*\)$")
_TYPED = re.compile(r"^(?:phuong|xa|thitran|tt|ward|p|f|tx|tp)")
_NUMBERED = re.compile(r"^(?:Quận|Phường|Xã|Thị trấn) (\d+)$")


def place_id(name: str) -> str:
    """The key of a place: its name without type and accents, words joined by ``-``."""
    return _NOT_LETTERS.sub("-", fold(name)).strip("-")


_SIGNS = str.maketrans("", "", " -–'’.,()\t")


def compact(name: str) -> str:
    """``name`` as the library keys it: plain small letters and digits only (``"tphcm"``)."""
    return strip_accents(name).translate(_SIGNS).lower()


def compact_accented(name: str) -> str:
    """``name`` in small letters without spaces and signs, its accents kept."""
    return name.translate(_SIGNS).lower()


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit under one name.

    Attributes:
        name: short name as written, ``"Ninh Kiều"``.
        kind: its level.
        type: ``"Phường"``, ``"Quận"``… as the library writes it.
        province: today's province, short name.
        district: the district it lay in, for wards before the mergers.
        former: the province it lay in before the mergers, or for a province its own old name;
            None for today's units.
        code: the library's key of an old ward, to find what became of it.
        other_keys: compact names of units that had gone into it before.
    """

    name: str
    kind: Kind
    type: str
    province: str
    district: str | None = None
    former: str | None = None
    code: str | None = None
    other_keys: tuple[str, ...] = ()

    @property
    def today(self) -> bool:
        """Whether the unit exists after the mergers."""
        return self.former is None


class Gazetteer:
    """All units by compact name.

    Attributes:
        doubtful: short names taken only after a word of place.
        accented: how short names are spelt that without their accents are other words.
        ambiguous: compact names that are also ordinary words.
        bare: compact name of places understood without their type, with their province.
    """

    def __init__(self, units: Iterator[Unit], lexicon: Path = FOLDER / "places.yml") -> None:
        """
        Args:
            units: every unit to know.
            lexicon: short names, plan places and ambiguous names.

        Raises:
            LexiconError: the lexicon is wrong.
        """
        self._units: dict[str, list[Unit]] = {}
        self._today_wards: dict[tuple[str, str], Unit] = {}
        provinces: dict[str, Unit] = {}
        for unit in units:
            for key in (compact(unit.name), *unit.other_keys):
                self._add(key, unit)
            if unit.kind == "province":
                provinces[unit.name] = unit
            elif unit.kind == "ward" and unit.today:
                self._today_wards[unit.province, compact(unit.type + unit.name)] = unit
        data = read_lexicon(lexicon, _SCHEMA)
        self.doubtful: set[str] = set()
        self.accented: dict[str, str] = {}
        for alias in data["aliases"]:
            key = compact(alias["name"])
            self._add(key, provinces[alias.get("former", alias["to"])])
            if alias.get("doubtful"):
                self.doubtful.add(key)
            if alias.get("accents"):
                self.accented[key] = compact_accented(alias["name"])
        self.ambiguous = frozenset(compact(name) for name in data["ambiguous"])
        self.bare = {compact(entry["name"]): str(entry["province"]) for entry in data["bare"]}

    def _add(self, key: str, unit: Unit) -> None:
        self._units.setdefault(key, []).append(unit)

    def __getitem__(self, key: str) -> list[Unit]:
        """Units whose compact name is ``key``; an empty list when there is none."""
        return self._units.get(key, [])

    def __contains__(self, key: str) -> bool:
        return key in self._units

    def successor(self, unit: Unit) -> Unit | None:
        """Today's ward in which an old ward went up, the main one when it was divided."""
        if unit.code is None:
            return unit if unit.today else None
        key = _successors().get(unit.code)
        if key is None:
            return None
        return self._today_wards.get((unit.province, key))


def _data(name: str) -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("vietnamadminunits")
    return Path(spec.origin).parent / "data" / name


@cache
def _converter() -> dict[str, dict[str, object]]:
    with _data("converter_2025.json").open(encoding="utf-8") as file:
        found: dict[str, dict[str, object]] = json.load(file)
    return found


@cache
def _successors() -> dict[str, str]:
    """The library's key of an old ward to the compact type and name of today's."""
    table: dict[str, str] = {}
    for wards in _converter()["DICT_PROVINCE_WARD_NO_DIVIDED"].values():
        for new, olds in wards.items():  # type: ignore[attr-defined]
            for old in olds:
                table[old] = new
    for wards in _converter()["DICT_PROVINCE_WARD_DIVIDED"].values():
        for old, parts in wards.items():  # type: ignore[attr-defined]
            for part in parts:
                if part["isDefaultNewWard"]:
                    table[old] = part["newWardKey"]
    return table


def _short(name: str) -> str:
    name = _SUFFIX.sub("", name)
    numbered = _NUMBERED.match(name)
    return numbered.group(1) if numbered else name


def _library_units() -> Iterator[Unit]:
    address = f"file:{_data('dataset.db')}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True)
    try:
        today: dict[str, str] = {}
        for province, kind, key in connection.execute(
            "SELECT DISTINCT provinceShort, province, provinceKey FROM admin_units"
        ):
            yield Unit(province, "province", kind.removesuffix(province).strip(), province)
            today[key] = province
        for province, ward, kind in connection.execute(
            "SELECT DISTINCT provinceShort, wardShort, wardType FROM admin_units"
        ):
            yield Unit(_short(ward), "ward", kind, province)
        merged = {
            old: today[new]
            for new, olds in _converter()["DICT_PROVINCE"].items()
            for old in olds  # type: ignore[attr-defined]
        }
        yield from _old_units(connection, merged, frozenset(today.values()))
    finally:
        connection.close()


def _old_units(
    connection: sqlite3.Connection, merged: dict[str, str], today: frozenset[str]
) -> Iterator[Unit]:
    seen: set[tuple[str, ...]] = set()
    rows = connection.execute(
        "SELECT provinceShort, province, provinceKey, districtShort, districtType, districtKey,"
        " wardShort, wardType, wardKey, wardAlias FROM admin_units_legacy"
    )
    for row in rows:
        old, full, key, district, district_type, district_key, ward, ward_type, ward_key, alias = (
            row
        )
        province = merged[key]
        if (old,) not in seen:
            seen.add((old,))
            if old not in today:
                kind = full.removesuffix(old).strip()
                yield Unit(old, "province", kind, province, former=old)
        if district and (old, district) not in seen:
            seen.add((old, district))
            yield Unit(_short(district), "district", district_type, province, former=old)
        if ward:
            code = f"{key}_{district_key}_{ward_key}"
            others = _other_keys(alias) if alias else ()
            yield Unit(
                _short(ward), "ward", ward_type, province, _short(district), old, code, others
            )


def _other_keys(alias: str) -> tuple[str, ...]:
    """Compact names in a JSON list of the library, without numbers and doubles with their type."""
    names: list[str] = json.loads(alias)
    return tuple(
        name for name in names if name.isalpha() and _TYPED.sub("", name) not in set(names) - {name}
    )


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process, read on first use (about a fifth of a second)."""
    return Gazetteer(_library_units())

"""Places of plans that the gazetteer of administrative units does not know by their name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.plan import Plan
from nlu.entities import Names, Place, find_places, with_own_places
from nlu.entities.gazetteer import gazetteer

__all__ = ["own_places", "places_of"]

_UNIT = re.compile(
    r"^(?:tỉnh|thành phố|thị xã|thị trấn|quận|huyện|phường|xã|đặc khu) ", re.IGNORECASE
)


def own_places(plans: Iterable[Plan]) -> Names:
    """The places of ``plans`` that :func:`nlu.entities.find_places` does not find by themselves."""
    return dict(_own(tuple((plan.place, plan.place_id) for plan in plans)))


def places_of(text: str, plans: Iterable[Plan]) -> tuple[Place, ...]:
    """The places ``text`` names, those of ``plans`` among them."""
    return with_own_places(text, find_places(text), own_places(plans))


@lru_cache(maxsize=64)
def _own(places: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, ...], Place], ...]:
    found: dict[tuple[str, ...], Place] = {}
    for place, place_id in places:
        words = tuple(place_id.split("-"))
        if len(words) < 2:  # one syllable alone is too often another word
            continue
        bare = find_places(" ".join(words))
        if any(one.place_id == place_id or one.kind == "province" for one in bare):
            continue  # found by itself; a province merged away is not the ward of its name
        if "".join(words) in gazetteer().ambiguous:
            continue  # "hòa bình", "đoàn kết": words before they are places
        head, *rest = (part.strip() for part in place.split(","))
        province = next(
            (one for part in rest for one in find_places(part) if one.kind == "province"), None
        )
        found[words] = Place(
            name=_UNIT.sub("", head),
            place_id=place_id,
            province=province.name if province else None,
            province_id=province.province_id if province else None,
            kind="ward" if province else "province",
            start=0,
            end=0,
        )
    return tuple(found.items())

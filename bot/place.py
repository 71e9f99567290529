"""Places by their ids."""

from __future__ import annotations

from functools import lru_cache

from nlu.entities import find_places

__all__ = ["province_of"]


@lru_cache(maxsize=4096)
def province_of(place_id: str | None) -> str | None:
    """Id of the province a place lies in; the id itself where it is not known otherwise."""
    if not place_id:
        return None
    name = place_id.replace("-", " ")
    for text in (name, f"phường {name}", f"xã {name}"):
        for place in find_places(text):
            if place.place_id == place_id and place.province_id:
                return place.province_id
    return place_id

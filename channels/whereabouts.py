"""Where a person is, as far as she has said."""

from __future__ import annotations

import logging
import re
from typing import Final, NamedTuple

from channels.message import Incoming
from nlu.text import fold

__all__ = ["Whereabouts", "find", "of", "read", "says_where"]

logger = logging.getLogger(__name__)

_SAYS_WHERE: Final = re.compile(
    r"\b(toi|minh|em|con|chau|tui|to|chi|me|nha|dang|song|tro|bon em|chung toi)\b"
    r"[^.?!]{0,25}\b(o|tai|tren|duoi|ben|ve)\b"
)


class Whereabouts(NamedTuple):
    """Ids of a place and of its province; the same for a province, ``None`` where unknown."""

    place: str | None
    province: str | None


def find(text: str) -> Whereabouts | None:
    """The place a message names: a ward when it names one whose province is clear."""
    from nlu.entities import find_places  # the gazetteer is read on first use

    places = [place for place in find_places(text[:2000]) if place.province_id]
    if not places:
        return None
    finest = min(places, key=lambda place: ("ward", "district", "province").index(place.kind))
    return Whereabouts(finest.place_id, finest.province_id)


def of(place_id: str) -> Whereabouts:
    """A place given by its id; where the province is not known the id stands for both."""
    from nlu.entities import find_places

    name = place_id.replace("-", " ")
    for text in (name, f"phường {name}", f"xã {name}"):
        for place in find_places(text):
            if place.place_id == place_id and place.province_id:
                return Whereabouts(place_id, place.province_id)
    return Whereabouts(place_id, place_id)


def says_where(text: str) -> bool:
    """Whether the words are about where she is herself: "em đang ở …"."""
    return _SAYS_WHERE.search(fold(text[:500])) is not None


def read(message: Incoming) -> Whereabouts | None:
    """The place a message comes with or names, ``None`` without one or when reading fails."""
    try:
        if message.place:
            return of(message.place)
        if message.text and message.payload is None:
            return find(message.text)
    except Exception as error:  # a number for the whole country is better than none
        logger.error("place: %s", type(error).__name__)
    return None

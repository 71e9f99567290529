"""When two names mean the same body: "Sở LĐTBXH" and "Sở Lao động - Thương binh và Xã hội"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu.entities import find_agencies
from nlu.text import fold

__all__ = ["Identity", "covers", "identify", "named_within", "same"]

_LEVELS = (
    ("province", r"\btinh\b|\bthanh pho\b|\btp\b|\bthanh\b$"),
    ("district", r"\bquan\b|\bhuyen\b|\bthi xa\b"),
    ("ward", r"\bphuong\b|\bxa\b(?! hoi)|\bthi tran\b"),
)
_FILLER = frozenset(
    (  # noqa: SIM905
        "cac nhung moi va cua thuoc tren dia ban lien quan co thanh pho tinh phuong xa quan "
        "huyen thi tp nha nuoc viet nam cap khac tat ca nay"
    ).split()
)
_GENERIC = re.compile(
    r"(?:cac |tat ca (?:cac )?|moi |nhung )?(?:so,?|ban,?|nganh|co quan|don vi|dia phuong|doan "
    r"the|to chuc|phong,? ban|bo phan|ca nhan)(?:[\s,]+(?:va )?(?:so|ban|nganh|co quan|don vi|"
    r"dia phuong|doan the|to chuc|ca nhan|phong|chinh quyen dia phuong|to dan pho|hoi|doan))*"
    r"(?:\s+(?:co |)lien quan|\s+cua .*|\s+cap .*|\s+thuoc .*|\s+thanh pho|\s+tinh|\s+phuong|"
    r"\s+tren dia ban.*|\s+chuc nang|\s+khac|\s+dia phuong)*$"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a name stands for.

    Attributes:
        keys: keys of known agencies in the name.
        words: its telling words, folded, for bodies no list knows.
        levels: levels of government the name speaks of; empty where it names none.
        generic: "các sở, ban, ngành", "các đơn vị liên quan": nobody in particular.
        head: the person at the head of a body, not the body.
    """

    keys: frozenset[str]
    words: tuple[str, ...]
    levels: frozenset[str]
    generic: bool
    head: bool = False


@lru_cache(maxsize=4096)
def identify(name: str) -> Identity:
    """The identity of an agency name as written."""
    folded = re.sub(r"[^\w\s,]", " ", fold(name))
    folded = re.sub(r"\s+", " ", folded).strip()
    generic = _GENERIC.fullmatch(folded) is not None
    found = () if generic else find_agencies(name)
    keys = frozenset(agency.key for agency in found)
    words = tuple(word for word in re.findall(r"\w+", folded) if word not in _FILLER)
    levels = frozenset(
        level for level, pattern in _LEVELS if re.search(pattern, _without_names(folded))
    )
    if "district" in levels:
        levels = frozenset({"district"})  # "các huyện, thành phố" are all of one level
    return Identity(keys, words, levels, generic)


def _without_names(folded: str) -> str:
    return re.sub(r"xa hoi", "", folded)


def same(asked: Identity, named: Identity) -> bool:
    """Whether a body asked about is the one a plan names."""
    if named.generic or asked.generic:
        return asked.generic and named.generic and asked.words == named.words
    if asked.head and named.words[: len(asked.words)] != asked.words:
        return False
    if asked.levels and named.levels and not asked.levels & named.levels:
        return False
    if asked.keys and named.keys:
        # "Sở Văn hóa" is the plan's "Sở Văn hóa, Thể thao và Du lịch"
        part = len(asked.words) >= 2 and asked.words == named.words[: len(asked.words)]
        return bool(asked.keys & named.keys) or (part and len(named.keys) == 1)
    if not asked.words or not named.words:
        return False
    shorter, longer = sorted((asked.words, named.words), key=len)
    return _within(shorter, longer) and (len(shorter) >= 2 or shorter == longer)


def named_within(collective: str, asked: Identity) -> bool:
    """Whether a collective names the body among others: "các cơ quan, đơn vị, tổ dân phố"."""
    return identify(collective).generic and any(
        agency.key in asked.keys for agency in find_agencies(collective)
    )


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether the words of ``part`` stand in ``whole`` in order."""
    rest = iter(whole)
    return all(word in rest for word in part)


def covers(generic: Identity, asked: Identity) -> bool:
    """Whether a collective ("các sở, ngành", "các đơn vị") takes in the body asked about."""
    if not generic.generic:
        return False
    words = set(generic.words)
    kinds = {key.split("-")[0] for key in asked.keys} | set(asked.words[:1])
    if words & {"don", "co"}:  # đơn vị, cơ quan
        return True
    if "so" in words or "nganh" in words:
        return bool(kinds & {"so", "cong", "thanh", "ban"})
    return bool(words & {"phong"} and kinds & {"phong"})

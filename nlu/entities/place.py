"""Places named in a message, resolved to today's administrative units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from nlu.entities.gazetteer import LONGEST, Gazetteer, Kind, Unit, compact, gazetteer, place_id
from nlu.text.normalized import compose
from nlu.text.strip import strip_accents
from nlu.text.syllable import place_tone
from nlu.text.tokens import WORD

__all__ = ["Place", "find_places"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place a message names.

    Attributes:
        name: today's short name, ``"Cần Thơ"``; an abolished district keeps its own.
        place_id: key of ``name``, ``"can-tho"``.
        province: today's province; None when the name fits several and nothing decides.
        province_id: key of ``province``.
        kind: ``"province"``, ``"district"`` (abolished in 2025) or ``"ward"``.
        start: index in the message of the first character.
        end: index after the last.
        former: the name written when it is one from before the mergers, with its type for wards
            and districts (``"Sóc Trăng"``, ``"Quận Ninh Kiều"``).
    """

    name: str
    place_id: str
    province: str | None
    province_id: str | None
    kind: Kind
    start: int
    end: int
    former: str | None = None


class _Word(NamedTuple):
    start: int
    end: int
    typed: str
    plain: str
    cased: bool
    """Whether it is written with a capital in a message that also uses small letters."""
    joined: bool
    """Whether only spaces, a hyphen or an apostrophe part it from the word before."""


class _Mention(NamedTuple):
    first: int
    """Index of its first word."""
    last: int
    """Index after its last word."""
    units: tuple[Unit, ...]


_TYPES: dict[tuple[str, ...], tuple[str, frozenset[Kind]]] = {
    ("thanh", "pho"): ("thành phố", frozenset(("province", "district"))),
    ("tp",): ("tp", frozenset(("province", "district"))),
    ("tinh",): ("tỉnh", frozenset(("province",))),
    ("quan",): ("quận", frozenset(("district",))),
    ("q",): ("q", frozenset(("district",))),
    ("huyen",): ("huyện", frozenset(("district",))),
    ("h",): ("h", frozenset(("district",))),
    ("thi", "xa"): ("thị xã", frozenset(("district",))),
    ("tx",): ("tx", frozenset(("district",))),
    ("phuong",): ("phường", frozenset(("ward",))),
    ("p",): ("p", frozenset(("ward",))),
    ("xa",): ("xã", frozenset(("ward",))),
    ("x",): ("x", frozenset(("ward",))),
    ("thi", "tran"): ("thị trấn", frozenset(("ward",))),
    ("tt",): ("tt", frozenset(("ward",))),
    ("dac", "khu"): ("đặc khu", frozenset(("ward",))),
}
"""Words for the type of a unit, folded: as written in full, and the levels it may stand for."""

_LEVELS = frozenset(("xa", "phuong", "quan", "huyen", "tran"))
"""Ends of types: two of them in a row mean all such units of a province."""

_LETTERS = frozenset(("q", "h", "p", "x", "tt"))
"""Types that are also other words: a dot, a number or a capital must follow."""

_SHORT = frozenset(("q", "h", "p", "x", "tp", "tx", "tt"))
_OTHER_WORDS = frozenset(("xã", "quận"))
"""Types that without accents are common words."""
_LEADING = "o tai que ubnd an te cua thuoc ban dan hoi bo phu nu"
_BEFORE_TYPE = frozenset(_LEADING.split())
"""Words after which a type without accents is one: "ở", "UBND", "công an", "cán bộ"…"""

_PLACE_WORDS = "ở tại quê từ về đến lên xuống vào ra trong ngoài dưới trên khu tp tỉnh"
_CUES = frozenset(_PLACE_WORDS.split())
_PLAIN_CUES = frozenset(("o", "tai", "que", "tp", "tinh"))
_PERSONS = (
    "anh chị em ông bà cô chú bé cháu thầy bác cậu dì dượng mợ con bạn nguyễn trần lê phạm hoàng "
    "huỳnh phan vũ võ đặng bùi đỗ hồ ngô lý đinh tên"
)
_TITLES = frozenset(_PERSONS.split()) | frozenset(strip_accents(_PERSONS).split())
"""Words before the name of a person."""

_PERSON = "hochiminh"
"""A province that bears the name of a person, after whom other things are called too."""
_NAMED_AFTER = frozenset(["cong san", "tien phong", "tu tuong", "chu tich", "dao duc", "quoc gia"])
"""Ends of what is: "Đoàn Thanh niên Cộng sản …", "Chủ tịch …", "Học viện Chính trị quốc gia …"."""

_AND = frozenset(("và", "va", "với", "voi", "hay", "hoặc", "hoac", "vs"))
"""Words that put two places side by side."""
_COMMA = re.compile(r"\s*[,/&+]")

_GAP = re.compile(r"[\s,.;:()\-–/]*(?:(?:thuộc|của|ở|tại|thuoc|cua|o|tai)\s+)?", re.IGNORECASE)
_JOINT = re.compile(r"[ \t]*[-–'’.]?[ \t]*")
_DOT = re.compile(r"\.?\s*")


def _words(text: str) -> list[_Word]:
    mixed = not text.isupper()
    words = []
    before = 0
    for match in WORD.finditer(text):
        typed = match.group()
        lower = place_tone(typed.lower())
        cased = mixed and typed[0].isupper()
        start, end = match.span()
        joined = _JOINT.fullmatch(text, before, start) is not None
        words.append(_Word(start, end, lower, strip_accents(lower), cased, joined))
        before = end
    return words


def find_places(text: str) -> tuple[Place, ...]:
    """The places ``text`` names, in order.

    A chain such as "phường Bắc Hà, TP Hà Tĩnh" is one place, its smallest unit. Names of wards and
    districts that are not well known count only with their type ("xã …", "huyện …"), in capitals,
    or beside the name of the province they lie in, so that ordinary words are no places.
    """
    draft = compose(text)
    text = draft.text
    words = _words(text)
    names = gazetteer()
    mentions = _strong(text, words, names)
    mentions = _with_children(text, words, mentions, names)
    places = (_place(mention, mentions, words, names) for mention in mentions)
    if not draft.changed:
        return tuple(places)
    return tuple(
        replace(place, start=start, end=end)
        for place in places
        for start, end in (draft.span(place.start, place.end),)
    )


def _strong(text: str, words: list[_Word], names: Gazetteer) -> list[_Mention]:
    """Mentions that stand on their own, from left to right."""
    found: list[_Mention] = []
    at = 0
    while at < len(words):
        beside = bool(found) and _joined(words, found[-1].last, at)
        mention = _typed(text, words, at, names) or _bare(text, words, at, names, beside)
        if mention is not None:
            mention = _province_over(text, words, mention, names) or mention
        if mention is None:
            at += 1
        else:
            found.append(mention)
            at = mention.last
    return found


def _province_over(
    text: str, words: list[_Word], mention: _Mention, names: Gazetteer
) -> _Mention | None:
    """The province whose name begins inside that of a ward and goes on behind it.

    In "phuong cua bac ninh" Bắc Ninh is named and not Cửa Bắc; "phường Cửa Bắc, Ninh Bình" stays.
    """
    if any(unit.kind != "ward" for unit in mention.units):
        return None
    behind = _bare(text, words, mention.last, names, False) if mention.last < len(words) else None
    if behind is not None and behind.units[0].kind == "province":
        return None
    for at in range(mention.first + 1, mention.last):
        over = _bare(text, words, at, names, False)
        if over and over.last > mention.last and over.units[0].kind == "province":
            return over
    return None


def _fits(unit: Unit, words: list[_Word], key: str) -> bool:
    """Whether the accents typed are the unit's; words typed without any fit all."""
    if compact(unit.name) != key:
        return True  # an alias, whose accents are not known
    parts = [place_tone(part) for part in WORD.findall(unit.name.lower())]
    if len(words) > 1 and [len(word.typed) for word in words] != [len(part) for part in parts]:
        return False
    if all(word.typed == word.plain for word in words):
        return True
    at = 0
    name = "".join(parts)
    for word in words:
        end = at + len(word.typed)
        if word.typed not in (word.plain, name[at:end]):
            return False
        at = end
    return True


def _together(words: list[_Word]) -> bool:
    return all(word.joined for word in words[1:])


def _lookup(words: list[_Word], names: Gazetteer) -> tuple[str, tuple[Unit, ...]]:
    key = "".join(word.plain for word in words)
    units = names[key]
    if not units or not _together(words):
        return key, ()
    return key, tuple(unit for unit in units if _fits(unit, words, key))


def _type_at(words: list[_Word], at: int) -> tuple[int, str, frozenset[Kind]] | None:
    for width in (2, 1):
        part = words[at : at + width]
        entry = _TYPES.get(tuple(word.plain for word in part)) if len(part) == width else None
        if entry is None:
            continue
        typed = " ".join(word.typed for word in part)
        if typed.isascii() or typed == entry[0]:
            return width, entry[0], entry[1]
    return None


def _typed(text: str, words: list[_Word], at: int, names: Gazetteer) -> _Mention | None:
    """A name after its type: "phường Thành Sen", "Q.1", "TP Vinh"."""
    kind = _type_at(words, at)
    if kind is None:
        return None
    width, full, levels = kind
    first = at + width
    if first >= len(words) or not _DOT.fullmatch(text, words[first - 1].end, words[first].start):
        return None
    head = words[first]
    dotted = text[words[first - 1].end] == "."
    numbered = head.plain.isdigit() and full in ("q", "p")
    if full in _LETTERS and not (dotted or head.cased or numbered):
        return None
    if full == "phường" and at and words[at - 1].plain == "dia":
        return None  # địa phương
    for last in range(min(first + LONGEST, len(words)), first, -1):
        part = words[first:last]
        key, units = _lookup(part, names)
        units = tuple(unit for unit in units if unit.kind in levels)
        if not head.cased:
            # the accents of an old ward's other names are not known: too many words look alike
            units = tuple(unit for unit in units if key not in unit.other_keys)
        if not units or (key in names.doubtful and full != "tp"):
            continue
        if at and words[at - 1].plain in _LEVELS and _names_province(names, key):
            return None  # "các xã, phường Đồng Tháp": those of the province
        accented = not full.isascii() and not _plain(words, at)
        marked = accented and (
            not _plain(words, first) or any(unit.name.isascii() for unit in units)
        )
        if len(part) == 1 and len(key) < 5 and not (head.cased or key.isdigit() or marked):
            continue  # "xã cho" is no "xã Chờ" where accents are typed
        same = tuple(unit for unit in units if unit.type.lower() == full)
        if len(part) == 1 and len(key) < 5 and not (head.cased or key.isdigit() or same):
            continue  # "phường tư vấn" is no "xã Tư"
        sure = accented or head.cased or full in _SHORT or units[0].kind == "province"
        if not sure and full in _OTHER_WORDS and at and not _leads(words[at - 1]):
            continue  # "xa cu": xa cụ, "quan ba": quan bà
        if same or sure:
            return _Mention(at, last, same or units)
    return None


def _names_province(names: Gazetteer, key: str) -> bool:
    return any(unit.kind == "province" for unit in names[key])


def _leads(before: _Word) -> bool:
    return before.plain in _BEFORE_TYPE


def _plain(words: list[_Word], at: int) -> bool:
    return words[at].typed == words[at].plain


def _joined(words: list[_Word], last: int, at: int) -> bool:
    """Whether only "và", "với"… stand between the word before ``last`` and the one at ``at``."""
    return last == at or (last + 1 == at and words[last].typed in _AND)


def _listed(text: str, words: list[_Word], at: int, last: int, names: Gazetteer) -> bool:
    """Whether words head the message ("ct: …") or a sure place is named right after them."""
    if at == 0 and text[words[last - 1].end :].lstrip().startswith(":"):
        return True
    after = last + 1 if last < len(words) and words[last].typed in _AND else last
    if after == last and not (last < len(words) and _COMMA.match(text, words[last - 1].end)):
        return False
    if at == 0 and after < len(words) and words[after].plain in names.doubtful:
        return True
    return any(
        any(unit.kind == "province" for unit in _lookup(words[after:end], names)[1])
        for end in range(after + 2, min(after + LONGEST, len(words)) + 1)
    )


def _bare(
    text: str, words: list[_Word], at: int, names: Gazetteer, beside: bool
) -> _Mention | None:
    """A name that needs no type: provinces, short names, places with a plan or well known.

    ``beside``: another place stands right before it.
    """
    for last in range(min(at + LONGEST, len(words)), at, -1):
        part = words[at:last]
        key = "".join(word.plain for word in part)
        if key not in names or not _together(part):
            continue
        units = tuple(unit for unit in names[key] if _fits(unit, part, key))
        provinces = tuple(unit for unit in units if unit.kind == "province")
        cased = all(word.cased for word in part)
        if not units and cased and len(part) > 1 and key not in names.ambiguous:
            # "Hà Tỉnh", "Cần Thở": a slip in a name written as a name
            provinces = tuple(unit for unit in names[key] if unit.kind == "province")
        if key == _PERSON and _called_after(words, at):
            continue
        before = words[at - 1] if at else None
        titled = before is not None and _is_title(before)
        cued = before is not None and _is_cue(before, part)
        if provinces:
            if key in names.accented:
                sure = "".join(word.typed for word in part) == names.accented[key]
            elif key in names.doubtful:
                sure = cued or beside or _listed(text, words, at, last, names)
            elif key in names.ambiguous:
                sure = cued or (cased and not titled)
            else:
                # one syllable alone ("Huế") is a place only with its accents or a word of place
                sure = len(part) > 1 or cued or (not _plain(part, 0) and not titled)
                sure = sure or len(key) > 4 or compact(provinces[0].name) != key
            if sure:
                return _Mention(at, last, provinces)
            continue
        if key in names.bare:
            here = tuple(unit for unit in units if unit.province == names.bare[key])
            if here and (key not in names.ambiguous or cased or cued):
                return _Mention(at, last, here)
        if len(part) > 1 and cased and not titled and _one_place(units):
            accented = any(word.typed != word.plain for word in part)
            if cued or (accented and any(unit.kind == "district" for unit in units)):
                return _Mention(at, last, units)
    return None


def _is_title(word: _Word) -> bool:
    """Whether the name of a person may follow; "pháp lý" is no family name."""
    return word.typed in _TITLES and (word.cased or word.plain != "ly")


def _called_after(words: list[_Word], at: int) -> bool:
    """Whether what stands before ``at`` is called after a person, and is no place."""
    before = " ".join(word.plain for word in words[max(0, at - 2) : at])
    return before in _NAMED_AFTER or before.endswith("tncs")


def _is_cue(before: _Word, part: list[_Word]) -> bool:
    if before.typed in _CUES:
        return True
    return before.typed in _PLAIN_CUES and all(word.typed == word.plain for word in part)


def _one_place(units: tuple[Unit, ...]) -> bool:
    return len({unit.province for unit in units}) == 1


def _inside(child: Unit, parent: Unit) -> bool:
    levels = ("ward", "district", "province")
    if levels.index(child.kind) >= levels.index(parent.kind) or child.province != parent.province:
        return False
    if parent.kind == "province":
        # a unit of before lay in the province of before; today's lie in today's
        return parent.former is None or child.former is None or child.former == parent.former
    return child.district is None or child.district == parent.name


def _with_children(
    text: str, words: list[_Word], mentions: list[_Mention], names: Gazetteer
) -> list[_Mention]:
    """Put the smaller units written right before a place into it."""
    found: list[_Mention] = []
    for mention in mentions:
        grown = mention
        while (wider := _child_before(text, words, grown, found, names)) is not None:
            while found and found[-1].first >= wider.first:
                found.pop()
            grown = wider
        found.append(grown)
    return found


def _child_before(
    text: str, words: list[_Word], parent: _Mention, done: list[_Mention], names: Gazetteer
) -> _Mention | None:
    if all(unit.kind == "ward" for unit in parent.units):
        return None
    end = parent.first
    if end and words[end - 1].typed in ("ở", "o", "tại", "tai", "thuộc", "thuoc", "của", "cua"):
        end -= 1
    if not end or not _GAP.fullmatch(text, words[end - 1].end, words[parent.first].start):
        return None
    if done and done[-1].last == end:
        units = _children(done[-1].units, parent.units)
        return _Mention(done[-1].first, parent.last, units) if units else None
    floor = done[-1].last if done else 0
    for first in range(max(floor, end - LONGEST), end):
        part = words[first:end]
        if len(part) == 1 and not (part[0].cased and part[0].typed != part[0].plain):
            continue
        if first and _is_title(words[first - 1]) and part[0].cased:
            continue
        units = _children(_lookup(part, names)[1], parent.units)
        if units:
            return _Mention(_with_type(words, first), parent.last, units)
    return None


def _with_type(words: list[_Word], first: int) -> int:
    """Where a name begins when the word for its type stands before it."""
    for width in (2, 1):
        kind = _type_at(words, first - width) if first >= width else None
        if kind is not None and kind[0] == width:
            return first - width
    return first


def _children(units: tuple[Unit, ...], parents: tuple[Unit, ...]) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if any(_inside(unit, parent) for parent in parents))


def _place(
    mention: _Mention, mentions: list[_Mention], words: list[_Word], names: Gazetteer
) -> Place:
    units = mention.units
    if not _one_place(units):
        others = {
            unit.province
            for other in mentions
            if other is not mention and _one_place(other.units)
            for unit in other.units
        }
        units = (
            tuple(unit for unit in units if unit.province in others)
            or tuple(unit for unit in units if names.bare.get(compact(unit.name)) == unit.province)
            or units
        )
    alone = mention.last - mention.first <= _TYPE_WORDS + len(units[0].name.split())
    if alone and len(mentions) == 1:
        units = _province_of_that_name(units, names) or units
    unit = min(units, key=_preference)
    place = _resolved(unit, names, words[mention.first].start, words[mention.last - 1].end)
    if not _one_place(units):
        return replace(
            place,
            name=unit.name,
            place_id=place_id(unit.name),
            province=None,
            province_id=None,
            former=None,
        )
    return place


_TYPE_WORDS = 2
"""Words of the longest word for a type: "thị trấn"."""


def _province_of_that_name(units: tuple[Unit, ...], names: Gazetteer) -> tuple[Unit, ...]:
    """As in "hội phụ nữ xã Đồng Tháp": the province's, where only communes long gone are so called.

    Who means the old commune of another province says which, or is asked.
    """
    if any(unit.today or unit.kind != "ward" for unit in units):
        return ()
    key = compact(units[0].name)
    return tuple(unit for unit in names[key] if unit.kind == "province" and unit.today)


def _preference(unit: Unit) -> tuple[bool, bool, bool]:
    """Today's units before old ones, provinces before what bears the same name."""
    return unit.kind != "province", not unit.today, unit.kind == "ward"


def _resolved(unit: Unit, names: Gazetteer, start: int, end: int) -> Place:
    province = unit.province
    name, former = unit.name, None
    if name.isdigit():
        name = f"{unit.type} {name}"
    if unit.kind == "province" and unit.former:
        name, former = province, unit.former
    elif not unit.today:
        former = name if unit.name.isdigit() else f"{unit.type or ''} {name}".strip()
        successor = names.successor(unit) if unit.kind == "ward" else None
        if successor is not None:
            name = successor.name
            if successor.name == unit.name:
                former = None
    return Place(name, place_id(name), province, place_id(province), unit.kind, start, end, former)

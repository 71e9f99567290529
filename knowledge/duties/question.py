"""What an officer asks: which plans, which body, which role, which topic, what kind of answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.duties.dates import months_in
from knowledge.duties.flat import flat
from knowledge.duties.identity import identify
from knowledge.duties.initials import names_for_initials
from knowledge.duties.kept import once_per_plan
from knowledge.duties.question_bodies import (
    Asked,
    bodies_in,
    named_body,
    of_level,
    unlisted_body,
    without_issuer,
)
from knowledge.duties.question_words import ACROSS, WHICH, kind_of, topic_of
from knowledge.duties.ranking import spell_out
from knowledge.own_places import places_of
from knowledge.plan import Plan
from nlu.text import fold, normalize

__all__ = ["Asked", "Question", "read_question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Attributes:
        text: as asked.
        folded: without accents, teencode spelled out.
        plans: names of plans it speaks of; empty where it names none.
        places: names of the places it speaks of.
        elsewhere: names of places no plan speaks for.
        across: it asks over plans ("kế hoạch nào …").
        bodies: agencies named.
        kind: ``"forward"``, ``"reverse"``, ``"role"``, ``"report"``, ``"deadline"``,
            ``"funding"``, ``"conflict"``.
        role: role asked about: ``"lead"``, ``"partner"``, ``"advise"``, ``"ask"``, ``""``.
        topic: the words that tell the task.
        months: months asked about ("việc nào trong tháng 11").
    """

    text: str
    folded: str
    plans: tuple[str, ...]
    places: tuple[str, ...]
    elsewhere: tuple[str, ...]
    across: bool
    bodies: tuple[Asked, ...]
    kind: str
    role: str
    topic: str
    months: frozenset[int]


_DISTRICT_DOES = re.compile(
    r"(?:^|\b(?:cua|cho|giao|ma|thi|vay|hoi) )(?:cac )?(?:quan|huyen|thi xa) (?!huyen\b|thi xa\b)"
    r"(?:\w+ ){1,4}?(?:phai|lam|duoc|can|nop|gui|bao cao|co|chu tri|phoi hop)\b"
)
"""A district named alone stands for its people's committee: "quận Ninh Kiều phải làm gì"."""
_WHERE = re.compile(r"\bo dau\b|\btu dau\b|\bnhung dau\b|\bnhan bao cao\b")


_BEFORE_PLACE = re.compile(r"\b(?:ở|o|tại|tai|của|cua|bên|ben|cho)\s{3,}")
"""A preposition whose place was taken out of the text."""
_TELEPHONE = re.compile(r"(?<!\d)\d(?:[ .]?\d){6,}")


_POLICE = {
    "CATP": "công an thành phố", "CAT": "công an tỉnh", "CAH": "công an huyện",
    "CAQ": "công an quận", "CAP": "công an phường", "CAX": "công an xã",
}  # fmt: skip
_POLICE_OF = re.compile(rf"\b(?:{'|'.join(_POLICE)})\b|\bcatp\b")


def _police(text: str, plans: Mapping[str, Plan]) -> str:
    """``text`` with the police of a level written out; in small letters "cap", "cat" are words.

    "ca" is the police where the place of a plan follows.
    """
    text = _POLICE_OF.sub(lambda match: _POLICE[match.group().upper()], text)
    folded = fold(text)
    for plan in plans.values():
        place = re.escape(plan.place_id.replace("-", " "))
        match = re.search(rf"\bca (?=(?:phuong |xa |tinh |tp |p )?{place}\b)", folded)
        if match and len(folded) == len(text):
            return f"{text[: match.start()]}công an {text[match.end() :]}"
    return text


_GIVES = re.compile(r"\W*(?:\w+\W+){0,5}?giao\b(?P<what> (?:nhiem vu |viec )?(?:gi|nao)\b)?")


def _without_giver(bodies: tuple[Asked, ...], spelled: str) -> tuple[Asked, ...]:
    """``bodies`` without the committee that gives out the work: "UBND phường giao ai …?"."""
    if not bodies or bodies[0].end < 0 or not bodies[0].identity.keys & {"ubnd"}:
        return bodies
    gives = _GIVES.match(fold(spelled[bodies[0].end :]))
    return bodies[1:] if gives and (len(bodies) > 1 or not gives["what"]) else bodies


def read_question(text: str, plans: Mapping[str, Plan], place: str | None = None) -> Question:
    """Understand ``text`` against the plans of the corpus.

    Args:
        text: as typed; accents, abbreviations and teencode may be missing or present.
        plans: the corpus.
        place: id of the place the conversation is about; used where the text names none.
    """
    spelled = normalize(_police(names_for_initials(text, plans.values()), plans)).text
    folded = spell_out(spelled)
    named, places, elsewhere, rest = _plans_named(spelled, folded, plans)
    if not named and not elsewhere and place:
        named = tuple(
            name for name, plan in plans.items() if plan.place_id == place or name == place
        )
    bodies, bare = bodies_in(spelled, rest, plans, named or tuple(plans))
    bodies = _without_giver(bodies, spelled)
    bodies = _within_province(bodies, [plans[name].place for name in named])
    if named and not bodies and _DISTRICT_DOES.search(folded):
        bodies = (of_level("quan huyen"),)
    issuer = bodies[0].typed if bodies else ""
    bodies, within = without_issuer(bodies, folded, plans, named)
    if within:
        rest = _without(rest, flat(issuer))
    across = bool(ACROSS.search(folded)) or len(named) > 1
    if not named and bodies and _WHERE.search(folded):
        across = True
    if not named and not place and WHICH.search(folded) and months_in(folded):
        across = True
    # what stands between two words of the frame must not be a place or a year
    framed = re.sub(r"\b(?:nam )?20\d\d\b", " ", spell_out(_BEFORE_PLACE.sub(" ", rest)))
    framed = re.sub(r"\s+", " ", framed).strip()
    if not bodies and not across and not within:
        bodies, _ = named_body(rest, plans, named or tuple(plans))
    kind, role = kind_of(framed, len(bodies), across)
    dated = bool(months_in(folded))
    if kind in ("reverse", "role") and not bodies and dated:
        kind = "forward"
    if kind in ("reverse", "role") and not bodies and not within:
        bodies, bare = unlisted_body(rest, plans, named or tuple(plans))
    if kind in ("reverse", "role") and not bodies:
        kind = "forward"
    if kind == "forward" and bodies and bodies[0].identity.head:
        kind = "reverse"
    return Question(
        text=text,
        folded=folded,
        plans=named,
        places=places,
        elsewhere=elsewhere,
        across=across,
        bodies=bodies,
        kind=kind,
        role=role,
        topic=topic_of(bare if kind in ("reverse", "role", "report", "funding") else rest),
        months=months_in(folded),
    )


def _plans_named(
    spelled: str, folded: str, plans: Mapping[str, Plan]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]:
    """Plans the text names, places it names, places no plan speaks for, the rest of the text."""
    found: list[str] = []
    places: list[str] = []
    elsewhere: list[str] = []
    spans: list[tuple[int, int]] = []
    for name, plan in plans.items():
        own = fold(plan.place.split(",")[0]).split(" ", 1)[-1] if plan.place else ""
        bare = re.sub(r"^(?:pho|xa|tran|khu) ", "", own)
        for phrase in {bare, plan.place_id.replace("-", " "), name.replace("-", " ")} - {""}:
            if name not in found and re.search(rf"\b{re.escape(phrase)}\b", folded):
                found.append(name)
                places.append(plan.place)
    for place in places_of(spelled, plans.values()):
        word = fold(spelled[place.start : place.end])
        spans.append((place.start, place.end))
        own_plans = [
            name
            for name, plan in plans.items()
            if plan.place_id == place.place_id and not place.former
        ]
        if not own_plans and place.kind != "province":
            own_plans = [
                name
                for name, plan in plans.items()
                if place.province_id == plan.place_id and place.kind in _levels_of(plan)
            ]
        if not own_plans:
            own_plans = [
                name
                for name, plan in plans.items()
                if (place.kind == "province" and _lies_in(plan, place.name))
                or (
                    place.kind != "province"
                    and place.province_id == plan.place_id
                    and not place.former
                )
            ]
        if own_plans:
            for name in own_plans:
                if name not in found and not _shadowed(word, plans, found):
                    found.append(name)
                    places.append(place.name)
        elif not _shadowed(word, plans, found):
            elsewhere.append(place.name)
    rest = "".join(
        " " if any(start <= index < end for start, end in spans) else sign
        for index, sign in enumerate(spelled)
    )
    for name in found:
        own = plans[name].place_id.replace("-", " ")
        rest = _without(rest, own)
    if not found and not elsewhere:
        for name in (
            _by_initials(folded, plans) or _by_number(folded, plans) or _by_paper(folded, plans)
        ):
            found.append(name)
            places.append(plans[name].place)
            initials = "".join(word[0] for word in plans[name].place_id.split("-"))
            rest = _without(rest, initials)
    found = _by_year(found, folded, plans)
    return tuple(found), tuple(places), tuple(dict.fromkeys(elsewhere)), rest


def _by_initials(folded: str, plans: Mapping[str, Plan]) -> list[str]:
    """Plans whose place is named by its initials where an officer would put a place."""
    found = []
    for name, plan in plans.items():
        initials = "".join(word[0] for word in plan.place_id.split("-"))
        where = (
            rf"^{initials}(?= *[:,–-]| 20\d\d| ai\b| so\b)|\b{initials}\W*$|"
            rf"\b(?:o|tai|voi) {initials}\b|"
            rf"\b{initials} (?:lam|duoc|chu tri|phoi hop|phai|co|bi|giao|thi|la)\b"
        )
        if len(initials) > 1 and re.search(where, folded):
            found.append(name)
    return found


def _by_number(folded: str, plans: Mapping[str, Plan]) -> list[str]:
    """Plans that give the telephone number the text has."""
    numbers = {re.sub(r"\D", "", number) for number in _TELEPHONE.findall(folded)}
    return [
        name
        for name, plan in plans.items()
        if any(contact.phone in numbers and not contact.internal for contact in plan.contacts)
    ]


_PAPER = re.compile(
    r"\b(?:quyet dinh|qd|de an|da|ke hoach|kh|nghi quyet)(?: so)? (\d{2,4})(?![\d/]*20\d\d\b)\b"
)


def _by_paper(folded: str, plans: Mapping[str, Plan]) -> list[str]:
    """The one plan that names the paper whose number the text has."""
    numbers = [number for number in _PAPER.findall(folded) if not 2000 <= int(number) <= 2100]
    if not numbers:
        return []
    named = re.compile(rf"số:? ?(?:{'|'.join(numbers)}) ?/")
    found = [
        name
        for name, plan in plans.items()
        if any(named.search(passage.text) for passage in plan.passages)
    ]
    return found if len(found) == 1 else []


def _by_year(found: list[str], folded: str, plans: Mapping[str, Plan]) -> list[str]:
    """Of several plans of one place, those whose years the text names."""
    years = [int(year) for year in re.findall(r"\b(20[1-4]\d)\b", folded)]
    if not years or len(found) < 2:
        return found
    fitting = [
        name
        for name in found
        if (period := plans[name].period)
        and any(period.start <= year <= period.end for year in years)
    ]
    same_place = len({plans[name].place_id for name in found}) < len(found)
    return fitting if fitting and same_place else found


@once_per_plan
def _levels_of(plan: Plan) -> frozenset[str]:
    """Levels of government a plan gives duties to."""
    return frozenset(level for duty in plan.duties for level in identify(duty.agency).levels)


def _within_province(bodies: tuple[Asked, ...], places: Sequence[str]) -> tuple[Asked, ...]:
    """``bodies`` with a city's in a province's plan at the level of districts."""
    if not places or not all(fold(place).startswith("tinh ") for place in places):
        return bodies
    return tuple(
        replace(body, identity=replace(body.identity, levels=frozenset({"district"})))
        if re.search(r" (?:thanh pho|tp)$", fold(body.typed))
        else body
        for body in bodies
    )


def _lies_in(plan: Plan, province: str) -> bool:
    return "," in plan.place and fold(province) in fold(plan.place.split(",", 1)[1])


def _shadowed(word: str, plans: Mapping[str, Plan], found: Sequence[str]) -> bool:
    """Whether the place is only part of a plan's own name already found."""
    return any(word in plans[name].place_id.replace("-", " ") for name in found)


def _without(text: str, phrase: str) -> str:
    """``text`` with a folded phrase blanked out, every other character in its place."""
    for match in re.finditer(rf"\b{re.escape(phrase)}\b", flat(text)):
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text

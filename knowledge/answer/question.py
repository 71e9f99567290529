"""A question as the rest of this room needs it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.answer.concepts import Concept, abbreviations, concepts_in, plain_words
from knowledge.answer.cues import Words, cue, cues
from knowledge.answer.facets import Facet, facets_in, plan_words
from knowledge.answer.spoken import written_numbers
from knowledge.answer.wants import wants_of
from nlu import text as nlu_text
from nlu.entities import Agency, Names, Place, find_agencies, find_places, with_own_places

__all__ = ["Understood", "understand"]

_YEAR = re.compile(
    r"(?<![\d/.,])(20[0-4]\d)"
    r"(?:\s*(?:-|–|—|den|toi|toi nam)\s*(20[0-4]\d|\d\d(?!\d)))?(?![\d/%])"
)
_SHORT_YEARS = re.compile(r"(?<![\d/.,])(2[0-9])\s*[-–]\s*([2-4][0-9])(?![\d/%])")
_DATED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d")
_DOCUMENT = re.compile(
    r"(?:quyet dinh|qd|ke hoach|kh|nghi quyet|nghi dinh|thong tu|chi thi|cong van|de an|luat|"
    r"van ban)\s*(?:so\s*)?(?!20\d\d(?!\s*/))(\d{1,4})(?:\s*/|\b)"
)
_NUMBER = re.compile(r"(?<![\w/])\d+(?:[.,/]\d+)*(?:\s?%)?")
_PHONE = re.compile(
    r"(?<![\d/.,])(?:1[89]00(?:[ .-]?\d){4,8}|0\d(?:[ .-]?\d){7,9}|11[135])(?![\d/%])"
)
_SENTENCE = re.compile(r"(?<=[.?!…])\s+|\n+")
_ASIDE = re.compile(
    r"(?:không|chưa|ko|chẳng) (?:hỏi|muốn hỏi|định|muốn|bàn) [^,.;?!]*[,.;]", re.IGNORECASE
)
_PLAN = re.compile(
    r"(?:(?<=của )|(?<=trong )|(?<=theo )|(?<=cua ))kh\b"
    r"|\bkh(?= (?:nào|nao|năm|nam|số|so|của|cua|này|nay|phòng|phong|có ghi|co ghi|tỉnh|tinh|phường"
    r"|phuong|tp|p\b|cần|can tho|lai|thành|thanh|hà|ha noi|hn|ct|\d))",
    re.IGNORECASE,
)
"""``kh`` for kế hoạch; elsewhere people mean không."""
_POLICE = re.compile(
    r"\b((?:báo|bao|ban|gọi|goi|lên|len|bên|ben|trưởng|truong) )ca\b"
    r"|\bca(?= (?:p\b|phường|phuong|xã\b|quận|huyện|tp\b|tỉnh|thành phố|nao xu|nào xử))",
    re.IGNORECASE,
)
"""``ca`` for công an, where what stands beside it says so."""
_PREMISE = cue(cues("premise"))
_DOMAIN = cue(cues("domain"))
_ELSEWHERE = cue(cues("elsewhere"))
_NEEDY = cue(cues("needy"))
LONG = 28
"""Words from which a message is taken to tell a story before it asks."""
_CODE = re.compile(r"\d+\s?/[\w-]+")
_FOLLOW = cue(cues("follow_up"))


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of one question.

    Attributes:
        typed: as typed.
        text: one spelling, spoken numbers written, accents restored: for the encoder.
        plain: folded words apart by one space, for patterns.
        words: what is searched by words: the text without places.
        meanings: texts for the encoder: the message, and what a long one asks.
        more: words of plans for the points it has, searched with less weight.
        places: places named.
        agencies: agencies named.
        concepts: what it is about.
        facets: its points as plans put them, each with what it counts for.
        wants: kinds of answer asked for.
        years: years and periods named, ``(2026, 2030)``; one year twice.
        documents: numbers of documents named.
        numbers: other numbers as written, ``"70%"``.
        phones: telephone numbers named, digits only.
        premise: it takes something for true and asks whether that is so.
        focus: folded words of what a long message asks; all of a short one.
        in_domain: it uses a word of this field: violence, a plan, a helper.
        elsewhere: the folded words in what it asks that speak of another field (weather, prices,
            cooking, school entry …); ``""`` for none.
        needy: the person needs help now, so what another place offers is of no use.
    """

    typed: str
    text: str
    plain: Words
    words: str
    more: str
    meanings: tuple[str, ...]
    places: tuple[Place, ...]
    agencies: tuple[Agency, ...]
    concepts: tuple[Concept, ...]
    facets: tuple[tuple[Facet, float], ...]
    wants: frozenset[str]
    years: tuple[tuple[int, int], ...]
    documents: tuple[str, ...]
    numbers: tuple[str, ...]
    phones: tuple[str, ...]
    premise: bool
    focus: frozenset[str]
    in_domain: bool
    elsewhere: str
    needy: bool

    def about(self, *names: str) -> bool:
        """Whether it is about one of these concepts."""
        return any(concept.name in names for concept in self.concepts)


def _raw(typed: str, text: str) -> str:
    """The message with its accents as typed, ``""`` where ``text`` is not as long.

    Where accents were restored wrongly it still has its names: "so noi vu" is no "sợ nói vụ".
    """
    raw = str(nlu_text.normalize(typed))
    return raw if len(raw) == len(text) else ""


def _plainly_named(raw: str, own: Names) -> tuple[Place, ...]:
    """Places only the plans know that stand in a message as typed, behind a word of place.

    As in "xa cat lam", which is no "xã cắt làm" where there is a plan of xã Cát Lam.
    """
    return tuple(
        place
        for place in with_own_places(raw, (), own)
        if _OF_PLACE.search(nlu_text.fold(raw[: place.start]))
    )


_OF_PLACE = re.compile(r"\b(?:xa|phuong|dac khu|thi tran|tinh|tp|thanh pho|ubnd)\s*$")


def understand(
    typed: str,
    previous: Sequence[str] = (),
    issuers: Collection[str] = (),
    own: Names | None = None,
) -> Understood:
    """Read one question; a short follow-up is read with the question before it.

    Args:
        typed: the message.
        previous: her messages before it, oldest first.
        issuers: keys of agencies that issued the plans; their full names would help no search.
        own: places only the plans know, from :func:`knowledge.own_places.own_places`.
    """

    def places_in(text: str) -> tuple[Place, ...]:
        return with_own_places(text, find_places(text), own or {})

    text = _clean(typed)
    plain = plain_words(text)
    if previous and len(plain.split()) <= 8 and (_FOLLOW.match(plain) or len(plain.split()) <= 3):
        before = _clean(previous[-1])
        places = places_in(text)
        if places:  # "còn Lai Châu?": the place of the question before gives way
            before = _without(before, places_in(before))
        text = f"{before} {text}"
        plain = plain_words(text)
    places = places_in(text)
    agencies = find_agencies(_CODE.sub(" ", text))
    raw = _raw(typed, text) if not (places and agencies) else ""
    places = places or _plainly_named(raw, own or {})
    agencies = agencies or find_agencies(_CODE.sub(" ", raw))
    full = abbreviations(_without(_CODE.sub(" ", text), agencies))
    named = " ".join(agency.name for agency in agencies if agency.key not in issuers)
    whole = plain_words(f"{text} {full} {named}")
    concepts = concepts_in(whole)
    focus = _focus(text)
    asked = plain_words(f"{focus} {abbreviations(focus)}")
    words = _without(text, places)
    facets = facets_in(
        plain_words(f"{words} {full} {named}"),
        plain_words(f"{_without(focus, places_in(focus))} {abbreviations(focus)} {named}"),
    )
    return Understood(
        typed=typed,
        text=text,
        plain=whole,
        words=f"{words} {full} {named}",
        meanings=(words,) if focus == text else (words, _without(focus, places_in(focus))),
        more=plan_words(facets),
        facets=facets,
        places=places,
        agencies=agencies,
        concepts=concepts,
        wants=wants_of(asked),
        years=_years(text),
        documents=tuple(dict.fromkeys(_DOCUMENT.findall(nlu_text.fold(text)))),
        numbers=tuple(dict.fromkeys(match.replace(" ", "") for match in _NUMBER.findall(focus))),
        phones=_phones(text),
        focus=frozenset(asked.split()),
        elsewhere=_field_of(asked),
        in_domain=_DOMAIN.search(whole) is not None,
        premise=_PREMISE.search(asked) is not None,
        needy=_NEEDY.search(asked) is not None,
    )


def _field_of(asked: Words) -> str:
    """The words in folded text that speak of another field."""
    found = _ELSEWHERE.search(asked)
    return plain_words(found[0]) if found else ""


def _phones(text: str) -> tuple[str, ...]:
    found = [re.sub(r"\D", "", number) for number in _PHONE.findall(text)]
    return tuple(dict.fromkeys(found))


def _focus(text: str) -> str:
    """What a long message asks: its asking sentences, without what it says it does not ask."""
    text = _ASIDE.sub(" ", text)
    if len(text.split()) <= LONG:
        return text
    sentences = [part.strip() for part in _SENTENCE.split(text) if len(part.split()) > 2]
    asking = [part for part in sentences if part.endswith("?")] or sentences[-1:]
    focus = " ".join(asking[-2:])
    words = focus.split()
    return " ".join(words[-2 * LONG :])


def _clean(typed: str) -> str:
    typed = _PLAN.sub("kế hoạch", typed)
    text = _POLICE.sub(lambda match: f"{match[1] or ''}công an", str(nlu_text.normalize(typed)))
    return nlu_text.standardize(nlu_text.restore(written_numbers(text)))


def _without(text: str, places: Sequence[Place | Agency]) -> str:
    """``text`` without some places (which plan to read is decided elsewhere) or agencies."""
    for place in sorted(places, key=lambda place: -place.start):
        text = f"{text[: place.start]} {text[place.end :]}"
    return re.sub(r"\s+", " ", text).strip()


def _years(text: str) -> tuple[tuple[int, int], ...]:
    plain = _DATED.sub(" ", nlu_text.fold(text))
    found: list[tuple[int, int]] = []
    for start, end in _YEAR.findall(plain):
        last = int(end) if len(end) == 4 else int(start[:2] + end) if end else int(start)
        found.append((int(start), last))
    for start, end in _SHORT_YEARS.findall(plain):
        found.append((2000 + int(start), 2000 + int(end)))
    return tuple(dict.fromkeys(found))

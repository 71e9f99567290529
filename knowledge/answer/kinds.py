"""Kinds of answer that plans rarely give: whether the best passages have the one asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from knowledge.answer.calling import RUN_BY_OTHERS, asks_line, of_head
from knowledge.answer.concepts import plain_words
from knowledge.answer.features import own_words
from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged
from knowledge.answer.wants import UNANSWERED, has_kind, kind_pattern
from knowledge.phones import numbers_in
from nlu.entities import Agency, find_agencies

__all__ = ["FIRST", "LOOSE", "unanswered_kind"]

LOOSE = frozenset(("procedure", "person", "form", "duration"))
"""Kinds whose words also stand in questions for something else."""

KNOWN, AHEAD = 0.75, 0.1
"""How well known an answer must be, and how far ahead of old questions that had none, for a loose
kind not to matter."""

FIRST = frozenset(("day", "money"))
"""Kinds looked for in the best passage alone: nearly any other may have one."""

NEAR = 90
"""Characters before a number in which its owner is named."""

_WHETHER = re.compile(
    r"\bco (?:\S+ ){0,4}(?:duong day|tong dai|hotline)(?! so)(?: \S+){0,8} "
    r"(?:khong|ko|k|hong|hok|chua)\b(?!.*\bso (?:may|nao))"
)
_LINE = re.compile(r"[tT]ổng đài|[đĐ]ường dây nóng")
_COUNTRY = re.compile(r"\b(?:quoc gia|toan quoc|ca nuoc|trung uong)\b")
_PAPER_ASKED = re.compile(
    r"\b(thong tu|nghi dinh|chi thi|quy che|cong van|van ban phoi hop)"
    r"(?: nao\b|(?: \S+){0,8}? so (?:may|bao nhieu|nao)\b)"
)
_HEAD = re.compile(r"(?:to|doi|nhom) truong|truong (?:doan|nhom|tieu ban|ban)|chu nhiem")
_HOW_MANY = re.compile(
    r"\b(?:may|bao nhieu|so luong|luong) (?:cai |chiec |to |cuon |ban )?"
    r"(?!nguoi|tien|phan|ngay|gio|lan|vu|nan nhan|truong hop|ca\b|don vi|co quan|nam|thang)"
    r"([a-z]{2,})(?: [a-z]{2,})?\b"
)
"""What a plan sets up or hands out by number; how many victims there are is statistics."""
_CASES = re.compile(r"\b(?:may|bao nhieu|so) (vu|ca|nan nhan|truong hop|cap|nguoi)\b")
_LAST_YEAR = re.compile(r"\bnam (?:ngoai|truoc|qua|roi)\b")
_WHICH_PLACES = re.compile(
    r"^(?!.*\b(?:nam|dong|dat) (?:o|tai)\b).*"
    r"\b(?:thi diem|trien khai|mo|lam|to chuc|ap dung|lap|xay dung)\b.*"
    r"\b(?:xa|phuong|thon|ban|ap|buon|khom|khu pho|to dan pho|dac khu) (?:nao|mo|may)\b"
)
_SO_FAR = re.compile(
    r"\b(?:da|dang|(?<!thuc )(?<!the )(?<!phat )hien|den nay|bay gio|(?<!quay )roi|"
    r"nam (?:ngoai|truoc|qua|roi)|vua (?:qua|roi))\b"
)
_YEAR = re.compile(r"\bnam 20\d\d\b")
_UNIT = re.compile(r"\b(?:may|bao nhieu) (ngay|gio|tieng|phut|tuan|thang|dem|bua|hom|met)\b")
_SAME_UNIT = {
    "gio": "gio|tieng", "tieng": "gio|tieng", "dem": "dem|ngay", "bua": "ngay", "hom": "ngay",
}  # fmt: skip
_SURE = frozenset(("duration", "hours", "day"))
"""Kinds that a passage has or has not."""
_COMMITTEES = ("ubnd", "hdnd")
_NUMBERED = re.compile(r"\bso \d")
_FIELD = re.compile(r"\b(?:bao luc|bao hanh|gioi|phu nu|mua ban)\b")


def unanswered_kind(
    question: Understood, judged: Sequence[Judged], issuers: Collection[str] = ()
) -> str | None:
    """The kind of answer asked for that the best passages do not have, or ``None``.

    Args:
        question: what was understood.
        judged: what the search found, best first.
        issuers: keys of the agencies that issued the plans in scope.
    """
    named = any(number.endswith("%") for number in question.numbers)
    known = _known(judged)
    asks_share = "percent" in question.wants and (named or "count" in question.wants)
    if asks_share and judged and not any(has_kind("percent", o.passage.text) for o in judged[:4]):
        return "statistics"
    if judged and _paper_missing(question, judged):
        return "paper"
    for kind in UNANSWERED:
        if kind not in question.wants or (known and kind in LOOSE):
            continue
        percent = kind in ("statistics", "money") and "percent" in question.wants
        if percent and any(_target(question, one) for one in judged[:2]):
            continue
        if kind == "phone" and of_head(question):
            return kind
        if kind == "phone" and _only_spoken_of(question):
            continue
        if kind == "person" and _named_by_office(question, judged):
            continue
        if kind in LOOSE and _told_otherwise(question, kind, judged):
            continue
        if kind == "address" and _WHICH_PLACES.search(question.plain) and _names_places(judged):
            continue
        if kind == "statistics" and _counted(question, judged):
            continue
        if kind == "phone" and _WHETHER.search(question.plain) and _has_line(judged):
            continue
        near = judged[: 1 if kind in FIRST else 3]
        fitting = [one for one in near if has_kind(kind, one.passage.text)]
        if kind == "person":
            fitting = _of_that_office(question, fitting)
        if kind == "phone" and (
            _others_number(question, fitting, issuers) or _not_the_countrys(question, fitting)
        ):
            return kind
        if not fitting:
            return kind
    return None


_OFFICE = re.compile(
    r"\b(?:pho )?(?:giam doc|chu tich|bi thu|hieu truong|vien truong|chanh (?:an|van phong)|"
    r"truong (?:cong an|phong|ban|tram|khoa|thon|khom|ap|xom|khu pho))\b"
)


def _of_that_office(question: Understood, fitting: Sequence[Judged]) -> list[Judged]:
    """Those that name the office whose holder is asked for: any other name answers nothing."""
    office = _OFFICE.search(question.plain)
    return [one for one in fitting if not office or office[0] in plain_words(one.passage.text)]


def _only_spoken_of(question: Understood) -> bool:
    """Whether a line is named and something else than its number is asked: how soon, what hours."""
    other = question.wants & frozenset(("duration", "hours", "language", "fee"))
    money = re.search(r"\b(?:ngan sach|kinh phi)\b", question.plain) is not None
    return (bool(other) or money) and not asks_line(question)


def _named_by_office(question: Understood, judged: Sequence[Judged]) -> bool:
    """Whether it is asked who heads a group, and a clause says so by office: "do … làm tổ trưởng".

    A name that is asked for is another matter.
    """
    if re.search(r"\b(?:ten|ong nao|ba nao|vi nao|dong chi)\b", question.plain):
        return False
    heads = {match[0] for match in _HEAD.finditer(question.plain)}
    texts = (plain_words(one.passage.text) for one in judged[:3])
    return bool(heads) and any(f" lam {head}" in text for text in texts for head in heads)


def _counted(question: Understood, judged: Sequence[Judged]) -> bool:
    """Whether a clause sets just the number that is asked for: "mấy giường", "02 giường".

    Cases of a year that a clause tells of ("năm 2025 ghi nhận 14 vụ") count as well.
    """
    texts = [plain_words(one.passage.text) for one in judged[:3]]
    years = {str(year) for pair in question.years for year in pair}
    if (_LAST_YEAR.search(question.plain) or years) and any(
        re.search(rf"\b\d+ (?:[^\s%]+ ){{0,2}}?{match[1]}\b", text)
        and (any(year in text for year in years) if years else _YEAR.search(text))
        for match in _CASES.finditer(question.plain)
        for text in texts
    ):
        return True
    if _SO_FAR.search(question.plain):
        return False  # what is there by now is no plan's to say
    for match in _HOW_MANY.finditer(question.plain):
        number = re.compile(rf"\b\d[\d.]*(?: ?%)? (?:\S+ )?{match[1]}\b")
        if any(number.search(text) for text in texts[:2]):
            return True
    return False


def _told_otherwise(question: Understood, kind: str, judged: Sequence[Judged]) -> bool:
    """Whether the best passage has something else of just that kind that is asked for too.

    "Cấm tiếp xúc mấy giờ thì quyết" asks for a time, not for papers; of a long question with two
    points one may be told.
    """
    if not judged:
        return False
    unit = _UNIT.search(question.plain)
    text = judged[0].passage.text
    if unit is not None:
        length = rf"\b\d+ (?:{_SAME_UNIT.get(unit[1], unit[1])})\b"
        return re.search(length, plain_words(text)) is not None
    return any(has_kind(other, text) for other in question.wants & _SURE - {kind})


def _names_places(judged: Sequence[Judged]) -> bool:
    """Whether the best passages name wards or villages, asked for by "xã nào"."""
    return any(has_kind("names", one.passage.text) for one in judged[:2])


def _paper_missing(question: Understood, judged: Sequence[Judged]) -> bool:
    """Whether a circular, decree or rule is asked for that no passage names with its number."""
    asked = _PAPER_ASKED.search(question.plain)
    if asked is None or question.documents:
        return False
    texts = (plain_words(one.passage.text) for one in judged)
    return not any(
        _NUMBERED.match(text, text.find(asked[1]) + len(asked[1]) + 1)
        for text in texts
        if asked[1] in text
    )


def _known(judged: Sequence[Judged]) -> bool:
    """Whether old questions of the same meaning had the best passage, or one like it, as answer."""
    if not judged:
        return False
    unanswered = judged[0].value("unanswered")
    return judged[0].value("known") >= max(KNOWN, unanswered + AHEAD)


def _has_line(judged: Sequence[Judged]) -> bool:
    """Whether the best passages speak of a line for help at all, with or without its number."""
    return any(_LINE.search(one.passage.text) for one in judged[:2])


def _target(question: Understood, one: Judged) -> bool:
    """Whether a passage sets the share that is asked for, not one of another matter."""
    if not has_kind("percent", one.passage.text):
        return False
    if one.number:
        return True
    return one.shared > 0.3 or (one.concept > 0.5 and (one.shared > 0 or not own_words(question)))


def _others_number(
    question: Understood, fitting: Sequence[Judged], issuers: Collection[str]
) -> bool:
    """Whether the number of an agency is asked for and the clauses give only other numbers.

    The line in a union's own plan is the union's; a people's committee's plan gives many others'.
    """
    own = {key for key in issuers if not key.startswith(_COMMITTEES)}
    wanted = {agency.key for agency in question.agencies} - RUN_BY_OTHERS - own
    if not wanted or question.phones:
        return False
    return not any(wanted & {agency.key for agency in _before_number(one)} for one in fitting)


def _not_the_countrys(question: Understood, fitting: Sequence[Judged]) -> bool:
    """Whether the line of the whole country is asked for and the clauses give only others.

    A national line for children is no answer to who asks for the one of another field.
    """
    if not _COUNTRY.search(question.plain) or question.phones:
        return False
    children = question.about("harm_children")
    for one in fitting:
        for before in _texts_before_number(one):
            plain = plain_words(before)
            if _COUNTRY.search(plain) and (
                children or "tre em" not in plain or not _FIELD.search(question.plain)
            ):
                return False
    return True


def _texts_before_number(one: Judged) -> list[str]:
    text = one.passage.text
    found = [*kind_pattern("phone").finditer(text), *numbers_in(text)]
    return [text[max(0, match.start() - NEAR) : match.start()] for match in found]


def _before_number(one: Judged) -> list[Agency]:
    """Agencies named shortly before a telephone number of a passage, or above it."""
    found = list(find_agencies(one.passage.heading))
    for text in _texts_before_number(one):
        found += find_agencies(text)
    return found

"""Whom to call: the line a plan gives to everybody, for who asks for a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from knowledge.answer.concepts import plain_words
from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged, own_words
from knowledge.phones import digits, numbers_in, repaired
from knowledge.plan import Contact, Passage, Plan
from nlu.entities import find_agencies

__all__ = ["RUN_BY_OTHERS", "asks_line", "line_for", "of_head", "readable"]

RUN_BY_OTHERS = frozenset(("trung-tam-ctxh", "ubnd", "hdnd"))
"""Agencies whose name does not say whose number is wanted: they run lines or issue plans."""

BESIDE = 90
"""Characters before or after a number in which who answers it is named."""

_WORD = r"(?:so (?:dien thoai|dt|nong|truc)|sdt|dien thoai|hotline|tong dai|duong day(?: nong)?)"
_ASKS = re.compile(
    rf"\b{_WORD} (?:(?:\S+ ){{0,8}}?(?:la )?so (?:may|nao|gi|j|mo|bao nhieu)"
    r"|(?:\S+ ){0,6}?la (?:gi|j|may|bao nhieu)|(?:nao|may|gi|j|mo|bao nhieu))\b(?! gio)"
    rf"|\b(?:xin|cho|biet|kiem|tim|can) (?:\S+ ){{0,3}}?{_WORD}\b"
    r"|\b(?:goi|dien|alo|bam|keu) (?:dien )?(?:cho |vao |den |toi |ra |len |ve |qua )?"
    r"(?:so |sdt |dau so )?(?:ai|dau|nao|may|gi|j|mo)\b"
    r"|\b(?:goi|dien|alo|bam|bao tin|lien he|phan anh) (?:\S+ ){0,6}"
    r"so (?:nao|may|gi|mo|bao nhieu)\b"
    r"|^(?:so dien thoai|sdt|so dt|hotline|so nong)\b"
)
_APART = re.compile(
    r"\b(?:zalo|viber|email|mail|facebook|fb|fanpage|website|web|quoc gia|toan quoc|ca nuoc|trung"
    r" uong|(?:so|sdt|dien thoai) (?:rieng|ca nhan|nha|may ban)|nhan tin)\b"
    rf"|{_WORD} (?:cua |ben )?(?:truong|pho|chi|anh|ong|ba|co|thay|bac si|luat su|giao vien|hieu"
    r" truong|chu tich|can bo|chu nha|nha)\b"
)
"""Other ways than the line of the place, or the line of the whole country."""
_HEAD = re.compile(
    rf"\b{_WORD} (?:cua )?(?:ong |ba )?"
    r"(?:(?:pho )?(?:giam doc|chu tich)|truong (?:thon|ban|ap|khom|phong|cong an)"
    r"|hieu truong)\b"
)
_OF_PERSONS = frozenset(("person", "address", "zalo", "link", "life"))
"""Who asks for one of these wants the number of a person or a house, not the line."""
_OWNER = re.compile(
    rf"\b{_WORD} (?:\S+ ){{0,2}}?(?:cua|ben) (?!ai\b|dau\b|nha nuoc)((?:\S+ ?){{1,4}})"
)
_OFFICIAL = re.compile(r"(?:vuong|kho khan|khó khăn|vướng) ?mắc|(?:bao cao|báo cáo)", re.IGNORECASE)
"""The line of the office that coordinates is not for who needs help."""


def asks_line(question: Understood) -> bool:
    """Whether a number to call is asked for, not only a line spoken of."""
    return _ASKS.search(question.plain) is not None and not question.wants & _OF_PERSONS


def of_head(question: Understood) -> bool:
    """Whether the number of who heads a body is asked for: a line of that body is not it."""
    return _HEAD.search(question.plain) is not None


def line_for(
    question: Understood,
    plan: Plan,
    passages: Sequence[Passage],
    judged: Sequence[Judged],
    issuers: Collection[str] = (),
) -> Passage | None:
    """The clause with the number that fits, or ``None`` where the plan gives none that does.

    Args:
        question: what was understood.
        plan: the plan of the place.
        passages: its passages.
        judged: what the search found, best first.
        issuers: keys of the agencies that issued the plan: its line is theirs.
    """
    if (
        question.phones
        or not asks_line(question)
        or of_head(question)
        or _APART.search(question.plain)
    ):
        return None
    wanted = {agency.key for agency in question.agencies} - RUN_BY_OTHERS - set(issuers)
    order = {one.passage.id: place for place, one in enumerate(judged)}
    fitting = []
    for passage in passages:
        own = [one for one in plan.contacts if _gives(passage, one) and not one.internal]
        if not own or passage.internal or passage.kind not in ("body", "table"):
            continue
        if wanted and not wanted & _answering(passage):
            continue
        if _of_another(question, plan, passage):
            continue
        official = not wanted and _OFFICIAL.search(passage.text) is not None
        fitting.append((official, order.get(passage.id, len(order)), passage))
    return min(fitting, key=lambda one: one[:2])[2] if fitting else None


def _gives(passage: Passage, contact: Contact) -> bool:
    """Whether a contact's number stands in a passage."""
    if len(contact.phone) <= 4:
        return False  # 111, 113: they are known everywhere, what is asked is the line of the place
    return any(digits(match[0]) == contact.phone for match in numbers_in(passage.text))


def _answering(passage: Passage) -> set[str]:
    """Agencies named beside a number of a passage, or above it."""
    found = {agency.key for agency in find_agencies(passage.heading)}
    for match in numbers_in(passage.text):
        beside = passage.text[max(0, match.start() - BESIDE) : match.end() + BESIDE]
        found |= {agency.key for agency in find_agencies(beside)}
    return found


def _of_another(question: Understood, plan: Plan, passage: Passage) -> bool:
    """Whether the number of somebody is asked for whom neither the clause nor the plan names."""
    owner = _OWNER.search(plain_words(question.words))
    if owner is None or question.agencies:
        return False
    words = [word for word in owner[1].split() if word in own_words(question)][:2]
    named = plain_words(f"{passage.heading} {passage.text} {plan.issuer} {plan.place}").split()
    return any(word not in named for word in words)


def readable(passage: Passage) -> list[tuple[str, str]]:
    """Numbers that the scan wrote with letters: as written, and with digits in their place."""
    return [
        (match[0], repaired(match[0]))
        for match in numbers_in(passage.text)
        if not match[0].translate(str.maketrans("", "", " .-()+")).isdigit()
    ]

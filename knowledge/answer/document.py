"""Answers about the documents themselves: fields of a plan, and papers it only mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import messages
from knowledge.answer import abstain, compose
from knowledge.answer.answer import Answer, Citation
from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import cue, cues
from knowledge.answer.metadata import fields_asked, front_quotes, what_it_says
from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged, own_words, owners
from knowledge.answer.scope import Scope
from knowledge.plan import Passage, Plan
from knowledge.search import Index
from nlu.text import fold

__all__ = ["about", "cited_only", "field_asked"]

QUOTES = 8
"""Citations about documents."""

SURE = 0.5
"""Evidence from which a clause goes before the list of the document's own bases."""

MAY_LACK = frozenset(("number", "date", "signer"))
"""Fields of a document that may have been left blank."""

_MONTH_GIVEN = re.compile(r"\bngay (?:may|nao|bao nhieu|bn)\b.*\bthang \d")
"""Asks for the day alone."""
_NUMBERED = re.compile(r"\b(?:ke hoach|kh) (?:so (\d+)\b|(\d+)\b(?! (?:nam|thang|ngay)))")
_LAWFUL = re.compile(r"\bLuật |\b(?:Quyết định|Nghị định|Nghị quyết|Thông tư) số")

_CONTENT = cue(cues("content"))
_IDENTITY = cue(cues("identity"))
_LAW = re.compile(
    r"(?<!phap )\b(?:bo )?luat (?!su|va|cua|thi|co|ghi|gi|nao|ve|de|khong|phat|goi|quy|bay|moi)"
    r"(?!hien|hay|cho)[a-z]+ [a-z]+"
)


def field_asked(question: Understood) -> str | None:
    """The first field of a document a question asks for, or ``None``."""
    fields = fields_asked(question)
    return fields[0] if fields else None


def about(
    question: Understood, index: Index, scope: Scope, judged: Sequence[Judged]
) -> Answer | None:
    """An answer about signer, number, date, bases, recipients or period; ``None`` if not asked."""
    fields = fields_asked(question)
    if not fields:
        return None
    if "signer" in fields and len(fields) > 1:
        fields = tuple(field for field in fields if field != "title")  # whose name: no paper's
    if "agency" in question.wants and set(fields) == {"basis"} and _says_both(judged):
        return None
    names = sorted(scope.plans)
    if set(fields) == {"period"} and scope.across and question.years:
        names = _in_force(question, index, scope)
        if not names:
            return None
    elif not scope.known or (scope.across and len(scope.plans) == len(index.plans)):
        names = _named(question, index, fields)
        if not names:
            return None
    lines: list[str] = []
    citations: list[Citation] = []
    for name in names:
        plan = index.plans[name]
        passages = index.passages_of(name)
        for field in fields:
            quotes = _chosen(field, question, front_quotes(field, plan, passages))
            citations += [compose.cite(plan, section, quote) for section, quote in quotes]
            lines.append(_line(field, plan, quotes))
    for one in judged[:2]:
        if one.passage.plan in names and one.passage.kind in ("body", "table", "basis"):
            plan = index.plans[one.passage.plan]
            citations.append(compose.cite(plan, one.passage.section, one.passage.text))
    citations = list(dict.fromkeys(citations))[:QUOTES]
    text = compose.with_sources("\n".join(lines), citations, index.plans, caution=False)
    told = any(_tells(field, question, index.plans[name]) for name in names for field in fields)
    return Answer("answered" if told else "not_in_plans", text, tuple(citations))


def _tells(field: str, question: Understood, plan: Plan) -> bool:
    """Whether a document has what is asked of a field; a number or a day may be left blank."""
    if field not in MAY_LACK:
        return True
    value = what_it_says(field, plan)
    if field == "date" and value and _MONTH_GIVEN.search(question.plain):
        return re.search(r"ngày\s+\d|\d/\d+/\d", value) is not None
    return value is not None


def _in_force(question: Understood, index: Index, scope: Scope) -> list[str]:
    """Plans whose period covers the years of the question."""
    found: list[str] = []
    for name in sorted(scope.plans):
        period = index.plans[name].period
        if period and all(
            period.start <= start and end <= period.end for start, end in question.years
        ):
            found.append(name)
    return found


def _says_both(judged: Sequence[Judged]) -> bool:
    """Whether the best clause itself says who does it and on what law."""
    if not judged or abstain.evidence(judged[0]) < SURE:
        return False
    return bool(owners(judged[0].passage)) and _LAWFUL.search(judged[0].passage.text) is not None


def _named(question: Understood, index: Index, fields: Sequence[str]) -> list[str]:
    """Plans whose front matter has the numbers or names of the question."""
    if question.documents:
        return [
            name
            for name in sorted(index.plans)
            if any(_mentions(passage, question.documents) for passage in _front(index, name))
        ]
    if set(fields) <= {"period"}:
        return []
    if question.years and set(fields) == {"basis"}:
        return [name for name in sorted(index.plans) if _front_speaks_of(question, index, name)]
    words = set(own_words(question))
    named = []
    for name, plan in index.plans.items():
        own = set(plain_words(f"{plan.signer or ''} {plan.issuer}").split())
        signer = set(plain_words(plan.signer or "").split())
        if (signer and signer <= words) or len(words & own) >= 3:
            named.append(name)
    return named or sorted(index.plans)


def _front_speaks_of(question: Understood, index: Index, name: str) -> bool:
    """Whether the front of a plan names all years of the question."""
    text = " ".join(passage.text for passage in _front(index, name))
    return all(str(start) in text and str(end) in text for start, end in question.years)


def _front(index: Index, name: str) -> list[Passage]:
    return [
        passage
        for passage in index.passages_of(name)
        if passage.kind in ("basis", "letterhead") or not passage.section
    ]


def _mentions(passage: Passage, numbers: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\d){number}(?!\d)", passage.text) for number in numbers)


def _chosen(
    field: str, question: Understood, quotes: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The quotes that answer: recipients that are asked after first, or the whole list."""
    if field == "recipients" and quotes:
        wanted = set(own_words(question))
        near = [quote for quote in quotes if wanted & set(plain_words(quote[1]).split())]
        whole = "\n- ".join(text for _, text in quotes)
        return [*near[:3], ("", whole[:1200])]
    if question.documents:
        quotes = sorted(
            quotes,
            key=lambda quote: not any(number in quote[1] for number in question.documents),
        )
    return quotes[:3]


def _line(field: str, plan: Plan, quotes: Sequence[tuple[str, str]]) -> str:
    name = compose.plan_name(plan)
    value = what_it_says(field, plan)
    missing = {"number": messages.NO_NUMBER, "date": messages.NO_DATE, "signer": messages.NO_SIGNER}
    if field in missing and value is None:
        return missing[field].format(plan=name)
    line = messages.FIELD[field].format(plan=name, value=value)
    if value is None:
        line += " " + " ".join(f"“{quote}”" for _, quote in quotes)
    return line


def _has_number(index: Index, scope: Scope) -> bool:
    """Whether each plan in scope bears a number, so that another number is another plan."""
    return scope.known and all(index.plans[name].number for name in scope.plans)


def cited_only(
    question: Understood, index: Index, scope: Scope, judged: Sequence[Judged]
) -> Answer | None:
    """The content of a paper that the plans only mention is not in them."""
    own = {
        number
        for name in scope.plans
        for number in re.findall(r"^\d+", index.plans[name].number or "")
    }
    numbers = [number for number in question.documents if number not in own]
    law = _LAW.search(question.plain)
    if not numbers and law is None:
        return None
    if not _CONTENT.search(question.plain) or _IDENTITY.search(question.plain):
        return None
    of_another = _NUMBERED.search(question.plain)
    if of_another and (of_another[1] or of_another[2]) in numbers and _has_number(index, scope):
        plans = "; ".join(compose.plan_name(index.plans[name]) for name in sorted(scope.plans))
        return Answer(
            "not_in_plans",
            messages.NOT_IN_PLANS.format(scope=messages.NOT_IN_PLANS_SCOPE.format(plans=plans)),
        )
    telling = {agency.key for agency in question.agencies} - {"ubnd", "hdnd"}
    if telling and any(one.agency for one in judged[:2]):
        return None
    passages = [
        (index.plans[name], passage)
        for name in sorted(scope.plans)
        for passage in index.passages_of(name)
        if not passage.internal
        and (
            _mentions(passage, numbers)
            if numbers
            else law is not None
            and law.group() in " ".join(plain_words(fold(passage.text)).split())
        )
    ]
    if not passages:
        return (
            None
            if numbers == []
            else Answer("not_in_plans", messages.NOT_IN_PLANS.format(scope=""))
        )
    plan, passage = passages[0]
    text = messages.CITED_ONLY.format(
        where=compose.where(plan, passage.section),
        text=compose.pick(passage, own_words(question)),
    )
    citation = compose.cite(plan, passage.section, passage.text)
    return Answer("not_in_plans", compose.with_sources(text, [citation], index.plans), (citation,))

"""The words of a reply, built from the passages it rests on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from knowledge import messages
from knowledge.answer.answer import Citation
from knowledge.answer.concepts import plain_words
from knowledge.answer.redirect import Channel
from knowledge.phones import numbers_in
from knowledge.plan import Passage, Plan
from knowledge.scan import figures
from knowledge.validity import cautions_for, validity_words
from nlu.entities import find_agencies

__all__ = [
    "MAX_HEADING",
    "MAX_TEXT",
    "also",
    "channel_line",
    "cite",
    "item",
    "limited",
    "pick",
    "plan_name",
    "says",
    "where",
    "with_sources",
]

MAX_TEXT = 2500
"""Characters a reply may have."""

MAX_PICK = 420
"""Characters of a passage shown in the reply itself; the citation has the whole passage."""

MAX_HEADING = 90
"""Characters of a heading shown whole beside its clause."""

_LABEL = re.compile(r"^(?:[a-zđ]\)|\d+(?:\.\d+)*[.)]|[-+•])\s+")
_CLAUSE = re.compile(r"(?<=[;.!?])\s+")

_CALLING = frozenset(("so", "sdt", "dien", "thoai", "tong", "dai", "nong", "hotline", "goi"))
NUMBER_WEIGHT = 4
"""Words of the question a telephone number counts for where one is asked for."""


def plan_name(plan: Plan) -> str:
    """A plan as people speak of it: issuer and years."""
    years = ""
    if plan.period is not None:
        start, end = plan.period.start, plan.period.end
        years = f" năm {start}" if start == end else f" giai đoạn {start}-{end}"
    return messages.PLAN_NAME.format(years=years, issuer=short_issuer(plan))


def short_issuer(plan: Plan) -> str:
    """The issuer with its usual abbreviation: "UBND thành phố Cần Thơ"."""
    return re.sub(r"^(?:Ủy|Uỷ) ban nhân dân", "UBND", plan.issuer) or plan.place or plan.name


def cite(plan: Plan, section: str, quote: str) -> Citation:
    """A citation of verbatim plan text."""
    return Citation(plan.name, plan.title, plan.issuer, section, quote, validity_words(plan))


def where(plan: Plan, section: str) -> str:
    """A clause as people name it: "mục IV.8.c", "Phụ lục TT 2"; words for what has no number."""
    if not section:
        return messages.UNNUMBERED
    return (
        section if not re.match(r"[IVXLC\d]", section) else messages.SECTION.format(section=section)
    )


def pick(passage: Passage, words: Sequence[str]) -> str:
    """The part of a passage to show: all of it, or its clauses that share most words."""
    text = _bare(_task(passage) if passage.kind == "table" else passage.text)
    if len(text) <= MAX_PICK:
        return text
    clauses = _CLAUSE.split(text)
    wanted = set(words)
    scores = [len(wanted & set(plain_words(clause).split())) for clause in clauses]
    if wanted & _CALLING:
        # who asks for a number must see the number, whatever else the clause around it says
        scores = [
            score + NUMBER_WEIGHT * any(numbers_in(clause))
            for score, clause in zip(scores, clauses, strict=True)
        ]
    first = last = max(range(len(clauses)), key=lambda index: (scores[index], -index))
    length = len(clauses[first])
    while last + 1 < len(clauses) and length + len(clauses[last + 1]) < MAX_PICK:
        last += 1
        length += len(clauses[last])
    while first and length + len(clauses[first - 1]) < MAX_PICK:
        first -= 1
        length += len(clauses[first])
    shown = text[text.find(clauses[first]) :]
    shown = shown[: shown.find(clauses[last]) + len(clauses[last])]
    if len(shown) > MAX_PICK + 200:
        shown = _window(shown, wanted)
    before = "… " if not text.startswith(shown) else ""
    after = " …" if not text.endswith(shown) else ""
    return f"{before}{shown.strip()}{after}"


def _bare(text: str) -> str:
    """A clause without its own number and the stop of its list."""
    return _LABEL.sub("", text.strip()).rstrip(";./ ") or text.strip()


def _task(passage: Passage) -> str:
    """The longest cell of a table row: what is to be done."""
    return max(passage.text.split(" | "), key=len)


def _window(text: str, wanted: set[str]) -> str:
    """The stretch of one long sentence with most of the words."""
    words = list(re.finditer(r"\S+", text))
    best, at = -1, 0
    for index, word in enumerate(words):
        inside = [w for w in words[index:] if w.end() - word.start() <= MAX_PICK]
        score = len(wanted & set(plain_words(" ".join(w.group() for w in inside)).split()))
        if score > best:
            best, at = score, index
    start = words[at].start()
    end = max(w.end() for w in words[at:] if w.end() - start <= MAX_PICK)
    return text[start:end]


def with_sources(
    body: str,
    citations: Sequence[Citation],
    plans: Mapping[str, Plan],
    *,
    told: int | None = None,
    caution: bool = True,
) -> str:
    """``body`` with its sources, and what a reader must know of their age.

    Args:
        body: the reply so far.
        citations: what it cites.
        plans: the plans by name.
        told: how many citations ``body`` itself quotes; the rest are named as further reading.
        caution: whether dissolved bodies are pointed out.
    """
    count = len(citations) if told is None else told
    lines = [body]
    shown = _sections(citations[:count], plans)
    for name, labels in shown.items():
        plan = plans[name]
        lines.append(
            messages.SOURCE.format(
                plan=plan_name(plan), sections=", ".join(labels), validity=validity_words(plan)
            )
        )
    more = [
        label
        for name, labels in _sections(citations[count:], plans).items()
        for label in labels
        if label not in shown.get(name, ())
    ]
    if more and len(shown) == 1:
        lines.append(messages.SEE_ALSO.format(sections=", ".join(more)))
    if caution:
        cautions = cautions_for(citation.quote for citation in citations[: min(count, 2)])
        if cautions:
            lines.append(messages.CAUTION.format(caution=cautions[0]))
    return limited("\n".join(lines))


def _sections(citations: Sequence[Citation], plans: Mapping[str, Plan]) -> dict[str, list[str]]:
    """Labels of the clauses cited, by plan, each once."""
    found: dict[str, list[str]] = {}
    for citation in citations:
        label = where(plans[citation.plan], citation.section)
        labels = found.setdefault(citation.plan, [])
        if label not in labels:
            labels.append(label)
    return found


def limited(text: str) -> str:
    """``text`` cut at a line or word end so that it is at most :data:`MAX_TEXT` long."""
    if len(text) <= MAX_TEXT:
        return text
    return text[: text.rfind(" ", 0, MAX_TEXT - 2)] + " …"


def says(plan: Plan, passage: Passage, words: Sequence[str]) -> str:
    """The sentence that tells what a plan says."""
    return _said(messages.SAYS, plan, passage, words)


def also(plan: Plan, passage: Passage, words: Sequence[str]) -> str:
    """The sentence for a further passage of the same plan."""
    return _said(messages.ALSO, plan, passage, words)


def item(plan: Plan, passage: Passage, words: Sequence[str]) -> str:
    """One plan's line where several are told together."""
    return _said(messages.ACROSS_ITEM, plan, passage, words)


def _said(form: str, plan: Plan, passage: Passage, words: Sequence[str]) -> str:
    said = form.format(
        plan=plan_name(plan),
        where=where(plan, passage.section),
        heading=_heading(passage) or _doer(plan, passage),
        text=pick(passage, words),
    )
    return f"{said} {_columns(plan, passage)}".strip()


def _columns(plan: Plan, passage: Passage) -> str:
    """Who leads a row of a table, with whom and by when, where the row says so."""
    if passage.kind != "table":
        return ""
    if passage.text.count(" | ") == 1:  # a target and what it is set at
        shown, level = sorted(passage.text.split(" | "), key=len, reverse=True)
        return messages.LEVEL.format(level=level) if re.search(r"\d", level) and shown else ""
    cells = {cell.strip() for cell in passage.text.split(" | ")}
    for duty in plan.duties:
        if (
            duty.section == passage.section
            and duty.agency in cells
            and "chủ trì" in duty.role.lower()
        ):
            parts = [messages.LEADS.format(agency=duty.agency)]
            if duty.partners:
                parts.append(messages.WITH.format(partners="; ".join(duty.partners)))
            written = _as_written(duty.deadline or "", cells)
            if written:
                parts.append(messages.BY.format(deadline=written))
            return " ".join(parts)
    return ""


def _as_written(deadline: str, cells: Collection[str]) -> str:
    """A deadline as its cell has it, where a scan wrote letters for figures; ``""`` where none."""
    same = (cell for cell in cells if figures(cell) == deadline)
    inside = any(deadline in cell.replace("\n", "; ") for cell in cells)
    return next(same, deadline if inside else "")


_DATED = re.compile(r"\d{1,2}/\d{1,4}(?:/\d{4})?")


def _heading(passage: Passage) -> str:
    """The nearest heading above, when it is short enough to name who or what a clause is about."""
    last = passage.heading.split(" › ")[-1].rstrip(":") if passage.heading else ""
    if any(date not in passage.text for date in _DATED.findall(last)):
        return ""  # a date is told by what is quoted alone
    if not last or passage.kind == "table":
        return ""
    if len(last) > MAX_HEADING:  # a whole sentence: who it speaks to, if it begins with that
        first = next((agency for agency in find_agencies(last) if agency.start < 12), None)
        return messages.HEADING.format(heading=last[first.start : first.end]) if first else ""
    return messages.HEADING.format(heading=sentence_case(last))


def _doer(plan: Plan, passage: Passage) -> str:
    """Who a clause under a whole sentence is given to, where its own words do not say so."""
    if passage.kind == "table" or len(passage.heading.split(" › ")[-1]) <= MAX_HEADING:
        return ""
    for duty in plan.duties:
        if duty.section == passage.section and duty.agency and duty.task[:40] in passage.text:
            return messages.HEADING.format(heading=duty.agency)
    return ""


def sentence_case(text: str) -> str:
    """A heading in capitals in small letters, so that a reply does not shout."""
    return text.capitalize() if text.isupper() else text


def channel_line(plan: Plan, channel: Channel, words: Sequence[str]) -> str:
    """The sentence that names where to turn to."""
    if channel.phone is not None:
        return messages.REDIRECT_HOTLINE.format(
            phone=channel.phone, place=plan.place, where=where(plan, channel.section)
        )
    passage = Passage("", plan.name, channel.section, channel.quote, channel.heading)
    return messages.REDIRECT.format(
        where=where(plan, channel.section) + _heading(passage), text=pick(passage, words)
    )

"""One question on its way to its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge import messages
from knowledge.answer import abstain, compose, document
from knowledge.answer.answer import Answer, Citation, PlaceChoice, Question
from knowledge.answer.calling import asks_line, line_for, readable
from knowledge.answer.kinds import unanswered_kind
from knowledge.answer.numbers import has_like, has_number
from knowledge.answer.province import lies_in
from knowledge.answer.question import Understood
from knowledge.answer.rank import Judged, judge, own_words, rankable
from knowledge.answer.redirect import channel_for
from knowledge.answer.safety import danger_in
from knowledge.answer.scope import Scope, scope_of
from knowledge.phones import numbers_in
from knowledge.plan import Duty, Passage, Plan
from knowledge.search import Index, Query
from knowledge.shares import shares_apart
from nlu.encoder import Vectors
from nlu.entities import find_agencies

__all__ = ["Turn", "issuers_of"]

QUOTES = 4
"""Citations of an answer from one plan."""

QUOTES_ACROSS = 8
"""Citations of an answer from several plans."""

MORE_WEIGHT = 0.5
"""Weight of the words added for a concept against those of the question itself."""

_WHOSE = re.compile(
    r"\b(?:so (?:gi|nao|cua|ai)|cua (?:ai|dau|noi nao|tinh nao)|phai (?:la )?so|phai (?:khong|ko|k)"
    r"|la so|so (?:that|dung|chuan)|dung (?:so|khong|ko|k)\b)"
)
CLOSE = 1.0
"""How far below the best passage's score a second one may lie to be shown in the reply too."""

SURELY = 0.6
"""Chance from which the province's plan is asked what a ward's own does not say. Below, what was
found there was beside the question: three of three on the plans that were read."""

ANNOUNCING = 160
"""Characters below which a clause that ends in a colon only announces its list."""

CANDIDATES = 100
"""Passages judged."""


class Turn:
    """A question, what was understood of it, and the plans it may be answered from."""

    def __init__(
        self, index: Index, question: Question, understood: Understood, vector: Vectors
    ) -> None:
        """Nothing is looked up yet."""
        self.index = index
        self.question = question
        self.u = understood
        self.vector = vector
        self.plans = index.plans
        self.but: int | None = None
        """Row of the bank that this question is, left out while learning."""
        self.scope: Scope = scope_of(understood, index.plans, question.place)

    def answer(self) -> Answer:
        """The answer, before the last check."""
        danger = danger_in(self.u)
        if danger is not None:
            text = messages.REFUSED if danger == "harm" else messages.REFUSED_PRIVATE
            return Answer("refused", text)
        answer = self._called(self._here())
        if answer.status != "not_in_plans" or not self.scope.wider:
            return answer
        self.scope = replace(self.scope, plans=self.scope.wider, wider=frozenset())
        judged = self.judged(self.scope.plans)
        if abstain.chance(self.u, judged) < SURELY:
            return answer
        wider = self._called(self._here(judged))
        return wider if wider.status == "answered" else answer

    def _here(self, judged: list[Judged] | None = None) -> Answer:
        """The answer from the plans in scope, whose ``judged`` passages may be known already."""
        if self.scope.missing is not None:
            everywhere = Scope(frozenset(self.plans), True, True)
            named = document.cited_only(self.u, self.index, everywhere, ())
            return named if named and named.citations else self._no_plan(self.scope.missing)
        judged = self.judged(self.scope.plans) if judged is None else judged
        number = self._number_of_another_place(judged) or self._number_of_nobody(judged)
        if number is not None:
            return number
        where = lies_in(self.u, self.index, self.scope)
        if where is not None:
            return where
        cited = self._no_task_for() or document.cited_only(self.u, self.index, self.scope, judged)
        if cited is not None:
            return cited
        kind = unanswered_kind(self.u, judged, self._issuers(self.scope.plans))
        if kind == "person" and document.field_asked(self.u) == "signer":
            kind = None
        if self._other_year(judged):
            return self._not_of_that_year(judged, kind)
        if kind is None:
            about = document.about(self.u, self.index, self.scope, judged)
            if about is not None:
                return about
        if kind is not None:
            return self._not_in_plans(judged, kind)
        if self.scope.across and len(self.scope.plans) > 1:
            return self._across() or self._not_in_plans(judged, None)
        if abstain.unlikely(self.u, judged, self.scope.known):
            if abstain.ours(self.u, self.scope.known):
                return self._not_in_plans(judged, None)
            return Answer("out_of_scope", messages.OUT_OF_SCOPE)
        if not self.scope.known:
            return self._anywhere(judged)
        return self.told(judged)

    def judged(self, plans: frozenset[str]) -> list[Judged]:
        """Passages of some plans, judged."""
        query = Query(self.u.words, self.vector, plans, self.u.more, MORE_WEIGHT)
        hits = [
            hit
            for hit in self.index.search(query, CANDIDATES)
            if self.question.internal or not hit.passage.internal
        ]
        issuers = self._issuers(plans)
        hits = [hit for hit in hits if rankable(hit)]
        near = self.index.dense.vectors([hit.row for hit in hits])
        known, unanswered = self.index.bank.known(self.vector, near, self.but)
        return judge(self.u, hits, issuers, known, unanswered)

    def _issuers(self, plans: frozenset[str]) -> frozenset[str]:
        """Keys of the agencies that issued some plans."""
        return _issuers(tuple(sorted({self.plans[name].issuer for name in plans})))

    # -- telling

    def told(self, judged: Sequence[Judged], lead: str | None = None) -> Answer:
        """An answer from one plan: its best passage in the reply, up to four cited."""
        first = judged[0]
        plan = self.plans[first.passage.plan]
        chosen = self._with_items([one for one in judged if one.passage.plan == plan.name])
        citations = tuple(
            compose.cite(plan, one.passage.section, one.passage.text) for one in chosen
        )
        above = self._above(first.passage)
        if above is not None and "agency" in self.u.wants:
            citations = (*citations, compose.cite(plan, above.section, above.text))
        words = [*own_words(self.u), *(("so",) if self.u.phones else ())]
        said = lead if lead is not None else self._premise(chosen)
        body = said + compose.says(plan, first.passage, words) + self._read_as(first.passage)
        announces = _announces(first.passage)
        told = 1
        for one in chosen[1 : QUOTES if announces else 3]:
            if announces or one.score > first.score - CLOSE:
                body += "\n" + compose.also(plan, one.passage, words)
                told += 1
        for other in _otherwise(self.index.passages_of(plan.name), first.passage):
            where = compose.where(plan, other.section)
            body += "\n" + messages.OTHERWISE.format(where=where, text=other.task)
            beside = compose.cite(plan, other.section, other.quote)
            told += beside not in citations
            rest = [one for one in citations[1:] if one != beside]
            citations = (citations[0], beside, *rest)[: max(QUOTES, told)]
        text = compose.with_sources(body, citations, self.plans, told=told)
        return Answer("answered", text, citations)

    def _called(self, answer: Answer) -> Answer:
        """The answer, or the plan's own line where its number is asked for and is not in it."""
        if not self.scope.known or self.scope.across or len(self.scope.plans) != 1:
            return answer
        if answer.citations and answer.status == "answered":
            first = answer.citations[0]
            if any(numbers_in(first.quote)):
                return answer
        plan = self.plans[next(iter(self.scope.plans))]
        judged = self.judged(self.scope.plans)
        passages = self.index.passages_of(plan.name)
        line = line_for(self.u, plan, passages, judged, _issuers((plan.issuer,)))
        if line is None:
            return answer
        body = compose.says(plan, line, [*own_words(self.u), "so"]) + self._read_as(line)
        beside = [
            compose.cite(plan, one.passage.section, one.passage.text)
            for one in judged
            if one.passage.id != line.id and one.passage.kind in ("body", "table")
        ]
        citations = (compose.cite(plan, line.section, line.text), *beside[: QUOTES - 1])
        text = compose.with_sources(body, citations, self.plans, told=1)
        return Answer("answered", text, citations)

    def _read_as(self, passage: Passage) -> str:
        """How numbers that the scan wrote with letters are read, for who wants to call them."""
        if not ("phone" in self.u.wants or asks_line(self.u)):
            return ""
        return "".join(
            " " + messages.READ_AS.format(written=written, phone=phone)
            for written, phone in readable(passage)
        )

    def _above(self, passage: Passage) -> Passage | None:
        """The sentence a clause stands under, when that is where its agency is named."""
        parent = passage.heading.split(" › ")[-1]
        if len(parent) <= compose.MAX_HEADING:
            return None
        return next(
            (one for one in self.index.passages_of(passage.plan) if parent in one.text), None
        )

    def _with_items(self, judged: Sequence[Judged]) -> list[Judged]:
        """The best passages; after one that only announces a list come the list's items."""
        chosen: list[Judged] = []
        by_row = {one.hit.row: one for one in judged}
        for one in judged:
            if one not in chosen:
                chosen.append(one)
            row = one.hit.row
            while _announces(one.passage) and len(chosen) < QUOTES:
                row += 1
                item = by_row.get(row)
                if item is None or item.passage.section != one.passage.section:
                    break
                if item not in chosen:
                    chosen.append(item)
            if len(chosen) >= QUOTES:
                break
        return chosen[:QUOTES]

    def _premise(self, chosen: Sequence[Judged]) -> str:
        """Words for "not so" when a number the person takes for true is not what the plan says."""
        if not self.u.premise or not self.u.numbers:
            return ""
        text = chosen[0].passage.text
        wrong = [
            number
            for number in self.u.numbers
            if not has_number(text, number) and has_like(text, number)
        ]
        return messages.NOT_SO if wrong else ""

    def _anywhere(self, judged: Sequence[Judged]) -> Answer:
        """An answer when the place is unknown: one plan's if only it fits, else each plan's."""
        best: dict[str, Judged] = {}
        for one in judged:
            best.setdefault(one.passage.plan, one)
        ranked = sorted(best.values(), key=lambda one: -one.score)
        top = abstain.evidence(ranked[0])
        near = [one for one in ranked if abstain.evidence(one) > 0.75 * top]
        if len(near) == 1:
            return self.told([one for one in judged if one.passage.plan == near[0].passage.plan])
        names = [one.passage.plan for one in near]
        if self.u.needy:
            choices = self._choices(self.plans)
            places = ", ".join(choice.name for choice in choices)
            return Answer("needs_place", messages.NEEDS_PLACE.format(places=places), (), choices)
        return self._each(names, judged)

    def _each(self, names: Sequence[str], judged: Sequence[Judged]) -> Answer:
        """An answer with the best passages of each of several plans."""
        words = own_words(self.u)
        count = max(1, min(3, QUOTES_ACROSS // max(1, len(names))))
        rows = [[one for one in judged if one.passage.plan == name][:count] for name in names]
        citations = [
            compose.cite(
                self.plans[row[place].passage.plan],
                row[place].passage.section,
                row[place].passage.text,
            )
            for place in range(count)
            for row in rows
            if len(row) > place
        ]
        lines = [messages.ACROSS]
        lines += [
            compose.item(self.plans[row[0].passage.plan], row[0].passage, words) for row in rows
        ]
        choices = () if self.scope.known else self._choices(names)
        text = compose.with_sources("\n".join(lines), citations, self.plans, told=len(rows))
        return Answer("answered", text, tuple(citations[:QUOTES_ACROSS]), choices)

    def _across(self) -> Answer | None:
        """A comparison: each plan's own best passages, for the plans that say anything of it."""
        judged: list[Judged] = []
        best: dict[str, float] = {}
        for name in sorted(self.scope.plans):
            own = self.judged(frozenset((name,)))
            if own:
                best[name] = max(abstain.evidence(one) for one in own[:3])
                judged += own
        floor = abstain.FLOOR_HERE if self.scope.several else abstain.FLOOR
        if not best or max(best.values()) < floor:
            return None
        top = max(best.values())
        near = [
            name
            for name in sorted(best, key=lambda n: -best[n])
            if best[name] > 0.7 * top or self.scope.several
        ]
        return self._each(near, judged)

    def _number_of_another_place(self, judged: Sequence[Judged]) -> Answer | None:
        """A phone number that a plan of another place gives, put right."""
        for number in self.u.phones:
            owners = [
                (plan, contact)
                for plan in self.plans.values()
                for contact in plan.contacts
                if contact.phone == number and not contact.internal
            ]
            if not owners:
                continue
            here = [owner for owner in owners if owner[0].name in self.scope.plans]
            if here or not self.scope.known:
                return None
            plan, contact = owners[0]
            own = [one for one in judged if one.passage.kind in ("body", "table")][:2]
            citations = (
                *(
                    compose.cite(
                        self.plans[one.passage.plan], one.passage.section, one.passage.text
                    )
                    for one in own
                ),
                compose.cite(plan, contact.section, contact.quote),
            )
            asked = ", ".join(self.plans[name].place for name in sorted(self.scope.plans))
            body = messages.NUMBER_OF.format(phone=number, place=plan.place, asked=asked)
            if own:
                first = self.plans[own[0].passage.plan]
                body += "\n" + compose.says(first, own[0].passage, own_words(self.u))
            return Answer("answered", compose.with_sources(body, citations, self.plans), citations)
        return None

    def _number_of_nobody(self, judged: Sequence[Judged]) -> Answer | None:
        """A phone number asked about that no plan gives: not confirmed, whatever else fits."""
        long = [number for number in self.u.phones if len(number) > 3]
        if not long or not (_WHOSE.search(self.u.plain) or not own_words(self.u)):
            return None
        given = [
            (plan.name, contact.phone)
            for plan in self.plans.values()
            for contact in plan.contacts
            if self.question.internal or not contact.internal
        ]
        if any(
            phone in long or (name in self.scope.plans and self.scope.known and len(phone) > 3)
            for name, phone in given
        ):
            return None  # it is known, or the number of the place puts it right
        lines, citations = self._channels(judged, "phone")
        text = "\n".join([messages.NUMBER_UNKNOWN, *(lines or [messages.REDIRECT_GENERAL])])
        return Answer("not_in_plans", compose.limited(text), tuple(citations))

    # -- not telling

    def _no_task_for(self) -> Answer | None:
        """That the plan gives a body no work, where its work is asked for and nothing names it."""
        if not self.scope.known or len(self.scope.plans) != 1:
            return None
        plan = self.plans[next(iter(self.scope.plans))]
        passages = self.index.passages_of(plan.name)
        agency = abstain.nowhere_named(self.u, passages, _issuers((plan.issuer,)))
        if agency is None:
            return None
        text = messages.NO_TASK_FOR.format(plan=compose.plan_name(plan), agency=agency)
        return Answer("not_in_plans", text)

    def _other_year(self, judged: Sequence[Judged]) -> bool:
        """Whether the question is about years that the plans in scope do not speak of."""
        if not self.u.years or self.scope.across:
            return False
        if document.field_asked(self.u) == "period":
            return False
        top = " ".join(one.passage.text for one in judged[:3])
        plans = [self.plans[name] for name in self.scope.plans]
        return not all(
            any(_speaks_of(plan, start, end) for plan in plans) or _tells_of(top, start, end)
            for start, end in self.u.years
        )

    def _not_of_that_year(self, judged: Sequence[Judged], kind: str | None) -> Answer:
        names = sorted(self.scope.plans)
        plans = "; ".join(compose.plan_name(self.plans[name]) for name in names)
        place = ", ".join(dict.fromkeys(self.plans[name].place for name in names))
        text = messages.OTHER_YEAR.format(place=place, plans=plans)
        lines, citations = self._channels(judged, kind) if kind is not None else ([], [])
        return Answer("not_in_plans", compose.limited("\n".join([text, *lines])), tuple(citations))

    def _no_plan(self, place: str) -> Answer:
        plans = "; ".join(compose.plan_name(plan) for plan in self.plans.values())
        text = messages.NO_PLAN_FOR_PLACE.format(place=place, plans=plans)
        return Answer("not_in_plans", f"{text} {messages.REDIRECT_GENERAL}")

    def _not_in_plans(self, judged: Sequence[Judged], kind: str | None) -> Answer:
        """Say so, and name the right channel out of the plan."""
        names = sorted(self.scope.plans) if self.scope.known else []
        scope = ""
        if names and len(names) <= 2:
            plans = "; ".join(compose.plan_name(self.plans[name]) for name in names)
            scope = messages.NOT_IN_PLANS_SCOPE.format(plans=plans)
        lines = [messages.NOT_IN_PLANS.format(scope=scope)]
        channels, citations = self._channels(judged, kind)
        text = compose.limited("\n".join([*lines, *(channels or [messages.REDIRECT_GENERAL])]))
        return Answer("not_in_plans", text, tuple(citations))

    def _channels(
        self, judged: Sequence[Judged], kind: str | None
    ) -> tuple[list[str], list[Citation]]:
        """Sentences that name where to turn to, out of the one plan in scope."""
        if not self.scope.known or len(self.scope.plans) != 1:
            return [], []
        name = next(iter(self.scope.plans))
        plan = self.plans[name]
        channels = channel_for(kind, self.u, plan, self.index.passages_of(name), judged)
        words = own_words(self.u)
        return (
            [compose.channel_line(plan, channel, words) for channel in channels],
            [compose.cite(plan, channel.section, channel.quote) for channel in channels],
        )

    def _choices(self, names: Iterable[str]) -> tuple[PlaceChoice, ...]:
        places = {self.plans[name].place_id: self.plans[name].place for name in names}
        return tuple(PlaceChoice(place_id, name) for place_id, name in places.items())


def _otherwise(passages: Iterable[Passage], passage: Passage) -> list[Duty]:
    """Of a plan's passages, targets with another share for what one of them sets a share for."""
    if "%" not in passage.text:
        return []
    found = []
    for pair in shares_apart(passages):
        for own, other in (pair, pair[::-1]):
            if (own.section, own.quote) == (passage.section, passage.text):
                found.append(other)
    return [other for other in dict.fromkeys(found) if other.quote != passage.text]


def _announces(passage: Passage) -> bool:
    """Whether a clause says nothing but that a list follows."""
    return passage.text.rstrip().endswith(":") and len(passage.text) < ANNOUNCING


def issuers_of(index: Index) -> frozenset[str]:
    """Keys of the agencies that issued the plans of an index."""
    return _issuers(tuple(plan.issuer for plan in index.plans.values()))


_STANDING = re.compile(r"^ban-(?:thuong-vu|chap-hanh)-")


@lru_cache(maxsize=16)
def _issuers(names: tuple[str, ...]) -> frozenset[str]:
    """Keys of the agencies that issued the plans; a union's standing committee speaks for it."""
    keys = [agency.key for name in names for agency in find_agencies(name)]
    return frozenset((*keys, *(_STANDING.sub("", key) for key in keys)))


def _speaks_of(plan: Plan, start: int, end: int) -> bool:
    """Whether a plan covers some years, or names them in its title."""
    period = plan.period
    if period is None or (period.start <= start and end <= period.end):
        return True
    title = plan.title.replace(" ", "").replace("–", "-")
    if start == end:  # "2022" is not "2022-2026"
        return re.search(rf"(?<![\d-]){start}(?![\d-])", title) is not None
    return f"{start}-{end}" in title


def _tells_of(text: str, start: int, end: int) -> bool:
    """Whether plan text speaks of years, not only of a paper dated then."""
    if start != end:
        return str(start) in text and str(end) in text
    told = rf"(?:(?:năm|đến|tới) ?|(?:từ|đến|tới|trong) (?:hết )?(?:ngày )?[\d/]{{1,6}}/){start}"
    return re.search(rf"{told}(?!\d|\s*[-–/])", text, re.IGNORECASE) is not None

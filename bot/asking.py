"""Asking with care: triage first, then the answer, then the numbers she may need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import messages
from bot.errors import OperatorError
from bot.settings import Settings
from handoff.contacts import ContactDirectory, DirectoryContact
from handoff.urgent import reply_to
from knowledge.answer import Answer, Answerer, Citation, PlaceChoice, Question
from knowledge.answer.answerer import QueryEncoder
from knowledge.answer.compose import cite
from knowledge.answer.scope import place_key
from knowledge.duties import DutyAnswer, asks_duty, lookup
from knowledge.own_places import places_of
from knowledge.plan import Plan
from nlu.text import fold
from nlu.triage.result import Level, Triage

__all__ = ["Asked", "Asker", "asks_number", "load_asker"]

Assess = Callable[[str, Sequence[str]], Triage]

LookUp = Callable[[str, str | None, Sequence[str]], DutyAnswer]

LENGTH: Final = 2500
"""Characters of a reply."""

QUOTES: Final = 4
"""Clauses cited for a look-up among the duties."""

_ASKS_NUMBER = re.compile(
    r"\b(?:duong day nong|hotline|tong dai|so dien thoai|sdt|so dt|so (?:nao|may(?! man)|gi)"
    r"|(?:goi|dien|lien he|nhan) (?:cho )?(?:ai|dau|so nao|so may|so gi))\b"
)

_YEAR = re.compile(r"(?<![\d/])20[1-4]\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer after triage; ``status`` may also be ``"urgent"``."""

    status: str
    text: str
    citations: tuple[Citation, ...] = ()
    place_choices: tuple[PlaceChoice, ...] = ()
    triage: Triage | None = None


_CALLS = re.compile(
    r"\b(?:goi|keu|dien|bam|bao|lien he|nhan) (?:cho )?(?:ai|dau|so nao|so may|so gi)\b"
)


def asks_number(text: str) -> bool:
    """Whether a message asks whom to call."""
    return _ASKS_NUMBER.search(fold(text)) is not None


class Asker:
    """Triage, the answerer and the contact directory together.

    Args:
        answerer: answers from the plans.
        assess: judges how urgent a message is; ``None`` leaves triage out.
        directory: numbers that may be given.
        look_up: who has to do what, for questions that ask just that and get no answer from the
            text; takes the question, the place and the questions before. ``None`` leaves it out.
    """

    def __init__(
        self,
        answerer: Answerer,
        assess: Assess | None = None,
        directory: ContactDirectory | None = None,
        look_up: LookUp | None = None,
    ) -> None:
        """Keep the parts."""
        self._answerer = answerer
        self._assess = assess
        self._directory = directory or ContactDirectory.load()
        self._look_up = look_up

    @property
    def _plans(self) -> Mapping[str, Plan]:
        return self._answerer.index.plans

    def ask(
        self,
        question: str,
        place: str | None = None,
        previous: Sequence[str] = (),
        triage: Triage | None = None,
    ) -> Asked:
        """Answer one message; ``triage`` when it was judged already."""
        return self.ask_many([Question(question, place, tuple(previous))], [triage])[0]

    def ask_many(
        self, questions: Sequence[Question], triages: Sequence[Triage | None] | None = None
    ) -> list[Asked]:
        """Answer several messages, encoded together."""
        self._answerer.refresh()
        answers = self._answerer.ask_many(questions)
        results = []
        for number, (question, answer) in enumerate(zip(questions, answers, strict=True)):
            triage = triages[number] if triages else None
            if triage is None and self._assess is not None:
                triage = self._assess(question.text, question.previous)
            found = self._among_duties(question, answer)
            results.append(self._careful(question, found or answer, triage))
        return results

    def _among_duties(self, question: Question, answer: Answer) -> Answer | None:
        """The duties, where the text gave no answer to a question of who leads, helps, reports."""
        if self._look_up is None or answer.status not in ("not_in_plans", "out_of_scope"):
            return None
        if not asks_duty(question.text):
            return None
        found = self._look_up(question.text, question.place, question.previous)
        duties = [duty for duty in found.duties if duty.agency][:QUOTES]
        plans = self._answerer.index.plans
        if found.status != "found" or not duties or any(duty.plan not in plans for duty in duties):
            return None
        years = {int(year) for year in _YEAR.findall(question.text)}
        periods = [plans[duty.plan].period for duty in duties]
        if any(
            period is not None and not period.start <= year <= period.end
            for period in periods
            for year in years
        ):
            return None
        quoted = {(duty.plan, duty.section, duty.quote): None for duty in duties}
        citations = tuple(cite(plans[plan], section, quote) for plan, section, quote in quoted)
        return Answer("answered", found.text[:LENGTH], citations)

    def _with_number(self, question: Question, plain: Asked) -> Asked:
        """Who asks whom to call is given the numbers of everywhere where the plans have none."""
        if plain.status not in ("not_in_plans", "out_of_scope") or not _CALLS.search(
            fold(question.text)
        ):
            return plain
        contacts = self._directory.numbers("disclosure", "other", _province(question, self._plans))
        given = re.sub(r"[ .\-]", "", plain.text)
        numbers = _line(contact for contact in contacts if contact.phone not in given)
        if not numbers:
            return plain
        line = messages.NUMBERS.format(numbers=numbers)
        return replace(plain, text=f"{line}\n{plain.text}"[:LENGTH])

    def _careful(self, question: Question, answer: Answer, triage: Triage | None) -> Asked:
        plain = Asked(answer.status, answer.text, answer.citations, answer.place_choices, triage)
        if triage is None or not triage.urgent:
            return self._with_number(question, plain)
        if answer.status == "refused" and (
            triage.level is not Level.EMERGENCY or triage.speaker == "harmer"
        ):
            return plain
        province = _province(question, self._plans)
        if answer.status == "answered":
            numbers = self._directory.numbers(
                str(triage.level), triage.kind, province, child=triage.speaker == "child"
            )
            line = messages.NUMBERS.format(numbers=_line(numbers))
            return replace(plain, text=f"{line}\n{answer.text}"[:LENGTH])
        reply = reply_to(triage, place_id=province)
        if triage.level is Level.EMERGENCY or triage.watched or not answer.citations:
            return Asked("urgent", reply.text, (), answer.place_choices, triage)
        # believed and given the numbers first; then whom the plan names for what it does not say
        text = f"{reply.text}\n{answer.text}"[:LENGTH]
        return Asked("urgent", text, answer.citations, answer.place_choices, triage)


def _line(contacts: Iterable[DirectoryContact]) -> str:
    return ", ".join(
        messages.NUMBER.format(phone=contact.phone, label=contact.label) for contact in contacts
    )


def _province(question: Question, plans: Mapping[str, Plan]) -> str | None:
    """Province of the place named in the question, else of the person's place."""
    for place in places_of(question.text, plans.values()):
        if place.province_id:
            return place.province_id
    if question.place:
        place_id, province_id = place_key(question.place, plans)
        return province_id or place_id
    return None


def load_asker(settings: Settings, encoder: QueryEncoder | None = None) -> Asker:
    """The asker of this installation.

    Args:
        settings: where its index is.
        encoder: encodes questions; ``None`` loads one.

    Raises:
        OperatorError: no index was built yet.
    """
    from bot.knowledge_base import corpus_of, load_answerer

    try:
        answerer = load_answerer(settings, encoder)
    except FileNotFoundError as error:
        raise OperatorError("Chưa có chỉ mục. Chạy: tincay prepare") from error

    def look_up(question: str, place: str | None, previous: Sequence[str]) -> DutyAnswer:
        return lookup(question, corpus_of(settings).plans, place=place, context=previous)

    return Asker(answerer, _assess(), look_up=look_up)


def _assess() -> Assess | None:
    try:
        from nlu.triage import assess
    except ImportError:
        return None
    return assess

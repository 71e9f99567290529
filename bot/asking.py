"""Asking with care: triage first, then the answer, then the numbers she may need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.errors import OperatorError
from bot.settings import Settings
from handoff.contacts import ContactDirectory
from handoff.urgent import urgent_reply
from knowledge.answer import Answer, Answerer, Citation, PlaceChoice, Question
from knowledge.answer.answerer import QueryEncoder
from knowledge.answer.scope import place_key
from nlu.entities import find_places
from nlu.triage.result import Level, Triage

__all__ = ["Asked", "Asker", "load_asker"]

Assess = Callable[[str, Sequence[str]], Triage]

NUMBERS = "Nếu cần người giúp ngay: {numbers}."
NUMBER = "{phone} ({label})"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer after triage; ``status`` may also be ``"urgent"``."""

    status: str
    text: str
    citations: tuple[Citation, ...] = ()
    place_choices: tuple[PlaceChoice, ...] = ()
    triage: Triage | None = None


class Asker:
    """Triage, the answerer and the contact directory together.

    Args:
        answerer: answers from the plans.
        assess: judges how urgent a message is; ``None`` leaves triage out.
        directory: numbers that may be given.
    """

    def __init__(
        self,
        answerer: Answerer,
        assess: Assess | None = None,
        directory: ContactDirectory | None = None,
    ) -> None:
        """Keep the parts."""
        self._answerer = answerer
        self._assess = assess
        self._directory = directory or ContactDirectory.load()

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
            results.append(self._careful(question, answer, triage))
        return results

    def _careful(self, question: Question, answer: Answer, triage: Triage | None) -> Asked:
        plain = Asked(answer.status, answer.text, answer.citations, answer.place_choices, triage)
        if triage is None or not triage.urgent:
            return plain
        if answer.status == "refused" and (
            triage.level is not Level.EMERGENCY or triage.speaker == "harmer"
        ):
            return plain
        province = _province(question)
        if answer.status == "answered":
            numbers = self._directory.numbers(
                str(triage.level), triage.kind, province, child=triage.speaker == "child"
            )
            line = NUMBERS.format(
                numbers=", ".join(
                    NUMBER.format(phone=contact.phone, label=contact.label) for contact in numbers
                )
            )
            return replace(plain, text=f"{line}\n{answer.text}"[:2500])
        if triage.level is not Level.EMERGENCY:
            return plain
        reply = urgent_reply(
            str(triage.level),
            triage.kind,
            triage.who,
            speaker=str(triage.speaker),
            watched=triage.watched,
            place_id=province,
        )
        return Asked("urgent", reply.text, answer.citations, (), triage)


def _province(question: Question) -> str | None:
    """Province of the place named in the question, else of the person's place."""
    for place in find_places(question.text):
        if place.province_id:
            return place.province_id
    if question.place:
        place_id, province_id = place_key(question.place)
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
    from bot.knowledge_base import load_answerer

    try:
        answerer = load_answerer(settings, encoder)
    except FileNotFoundError as error:
        raise OperatorError("Chưa có chỉ mục. Chạy: tincay prepare") from error
    return Asker(answerer, _assess())


def _assess() -> Assess | None:
    try:
        from nlu.triage import assess
    except ImportError:
        return None
    return assess

"""What the actions know: plans, answers and numbers, loaded once for the process."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache

from bot.asking import Asked, Asker, load_asker
from bot.errors import OperatorError
from bot.knowledge_base import corpus_of
from bot.settings import Settings
from handoff.contacts import ContactDirectory
from knowledge.answer import Citation
from knowledge.duties import DutyAnswer, lookup
from knowledge.duties.wording import name_of
from knowledge.plan import Duty
from nlu.components.encoding import shared_encoder
from nlu.triage import Level, Triage

__all__ = ["ask", "dated", "directory", "duties", "plan_name", "warm"]

logger = logging.getLogger(__name__)

CALM = Triage(Level.NONE)
"""Given with a question whose numbers the action gives itself."""


@lru_cache(maxsize=1)
def _settings() -> Settings:
    return Settings()


@lru_cache(maxsize=1)
def _asker() -> Asker:
    settings = _settings()
    # the classifier's own encoder: one model in memory, and its vectors are remembered
    return load_asker(settings, shared_encoder(settings.encoder))


@lru_cache(maxsize=1)
def directory() -> ContactDirectory:
    """The numbers that may be given."""
    return ContactDirectory.load()


def ask(
    question: str, place: str | None, previous: tuple[str, ...], triage: Triage = CALM
) -> Asked | None:
    """A cited answer; ``None`` when the plans cannot be searched now."""
    try:
        return _asker().ask(question, place, previous, triage)
    except OperatorError as error:
        logger.error("%s", error)
        return None


def duties(question: str, place: str | None, context: tuple[str, ...]) -> DutyAnswer:
    """Who does what, from the plans as they are now."""
    return lookup(question, corpus_of(_settings()).plans, place=place, context=context)


def dated(citations: Sequence[Citation]) -> list[Duty]:
    """Duties with a date that stand in cited clauses."""
    plans = corpus_of(_settings()).plans
    return [
        duty
        for citation in citations
        if citation.plan in plans
        for duty in plans[citation.plan].duties
        if duty.section == citation.section
        and (when := duty.report_date or duty.deadline)
        and when in citation.quote
    ]


def plan_name(name: str) -> str:
    """A plan as people call it; its file's name when it is gone."""
    plan = corpus_of(_settings()).plans.get(name)
    return name if plan is None else name_of(plan)


def warm() -> None:
    """Load everything now rather than at the first question."""
    directory()
    corpus_of(_settings())
    ask("Ai được hỗ trợ?", None, ())

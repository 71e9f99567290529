"""Questions in, cited answers out."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from knowledge import messages
from knowledge.answer.answer import Answer, Question
from knowledge.answer.check import unsupported
from knowledge.answer.question import Understood, understand
from knowledge.answer.turn import Turn, issuers_of
from knowledge.building import current_folder
from knowledge.own_places import own_places
from knowledge.search import Index
from knowledge.validity import cautions_for
from nlu.encoder import Vectors

__all__ = ["Answerer"]


class QueryEncoder(Protocol):
    """What answering needs of an encoder."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions."""
        ...


class Answerer:
    """Answers questions from the index in force.

    Args:
        home: folder of the indexes.
        encoder: encodes questions.

    Raises:
        FileNotFoundError: no index was built yet.
    """

    def __init__(self, home: Path, encoder: QueryEncoder) -> None:
        """Map the index in force."""
        self._home = home
        self._encoder = encoder
        self._lock = threading.Lock()
        folder = current_folder(home)
        if folder is None:
            raise FileNotFoundError(home)
        self._index = Index(folder)

    @property
    def index(self) -> Index:
        """The index in force when last looked."""
        return self._index

    def refresh(self) -> bool:
        """Take over a newer index; whether there was one. Answers under way keep theirs."""
        folder = current_folder(self._home)
        if folder is None or folder.name == self._index.version:
            return False
        with self._lock:
            if folder.name != self._index.version:
                self._index = Index(folder)
        return True

    def ask(self, question: str, place: str | None = None, previous: Sequence[str] = ()) -> Answer:
        """Answer one question; see :class:`Question`."""
        return self.ask_many([Question(question, place, tuple(previous))])[0]

    def ask_many(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer several questions, encoded together."""
        index = self._index
        issuers = issuers_of(index)
        own = own_places(index.plans.values())
        understood = [understand(one.text, one.previous, issuers, own) for one in questions]
        vectors = self._vectors(understood)
        return [
            self._checked(index, Turn(index, question, one, vector).answer())
            for question, one, vector in zip(questions, understood, vectors, strict=True)
        ]

    def _vectors(self, understood: Sequence[Understood]) -> list[Vectors]:
        """One vector a question: the mean of its texts' vectors."""
        texts = [text or one.text for one in understood for text in one.meanings]
        vectors = self._encoder.queries(texts)
        means, at = [], 0
        for one in understood:
            mean = vectors[at : at + len(one.meanings)].mean(axis=0)
            means.append(mean / max(1e-9, float(np.linalg.norm(mean))))
            at += len(one.meanings)
        return means

    def _checked(self, index: Index, answer: Answer) -> Answer:
        """The answer, or without its own words where those say more than the passages."""
        plans = list(index.plans.values())
        cautions = cautions_for(citation.quote for citation in answer.citations)
        wrong = unsupported(answer.text, answer.citations, plans, cautions)
        if not wrong:
            return answer
        if answer.status != "answered" or not answer.citations:
            text = f"{messages.NOT_IN_PLANS.format(scope='')} {messages.REDIRECT_GENERAL}"
            return Answer("not_in_plans", text)
        first = answer.citations[0]
        text = messages.ONLY_QUOTE.format(text=first.quote, section=first.section or first.title)
        return dataclasses.replace(answer, text=text)

"""Cited answers from the indexed plans."""

from knowledge.answer.answer import STATUSES, Answer, Citation, PlaceChoice, Question
from knowledge.answer.answerer import Answerer

__all__ = ["STATUSES", "Answer", "Answerer", "Citation", "PlaceChoice", "Question"]

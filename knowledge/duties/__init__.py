"""Tasks plans give to agencies: finding them in the text, answering officers about them."""

from knowledge.duties.answer import DutyAnswer
from knowledge.duties.extract import duties_of
from knowledge.duties.lookup import lookup
from knowledge.duties.question_words import asks_duty

__all__ = ["DutyAnswer", "asks_duty", "duties_of", "lookup"]

"""Tasks plans give to agencies: finding them in the text, answering officers about them."""

from knowledge.duties.answer import DutyAnswer
from knowledge.duties.extract import duties_of
from knowledge.duties.lookup import lookup

__all__ = ["DutyAnswer", "duties_of", "lookup"]

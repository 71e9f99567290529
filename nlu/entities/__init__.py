"""What a message names: places, agencies, dates."""

from nlu.entities.agency import Agency, agency_names, find_agencies
from nlu.entities.date import Date, find_dates
from nlu.entities.own_place import Names, with_own_places
from nlu.entities.place import Place, find_places

__all__ = [
    "Agency",
    "Date",
    "Names",
    "Place",
    "agency_names",
    "find_agencies",
    "find_dates",
    "find_places",
    "with_own_places",
]

"""The life of cases: opened, accepted, transferred, returned, closed; the store decides races.

Every function takes a connection from :meth:`Database.atomic`; what it writes becomes true when
that transaction commits, together with the event that tells the desk and the audit row.
"""

from __future__ import annotations

from handoff.casebook import cases_table
from handoff.custody import Custody
from handoff.intake import Intake
from handoff.lapse import Lapse

__all__ = ["Cases", "cases_table"]


class Cases(Intake, Custody, Lapse):
    """All cases of a store: how they come in, who holds them, how they end."""

"""Names under which our components leave values on a Rasa message."""

from __future__ import annotations

from typing import Final

__all__ = ["RESTORED", "TRIAGE"]

RESTORED: Final = "tincay_restored"
"""The text with spelling, teencode and accents put right as far as possible: ``str``."""

TRIAGE: Final = "triage"
"""How urgent the message is: a mapping with ``level``, ``kind``, ``who``, ``score``, ``reasons``,
``speaker`` and ``watched``; also part of what ``/model/parse`` returns."""

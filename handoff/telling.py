"""What a citizen is told when her conversation changes hands, in words that fit her."""

from __future__ import annotations

from handoff import messages
from handoff.case import Case

__all__ = ["telling"]

_SAID = {
    "joined": (messages.JOINED, messages.JOINED_CHILD, messages.JOINED_WATCHED),
    "transferred": (
        messages.TRANSFERRED,
        messages.TRANSFERRED_CHILD,
        messages.TRANSFERRED_WATCHED,
    ),
    "released": (messages.RELEASED, messages.RELEASED_CHILD, messages.RELEASED_WATCHED),
    "returned": (messages.RETURNED, messages.RETURNED_CHILD, messages.RETURNED_WATCHED),
    "closed": (messages.CLOSED, messages.CLOSED_CHILD, messages.CLOSED_WATCHED),
}


def telling(what: str, case: Case) -> str:
    """The words for ``"joined"``, ``"transferred"``, ``"released"`` and so on.

    A child is called "con", an old person "bác"; where somebody may read along, nothing is said
    that tells a passing eye who is writing.
    """
    adult, child, watched = _SAID[what]
    young = case.speaker == "child"
    old = case.kind == "elder" and case.who == "self"
    you = "con" if young else "bác" if old else "bạn"
    said = watched if case.watched else child if young else adult
    return said.format(you=you, You=you.capitalize())

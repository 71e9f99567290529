"""What the assistant asks the front to do, as data: a case, a withdrawal, an erasure."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from channels.reminders import Deadline, read_deadline

__all__ = ["Wishes", "wishes"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wishes:
    """The effects of one answer.

    Attributes:
        open_case: she wants a person.
        consent: and lets staff read the conversation.
        decline: she does not want one.
        withdraw: she takes an alarm back, or has said the word that she is safe.
        erase: she wants everything about her deleted.
        deadlines: deadlines of the answer she may be reminded of.
    """

    open_case: bool = False
    consent: bool = False
    decline: bool = False
    withdraw: bool = False
    erase: bool = False
    deadlines: tuple[Deadline, ...] = ()


def wishes(effects: Iterable[Mapping[str, Any]]) -> Wishes:
    """Read ``custom`` payloads; what is not known is left out and not named in the log."""
    requests: set[str] = set()
    deadlines: list[Deadline] = []
    consent = erase = False
    for effect in effects:
        for name, value in effect.items():
            if name == "handoff" and isinstance(value, Mapping):
                requests.add(str(value.get("request")))
                consent = consent or value.get("consent") is True
            elif name == "privacy":
                erase = erase or value == "erase"
            elif name == "deadlines" and isinstance(value, list):
                read = (read_deadline(one) for one in value if isinstance(one, Mapping))
                deadlines += [one for one in read if one is not None]
            elif name not in ("plain", "citations", "duties", "status"):
                logger.warning("an effect that is not known")
    return Wishes(
        open_case="open_case" in requests,
        consent=consent,
        decline="decline" in requests,
        withdraw="withdraw" in requests,
        erase=erase,
        deadlines=tuple(deadlines),
    )

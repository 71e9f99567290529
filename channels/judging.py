"""Triage of a message by the front: with the turns before it, and never without a judgement."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from nlu.triage.result import Level, Triage

__all__ = ["Assess", "Judge", "Recent"]

Assess = Callable[[str, Sequence[str]], Triage]

logger = logging.getLogger(__name__)

TURNS: Final = 6
"""Turns before a message that triage looks at."""

TURN_LENGTH: Final = 2_000
"""Characters of an earlier turn that are looked at."""

# when triage itself breaks, a person is believed rather than overlooked
_UNKNOWN = Triage(Level.DISCLOSURE, "other", "self", 0.5, ("chưa đánh giá được tin này",))


class Recent:
    """The last turns of the conversations that are active now, in memory.

    Args:
        most: conversations remembered.
    """

    def __init__(self, most: int = 20_000) -> None:
        """Empty."""
        self._turns: OrderedDict[str, list[str]] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def get(self, conversation: str) -> list[str] | None:
        """Her last turns, oldest first; ``None`` when nothing is remembered of her."""
        with self._lock:
            turns = self._turns.get(conversation)
            return None if turns is None else list(turns)

    def put(self, conversation: str, turns: Sequence[str]) -> None:
        """Remember turns read from the store."""
        with self._lock:
            self._turns[conversation] = list(turns)[-TURNS:]
            self._trim(conversation)

    def add(self, conversation: str, text: str) -> None:
        """Remember one more turn."""
        with self._lock:
            turns = self._turns.setdefault(conversation, [])
            turns.append(text[:TURN_LENGTH])
            del turns[:-TURNS]
            self._trim(conversation)

    def forget(self, conversation: str) -> None:
        """Start again: what was said before no longer counts."""
        with self._lock:
            self._turns[conversation] = []

    def _trim(self, conversation: str) -> None:
        self._turns.move_to_end(conversation)
        while len(self._turns) > self._most:
            self._turns.popitem(last=False)


class Judge:
    """Calls triage, and believes the person where triage breaks.

    Args:
        assess: ``nlu.triage.assess``.
    """

    def __init__(self, assess: Assess) -> None:
        """Keep the function."""
        self._assess = assess

    def __call__(self, text: str, previous: Sequence[str] = ()) -> Triage:
        """The judgement of a text after earlier turns of the same person."""
        if not text.strip():
            return Triage(Level.NONE)
        try:
            return self._assess(text, previous)
        except Exception as error:
            logger.error("triage failed: %s", type(error).__name__)
            return _UNKNOWN

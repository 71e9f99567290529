"""What the turns before a message add to it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["TURNS", "joined"]

TURNS = 4
"""How many turns before a message are read with it."""


def joined(turns: Sequence[str]) -> str:
    """Several turns as one text, in the order they were said."""
    return " . ".join(turns)

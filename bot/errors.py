"""Errors an operator can act on."""

from __future__ import annotations

__all__ = ["OperatorError"]


class OperatorError(Exception):
    """Something the person at the keyboard can mend; its text is one clear Vietnamese sentence."""

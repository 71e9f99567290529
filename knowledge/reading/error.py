"""The one error readers raise."""

from __future__ import annotations

__all__ = ["PlanError"]


class PlanError(Exception):
    """A plan file cannot be read; the message is one clear Vietnamese sentence for the operator."""

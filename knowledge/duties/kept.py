"""Keeping what was worked out of a plan for as long as the plan is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from knowledge.plan import Plan

__all__ = ["once_per_plan"]

T = TypeVar("T")
_MOST = 2048


def once_per_plan(work: Callable[[Plan], T]) -> Callable[[Plan], T]:
    """``work`` done once for each plan object; a plan read anew is a new object."""
    kept: dict[int, tuple[Plan, T]] = {}

    @wraps(work)
    def remembered(plan: Plan) -> T:
        known = kept.get(id(plan))
        if known is None:
            if len(kept) >= _MOST:
                kept.clear()
            known = kept[id(plan)] = (plan, work(plan))
        return known[1]

    return remembered

"""What is counted at the desk, for Prometheus: never words, never identifiers."""

from __future__ import annotations

from prometheus_client import Histogram

__all__ = ["ACCEPTED"]

ACCEPTED = Histogram(
    "tincay_case_accept_seconds",
    "From the opening of a case to the first colleague who accepted it, by level",
    ["level"],
    buckets=(15, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200),
)

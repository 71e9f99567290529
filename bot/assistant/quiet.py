"""Rasa's logging made quiet: warnings and worse, and never the text of a message."""

from __future__ import annotations

import logging

__all__ = ["quieten"]


def quieten(level: int = logging.WARNING) -> None:
    """Set up both of Rasa's logging systems; without this its structlog prints every message."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=level)
    configure_structlog(level)

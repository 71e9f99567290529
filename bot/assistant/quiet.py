"""Rasa's logging made quiet: warnings and worse, and never the text of a message."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

__all__ = ["quieten"]


def quieten(level: int = logging.WARNING) -> None:
    """Set up both of Rasa's logging systems; without this its structlog prints every message."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=level)
    configure_structlog(level)
    # its own last steps print what an event carries, and of an error the variables of each frame
    structlog.configure(processors=[structlog.stdlib.filter_by_level, _named_only])


def _named_only(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """An event as a record of the ordinary log: its name, and its error for the formatter."""
    error = event.get("exc_info")
    return (str(event.get("event", "")),), {"exc_info": error} if error else {}

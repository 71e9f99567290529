"""The log of a process: what happened and where in the code, never what anybody said or who."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from types import TracebackType
from typing import Any

__all__ = ["QuietFormatter", "quiet_loop", "set_up"]

_Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Shows of an error its kind and its frames; its message may quote what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """One record; what another formatter made of its error is not used."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _Info) -> str:
        """Kind and frames of an error and of those that led to it, innermost last."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines.append(type(error).__name__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


class _FirstLine(logging.Filter):
    """Of a record of asyncio the first line: the others show a task with its error's message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        record.msg = record.getMessage().split("\n", 1)[0]
        record.args = None
        return True


def set_up(level: int = logging.INFO) -> None:
    """Log to standard error, quietly; for a process of its own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(QuietFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if logging.lastResort is not None:  # for loggers that pass nothing on and have no handler
        logging.lastResort.setFormatter(handler.formatter)
    logging.getLogger("asyncio").addFilter(_FirstLine())
    # these log addresses, and Telegram's hold the token
    for name in ("httpx", "httpcore", "telegram", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _excepthook


def quiet_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Have a loop log what nobody awaited without quoting it."""
    loop.set_exception_handler(_handle)


def _handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    # the whole context would show the task with the message of its error
    logging.getLogger("asyncio").error("%s", context.get("message"), exc_info=error)


def _excepthook(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger().critical("ended", exc_info=(kind, error, trace))

"""Logs say what broke and where, not what anybody wrote."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys

import pytest

from bot.logs import QuietFormatter, quiet_loop


def formatted(error: BaseException) -> str:
    record = logging.LogRecord("a", logging.ERROR, "", 0, "it broke", (), None)
    record.exc_info = (type(error), error, error.__traceback__)
    return QuietFormatter("%(levelname)s %(name)s: %(message)s").format(record)


def test_errors_are_named_but_not_quoted() -> None:
    try:
        try:
            raise KeyError("chị Lan")
        except KeyError as first:
            raise ValueError("số 0912345678") from first
    except ValueError as error:
        said = formatted(error)
    assert said.startswith("ERROR a: it broke\n")
    assert "ValueError" in said and "KeyError" in said and "test_logs.py" in said
    assert "Lan" not in said and "0912" not in said


async def test_what_nobody_awaited_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks() -> None:
        raise ValueError("chị Lan")

    quiet_loop(asyncio.get_running_loop())
    task = asyncio.create_task(breaks())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0)
    assert "never retrieved" in caplog.text
    assert "Lan" not in " ".join(record.getMessage() for record in caplog.records)


def test_a_process_of_its_own_quotes_nobody() -> None:
    program = """
import asyncio, logging
from bot import logs
logs.set_up(logging.WARNING)
async def breaks():
    raise ValueError("chị Lan")
async def main():
    task = asyncio.create_task(breaks())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
silent = logging.getLogger("sanic.error")
silent.propagate = False
try:
    raise ValueError("chị Lan")
except ValueError:
    silent.exception("broke")
    logging.getLogger("rasa.core").exception("broke")
raise ValueError("chị Lan")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr.count("ValueError") == 4 and "never retrieved" in done.stderr
    assert "Lan" not in done.stderr and done.stdout == ""

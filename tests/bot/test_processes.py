"""Supervision of child processes."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time

import pytest

from bot.errors import OperatorError
from bot.processes import Process, Supervisor, check_port

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")


def until(condition, seconds=15.0):  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_killed_process_is_started_again_and_all_stop() -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    process = Process("Thử", SLEEPER)
    supervisor.start(process)
    assert process.popen is not None
    first = process.popen
    watcher = threading.Thread(target=supervisor.watch)
    watcher.start()
    try:
        os.kill(first.pid, signal.SIGKILL)
        assert until(lambda: process.popen is not first and process.popen.poll() is None)
        assert said and "Thử dừng" in said[0]
    finally:
        supervisor.stop()
        watcher.join(20)
    assert process.popen is not None and process.popen.poll() is not None
    assert supervisor.stopping


def test_a_process_that_ignores_sigterm_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.processes.STOP_SECONDS", 0.3)
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " print('up', flush=True); time.sleep(60)"
    )
    process = Process("Lì", (sys.executable, "-c", code))
    process.start()
    time.sleep(0.5)
    process.stop()
    assert process.popen is not None and process.popen.returncode is not None


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OperatorError, match=rf"Cổng {port} .*TINCAY_PORT"):
            check_port("127.0.0.1", port, "mặt trước", "TINCAY_PORT")


def test_a_free_port_passes() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    check_port("127.0.0.1", port, "mặt trước", "TINCAY_PORT")


def test_a_stop_ends_long_work_at_once() -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    supervisor = Supervisor(print)
    done: list[str] = []

    def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        except Exception:  # what takes every failure for its own does not hold it up
            done.append("swallowed")
        done.append("ended")

    supervisor.handle_signals()
    try:
        supervisor.do(work)
        assert supervisor.stopping
        supervisor.do(lambda: done.append("begun"))
        os.kill(os.getpid(), signal.SIGINT)  # outside such work it is only noted
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert done == []

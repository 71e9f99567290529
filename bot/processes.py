"""The two processes of an installation and how one machine keeps both alive."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from bot.errors import OperatorError

__all__ = ["ASSISTANT", "FRONT", "Process", "Supervisor", "check_port"]

FRONT = (sys.executable, "-m", "bot.front_process")
ASSISTANT = (sys.executable, "-m", "bot.assistant_process")

STOP_SECONDS = 8.0
"""How long a process may take to stop after SIGTERM before it is killed."""

BACKOFF_SECONDS = (0.5, 1, 2, 5, 10, 30)
"""Waits before restarts of a process that keeps dying; a minute alive starts again at the first."""


def check_port(host: str, port: int, what: str, setting: str) -> None:
    """Refuse a port somebody else already listens on.

    Raises:
        OperatorError: the port is in use or may not be bound.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OperatorError(
                f"Cổng {port} cho {what} không dùng được ({error.strerror}). "
                f"Có thể Tin Cậy đang chạy ở cửa sổ khác; hoặc đặt {setting} sang cổng khác."
            ) from error


@dataclass
class Process:
    """One child process; ``failures`` counts quick deaths in a row."""

    name: str
    command: Sequence[str]
    popen: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches it only through us."""
        self.popen = subprocess.Popen(
            list(self.command),
            env={**os.environ, **self.environment},
            start_new_session=True,
        )
        self.started = time.monotonic()

    def stop(self) -> None:
        """Ask it to stop, then insist."""
        if self.popen is None or self.popen.poll() is not None:
            return
        self.popen.terminate()
        try:
            self.popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()


class _StopAskedFor(BaseException):
    """Not an :class:`Exception`: nothing on the way may take it for a failure."""


class Supervisor:
    """Keeps processes running until told to stop.

    Args:
        say: called with one Vietnamese line when a process dies and is started again.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        """Nothing is started yet."""
        self._say = say
        self._processes: list[Process] = []
        self._stopping = threading.Event()
        self._interruptible = False

    def start(self, process: Process) -> None:
        """Start a process and watch it from now on."""
        process.start()
        self._processes.append(process)

    def handle_signals(self) -> None:
        """Turn SIGINT and SIGTERM into a clean stop."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping.set()
            if self._interruptible:
                self._interruptible = False
                raise _StopAskedFor

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)

    def do(self, work: Callable[[], None]) -> None:
        """Work that is left at once when a stop is asked for; it must bear that at any point.

        In the main thread, where signals arrive.
        """
        self._interruptible = True
        try:
            if not self.stopping:
                work()
        except _StopAskedFor:
            pass
        finally:
            self._interruptible = False

    @property
    def stopping(self) -> bool:
        """Whether a stop has been asked for."""
        return self._stopping.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep up to ``seconds``; true when a stop was asked for."""
        return self._stopping.wait(seconds)

    def watch(self) -> None:
        """Restart what dies, until a stop is asked for; then stop everything."""
        try:
            while not self._stopping.wait(0.2):
                for process in self._processes:
                    self._revive(process)
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop every process, the last started first."""
        self._stopping.set()
        for process in reversed(self._processes):
            process.stop()

    def _revive(self, process: Process) -> None:
        assert process.popen is not None
        status = process.popen.poll()
        now = time.monotonic()
        if status is None:
            return
        if process.restart_at == 0.0:
            if now - process.started > 60:
                process.failures = 0
            wait = BACKOFF_SECONDS[min(process.failures, len(BACKOFF_SECONDS) - 1)]
            process.failures += 1
            process.restart_at = now + wait
            self._say(f"{process.name} dừng (mã {status}); khởi động lại sau {wait:g} giây.")
        elif now >= process.restart_at:
            process.restart_at = 0.0
            process.start()

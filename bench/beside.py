"""Peers in an environment of their own (:mod:`bench.peer`): started, asked and ended."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from bench.peer import PEERS
from bot.settings import PROJECT, Settings

__all__ = ["PEERS", "Peer", "python"]


def python() -> Path:
    """The Python of the environment of the peers; see :mod:`bench.retrieval`."""
    return Settings().home / "peers" / "bin" / "python"


class Peer:
    """A peer's search over texts, in a process that lasts until :meth:`close`.

    Args:
        name: of :data:`bench.peer.PEERS`.
        folder: holds ``texts.jsonl`` and ``vectors.npy``.
        model: folder of the encoder.
        threads: for the encoder.

    Attributes:
        built: seconds it took to index the texts.
        mb: memory added since it began to, as of the last question.

    Raises:
        RuntimeError: it does not start; standard error says why.
    """

    def __init__(self, name: str, folder: Path, model: str, threads: int) -> None:
        """Start it and wait until it has indexed all."""
        command = [python(), "-W", "ignore", "-m", "bench.peer", name, folder, model, str(threads)]
        self._process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=PROJECT,
        )
        self.mb = 0.0
        self.built = float(self._read()["built"])

    def __call__(self, question: str) -> list[int]:
        """Rows of passages, best first."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._read()
        self.mb = float(answer["mb"])
        rows: list[int] = answer["rows"]
        return rows

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the peer ended with status {self._process.wait()}")
        read: dict[str, Any] = json.loads(line)
        return read

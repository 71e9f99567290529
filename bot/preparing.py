"""What must exist before the assistant can start: encoder, search index, trained model.

Each step knows whether it is up to date, so a second ``tincay run`` starts in seconds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.errors import OperatorError
from bot.settings import PROJECT, Settings
from bot.training import messages

__all__ = ["Preparation", "model_fingerprint"]

NEEDED_BYTES = 1_500_000_000
"""Free disk for encoder, index, model and the messages of a long night."""

_MODEL_SOURCES = (
    "config.yml",
    "domain.yml",
    "bot/rules",
    "nlu/components",
    "nlu/lexicons",
    "nlu/models/accents.npz",
    "nlu/models/accents.onnx",
    "nlu/text",
)
"""What training reads, apart from :func:`bot.training.messages`. Triage and the actions are loaded
when the assistant runs."""


def _files(roots: Iterable[Path]) -> Iterable[Path]:
    for root in roots:
        if root.is_file():
            yield root
        else:
            yield from sorted(
                path
                for path in root.rglob("*")
                if path.is_file() and path.suffix in {".yml", ".py", ".npz"}
            )


def model_fingerprint(settings: Settings) -> str:
    """Hash of everything the trained model depends on: configuration, data, components, encoder."""
    from bot.knowledge_base import encoder_id

    digest = hashlib.sha256(encoder_id(settings).encode())
    for path in (*_files(PROJECT / source for source in _MODEL_SOURCES), *messages()):
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Preparation:
    """The steps in order, each reported with one line.

    Args:
        settings: where things go.
        say: receives Vietnamese progress lines.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        """Nothing is done yet."""
        self._settings = settings
        self._say = say

    def check_disk(self) -> None:
        """Refuse to start on a full disk.

        Raises:
            OperatorError: less than :data:`NEEDED_BYTES` are free, or ``home`` cannot be written.
        """
        home = self._settings.home
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OperatorError(f"Không ghi được vào {home}: {error.strerror}.") from error
        if not os.access(home, os.W_OK):
            raise OperatorError(f"Không có quyền ghi vào {home}.")
        free = shutil.disk_usage(home).free
        if free < NEEDED_BYTES and not self.ready:
            raise OperatorError(
                f"Không đủ chỗ trên ổ đĩa chứa {home}: còn {free // 1_000_000} MB, "
                f"cần khoảng {NEEDED_BYTES // 1_000_000} MB."
            )

    @property
    def ready(self) -> bool:
        """Whether every step is up to date."""
        return self.model is not None and self._index_ready()

    @property
    def model(self) -> Path | None:
        """The trained model of this very configuration, or ``None``."""
        return self._find_model()

    def _find_model(self) -> Path | None:
        path = self._settings.model_folder / f"{model_fingerprint(self._settings)}.tar.gz"
        return path if path.is_file() else None

    def prepare(self) -> None:
        """Do what is missing.

        Raises:
            OperatorError: a step failed; the text says which and why.
        """
        self.prepare_index()
        self.train()

    def prepare_index(self) -> None:
        """Read the plans, prepare the encoder and build the index, where anything changed."""
        from knowledge.reading.error import PlanError

        try:
            if self._index_ready():
                return
            from bot.knowledge_base import build_index

            build_index(self._settings, self._say)
        except PlanError as error:
            raise OperatorError(str(error)) from error

    def train(self, stop: Callable[[], bool] = lambda: False) -> None:
        """Train Rasa in a process of its own (TensorFlow's memory goes with it) until ``stop``."""
        if self._find_model() is not None:
            return
        name = model_fingerprint(self._settings)
        self._say("Huấn luyện trợ lý (khoảng một, hai phút)…")
        folder = self._settings.model_folder
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / "train.log"
        with log.open("wb") as output:
            child = subprocess.Popen(
                [sys.executable, "-m", "bot.training", name],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=PROJECT,
                start_new_session=True,
            )
            while True:
                try:
                    status = child.wait(0.3)
                    break
                except subprocess.TimeoutExpired:
                    if stop():
                        child.terminate()
                        child.wait()
                        return
        model = self._find_model()
        if status != 0 or model is None:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            reason = next((line.strip() for line in reversed(lines) if line.strip()), "")
            raise OperatorError(f"Huấn luyện trợ lý không thành ({reason}). Chi tiết: {log}")
        for old in folder.glob("*.tar.gz"):
            if old != model:
                old.unlink()
        self._say("Đã huấn luyện xong.")

    def _index_ready(self) -> bool:
        from bot.knowledge_base import index_is_current

        return index_is_current(self._settings)

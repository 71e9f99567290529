"""Rooms import only what the architecture lets them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("nlu", "knowledge", "handoff", "channels", "bot")
MAY_IMPORT = {
    "nlu": {"nlu"},
    "knowledge": {"knowledge", "nlu"},
    "handoff": {"handoff"},
    "channels": {"channels", "handoff", "nlu"},
    "bot": set(ROOMS),
}
ONLY_IN = {
    "faiss": ("knowledge/index.py",),
    "sentence_transformers": ("nlu/encoder.py", "nlu/encoder_weights.py"),
    "telegram": ("channels/telegram",),
    "rasa": ("nlu/components/", "bot/actions/", "bot/assistant", "bot/training.py", "bot/eval/"),
    "rasa_sdk": ("bot/actions/", "bot/assistant/"),
}


def imports() -> Iterator[tuple[str, str]]:
    """Every (file, imported module) of our code, imports inside functions included."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((name, alias.name) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield name, node.module


def test_rooms_import_only_lower_rooms() -> None:
    wrong = [
        (path, module)
        for path, module in imports()
        if (top := module.split(".")[0]) in ROOMS and top not in MAY_IMPORT[path.split("/")[0]]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", sorted(ONLY_IN))
def test_outside_libraries_stay_in_their_module(package: str) -> None:
    wrong = [
        path
        for path, module in imports()
        if module.split(".")[0] == package and not path.startswith(ONLY_IN[package])
    ]
    assert wrong == []


def test_the_front_loads_no_heavy_library() -> None:
    code = (
        "import sys, bot.front_process, channels.front\n"
        "heavy = {'torch', 'tensorflow', 'rasa', 'sentence_transformers', 'faiss'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout
    assert output.strip() == "[]"

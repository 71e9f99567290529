"""Training messages out of Rasa's YAML, training dialogues out of JSON lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

__all__ = ["Dialogue", "Example", "load_dialogues", "load_examples"]


@dataclass(frozen=True, slots=True)
class Example:
    """One training message with what the block above it says.

    ``level``, ``kind`` and ``who`` as in :class:`nlu.triage.result.Triage`; ``style`` is how it was
    typed; ``intent`` the intent of the block.
    """

    text: str
    level: str
    kind: str
    who: str
    style: str
    intent: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The turns of one person and the level each has in the light of those before it."""

    turns: tuple[str, ...]
    levels: tuple[str, ...]
    kind: str
    who: str


def load_examples(folder: Path) -> list[Example]:
    """Every message that carries a ``level``, of ``*.yml`` in the folder and those below it.

    Raises:
        ValueError: a block names an unknown level.
    """
    found: list[Example] = []
    for path in sorted(folder.rglob("*.yml")):
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        for block in document.get("nlu", ()):
            about = block.get("metadata") or {}
            if "level" not in about:
                continue
            if about["level"] not in ("none", "disclosure", "emergency"):
                raise ValueError(f"{path}: {block['intent']}: level {about['level']!r}")
            for line in block["examples"].split("\n"):
                if line.startswith("- "):
                    found.append(
                        Example(
                            text=line[2:].strip(),
                            level=about["level"],
                            kind=about.get("kind", "none"),
                            who=about.get("who", "none"),
                            style=about.get("style", "standard"),
                            intent=block["intent"],
                        )
                    )
    return found


def load_dialogues(path: Path) -> list[Dialogue]:
    """One dialogue a line: ``turns``, ``levels``, and ``kind`` and ``who`` where any is urgent.

    Raises:
        ValueError: turns and levels of a line differ in number.
    """
    if not path.is_file():
        return []
    found: list[Dialogue] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = json.loads(line)
        if len(fields["turns"]) != len(fields["levels"]):
            raise ValueError(f"{path}:{number}: turns và levels không cùng số lượng")
        found.append(
            Dialogue(
                tuple(fields["turns"]),
                tuple(fields["levels"]),
                fields.get("kind", "none"),
                fields.get("who", "none"),
            )
        )
    return found

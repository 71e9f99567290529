"""Harmless everyday messages made from frames, so that family words alone raise no alarm."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlu.lexicons.check import FOLDER, read_lexicon

__all__ = ["PATH", "everyday_messages"]

PATH = FOLDER / "triage_everyday.yml"

LONG = 0.12
"""Share of messages made of several frames."""

_SLOT = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=1)
def _read(path: Path) -> Any:
    return read_lexicon(path, {"slots": {"*": [str]}, "frames": {"none": [str]}})


def everyday_messages(count: int, rng: random.Random, path: Path = PATH) -> list[str]:
    """``count`` messages drawn from the frames of ``path``; the same draw for the same ``rng``.

    Raises:
        nlu.lexicons.check.LexiconError: the file is not as it should be.
        KeyError: a frame names a slot the file does not have.
    """
    document = _read(path)
    slots: dict[str, list[str]] = document["slots"]
    frames: list[str] = document["frames"]["none"]
    return [
        ". ".join(
            _filled(rng.choice(frames) if extra else frames[place % len(frames)], slots, rng)
            for extra in range(_sentences(rng))
        )
        for place in range(count)
    ]


def _sentences(rng: random.Random) -> int:
    """Mostly one; long calm messages must be known as well."""
    return rng.choice((2, 3, 4, 5)) if rng.random() < LONG else 1


def _filled(frame: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    text = _SLOT.sub(lambda match: rng.choice(slots[match.group(1)]), frame)
    return text[0].upper() + text[1:] if rng.random() < 0.5 else text

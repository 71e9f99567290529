"""Train the Rasa model in a process of its own: ``python -m bot.training NAME``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.assistant.environment import export
from bot.settings import PROJECT, Settings

__all__ = ["messages", "train_model"]


def messages() -> list[Path]:
    """The messages that teach intents.

    Those under ``nlu/data/triage`` are for triage alone. Rasa would leave the ordinary ones out
    and need none of the others, after reading them for minutes.
    """
    return sorted((PROJECT / "nlu" / "data").glob("*.yml"))


def train_model(name: str, settings: Settings) -> str:
    """Train on ``nlu/data`` and ``bot/rules``; returns the path of ``<name>.tar.gz``."""
    export(settings)
    os.chdir(PROJECT)

    from bot.assistant.hollow_tensorflow import install

    install()
    import rasa.model_training

    from bot.assistant.quiet import quieten
    from bot.assistant.speedups import train_once

    quieten()
    train_once()
    result = rasa.model_training.train(
        domain=str(PROJECT / "domain.yml"),
        config=str(PROJECT / "config.yml"),
        training_files=[*map(str, messages()), str(PROJECT / "bot" / "rules")],
        output=str(settings.model_folder),
        fixed_model_name=name,
        force_training=True,
    )
    if result.model is None:
        raise SystemExit("Rasa did not produce a model")
    return str(result.model)


if __name__ == "__main__":
    train_model(sys.argv[1], Settings())

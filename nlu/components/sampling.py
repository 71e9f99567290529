"""Fewer training examples of intents that have thousands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

__all__ = ["ExampleLimit"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ExampleLimit(GraphComponent):
    """Keeps at most ``most`` training examples of each intent, the same ones every time.

    Intents under ``leave_out`` keep none: their messages are written for triage alone and tell
    nothing of what a person wants.

    Triage learns from every urgent message; the classifier of intents needs some hundreds of them
    to know what it is looking at, and encoding is what training spends its time on. Which examples
    stay is decided by the hash of their text, so adding one changes the choice by one at most.
    Messages pass untouched. Stands first in the pipeline::

        pipeline:
        - name: nlu.components.sampling.ExampleLimit
          most: 500
          leave_out: [ordinary]
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """Nothing to load."""
        self._most = int(config["most"])
        self._leave_out = frozenset(config["leave_out"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Beyond five hundred of one intent the others no longer gain."""
        return {"most": 500, "leave_out": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ExampleLimit:
        """Make the component of a graph."""
        return cls(config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a limit that leaves nothing.

        Raises:
            InvalidConfigException: ``most`` is not a whole number of at least 1, or ``leave_out``
                is not a list of names.
        """
        most = config.get("most", 1)
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            raise InvalidConfigException("ExampleLimit: most must be a whole number of at least 1")
        names = config.get("leave_out", [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InvalidConfigException("ExampleLimit: leave_out must be a list of intents")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data with what is above the limit left out."""
        return TrainingData(
            _limited(
                [
                    example
                    for example in training_data.training_examples
                    if example.get(INTENT) not in self._leave_out
                ],
                self._most,
            ),
            training_data.entity_synonyms,
            training_data.regex_features,
            training_data.lookup_tables,
            training_data.responses,
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Messages as they are."""
        return messages


def _limited(examples: Sequence[Message], most: int) -> list[Message]:
    """Examples in their order; those without an intent or a text all stay."""
    ranked: dict[str, list[tuple[str, int]]] = {}
    for place, example in enumerate(examples):
        if example.get(INTENT) and example.get(TEXT):
            key = hashlib.sha256(str(example.get(TEXT)).encode()).hexdigest()
            ranked.setdefault(example.get(INTENT), []).append((key, place))
    dropped = {place for rows in ranked.values() for _, place in sorted(rows)[most:]}
    return [example for place, example in enumerate(examples) if place not in dropped]

"""Put the spelling of a message right before anything reads it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.attributes import RESTORED
from nlu.triage.views import look

__all__ = ["VietnameseText"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseText(GraphComponent):
    """Leaves a readable spelling of the message beside what was typed.

    What was typed stays the message's text, so entities and tokens keep their places in it. The
    put-right text goes to the attribute ``tincay_restored``, which
    :class:`nlu.components.featurizer.SentenceEncoder` reads. Stands first in the pipeline::

        pipeline:
        - name: nlu.components.text.VietnameseText
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """There is nothing to set."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VietnameseText:
        """Make the component of a graph."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the put-right text to messages that have a text."""
        for message in messages:
            typed = message.get(TEXT)
            if typed:
                message.set(RESTORED, look(typed).restored)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same for training examples."""
        self.process(training_data.training_examples)
        return training_data

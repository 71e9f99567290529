"""Sentence vectors as dense features."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.attributes import RESTORED
from nlu.components.encoding import shared_encoder

__all__ = ["SentenceEncoder"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """A sentence-transformers model as featuriser.

    The sentence feature is the vector of the put-right text where
    :class:`nlu.components.text.VietnameseText` ran before, else of the text as typed. Syllables
    have no vectors of their own, so ``sequence_features: true`` repeats the sentence's for each of
    them, for components such as DIET that want some::

        pipeline:
        - name: nlu.components.tokenizer.SyllableTokenizer
        - name: nlu.components.featurizer.SentenceEncoder
          model: null              # null: TINCAY_ENCODER, or the model of this project
          sequence_features: false
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer, whichever."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """What the encoder is made of."""
        return ["sentence_transformers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The project's model, no features for single syllables."""
        return {
            **DenseFeaturizer.get_default_config(),
            "model": None,
            "sequence_features": False,
        }

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """The encoder is loaded at the first message."""
        super().__init__(name, config)
        self._encoder = shared_encoder(config["model"])
        self._repeats = bool(config["sequence_features"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Make the component of a graph."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse settings of the wrong type.

        Raises:
            InvalidConfigException: names the setting.
        """
        model = config.get("model")
        if model is not None and not isinstance(model, str):
            raise InvalidConfigException("SentenceEncoder: model must be a name, a folder or null")
        if not isinstance(config.get("sequence_features", False), bool):
            raise InvalidConfigException("SentenceEncoder: sequence_features must be true or false")

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector of each message that has a text."""
        found = [message for message in messages if message.get(TEXT)]
        if found:
            self._add(found, self._encoder.queries([_text(message) for message in found]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same for training examples, with vectors kept from one training to the next."""
        found = [message for message in training_data.training_examples if message.get(TEXT)]
        if found:
            self._add(found, self._encoder.training_queries([_text(message) for message in found]))
        return training_data

    def _add(self, messages: list[Message], vectors: Any) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            sentence = np.asarray(vector, dtype=np.float32)[None, :]
            sequence = None
            if self._repeats:
                count = max(1, len(message.get(TOKENS_NAMES[TEXT]) or ()))
                sequence = np.repeat(sentence, count, axis=0)
            self.add_features_to_message(
                sequence=sequence, sentence=sentence, attribute=TEXT, message=message
            )


def _text(message: Message) -> str:
    return str(message.get(RESTORED) or message.get(TEXT))

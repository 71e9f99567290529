"""Syllables as tokens."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.text import normalize, strip_accents
from nlu.text.tokens import spans

__all__ = ["SyllableTokenizer"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SyllableTokenizer(Tokenizer):
    """Vietnamese syllables, numbers and foreign words; signs are left out.

    ``start`` and ``end`` are places in the message as typed. The lemma is the syllable in lower
    case without accents, so ``CountVectorsFeaturizer`` with ``use_lemma: true`` sees the same word
    in "Chồng đánh" and "chong danh". A text without any word gives one token, the text itself,
    because Rasa's featurisers expect at least one.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own defaults for tokenizers."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SyllableTokenizer:
        """Make the component of a graph."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The syllables of the attribute's text, in order."""
        typed = str(message.get(attribute))
        clean = normalize(typed)
        found = []
        for start, end in spans(clean.text):
            word = clean.text[start:end]
            at, to = clean.span(start, end)
            lemma = strip_accents(word).lower()
            found.append(Token(word, at, max(to, at + 1), lemma=lemma))
        if not found:
            found = [Token(typed, 0, len(typed))]
        tokens: list[Token] = self._apply_token_pattern(found)
        return tokens

"""Places and agencies as Rasa entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.entities import Agency, Place, find_agencies, find_places

__all__ = ["AGENCY_LEMMA", "PLACE_LEMMA", "PlaceAgencyExtractor"]

PLACE_LEMMA = "xxdiadanh"
AGENCY_LEMMA = "xxcoquan"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceAgencyExtractor(EntityExtractorMixin, GraphComponent):
    """Finds places (``place``) and agencies (``agency``) in the message as typed.

    A place's value is its id (``"can-tho"``), with ``name``, ``province``, ``level`` and, for a
    name from before the mergers, ``former`` beside it; an agency's value is its key
    (``"cong-an"``), with ``name``. Both carry ``start`` and ``end``.

    With ``mask_tokens`` (it must then stand after the tokenizer and before the featurisers), the
    lemma of every token inside a name becomes one fixed word for places and one for agencies, so
    that a classifier on lemmas learns "tôi ở <place>" once for all places::

        pipeline:
        - name: nlu.components.tokenizer.SyllableTokenizer
        - name: nlu.components.entities.PlaceAgencyExtractor
          mask_tokens: true
        - name: CountVectorsFeaturizer
          use_lemma: true
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """The gazetteer is loaded at the first message."""
        self._masks = bool(config["mask_tokens"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Tokens are left as they are."""
        return {"mask_tokens": False}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceAgencyExtractor:
        """Make the component of a graph."""
        return cls(config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse settings of the wrong type.

        Raises:
            InvalidConfigException: ``mask_tokens`` is not true or false.
        """
        if not isinstance(config.get("mask_tokens", False), bool):
            raise InvalidConfigException("PlaceAgencyExtractor: mask_tokens must be true or false")

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those it has."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            places, agencies = find_places(text), find_agencies(text)
            found = [_place(place) for place in places]
            found += [_agency(agency) for agency in agencies if not _inside(agency, places)]
            known = list(message.get(ENTITIES) or ())
            message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
            if self._masks:
                _mask(message, places, PLACE_LEMMA)
                _mask(message, agencies, AGENCY_LEMMA)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples keep the entities they are annotated with; only their tokens are masked."""
        if self._masks:
            for message in training_data.training_examples:
                text = message.get(TEXT)
                if text:
                    _mask(message, find_places(text), PLACE_LEMMA)
                    _mask(message, find_agencies(text), AGENCY_LEMMA)
        return training_data


def _place(place: Place) -> dict[str, Any]:
    entity = {
        "entity": "place",
        "value": place.place_id,
        "start": place.start,
        "end": place.end,
        "name": place.name,
        "province": place.province_id,
        "level": place.kind,
    }
    if place.former:
        entity["former"] = place.former
    return entity


def _agency(agency: Agency) -> dict[str, Any]:
    return {
        "entity": "agency",
        "value": agency.key,
        "start": agency.start,
        "end": agency.end,
        "name": agency.name,
    }


def _inside(agency: Agency, places: tuple[Place, ...]) -> bool:
    return any(place.start <= agency.start and agency.end <= place.end for place in places)


def _mask(message: Message, names: tuple[Place, ...] | tuple[Agency, ...], lemma: str) -> None:
    if not names:
        return
    for token in message.get(TOKENS_NAMES[TEXT]) or ():
        if any(name.start <= token.start and token.end <= name.end for name in names):
            token.lemma = lemma

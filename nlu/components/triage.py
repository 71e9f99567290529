"""Triage in the pipeline: an urgent message is never left to a classifier of intents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import (
    ENTITIES,
    EXTRACTOR,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from nlu.components.attributes import TRIAGE
from nlu.components.triage_data import read_triage, triage_data
from nlu.triage import ESCALATE, Level, Triage, assess

__all__ = ["TriageClassifier"]

URGENT: Final = (Level.EMERGENCY.value, Level.DISCLOSURE.value)
KEPT: Final = (
    "ask_privacy",
    "delete_data",
    "harmful_request",
    "prompt_injection",
    "stop",
    "want_human",
)
"""Intents that a mere disclosure gives way to, when the classifier is sure."""

TURNS: Final = 6
"""Earlier messages of the person that triage looks at."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TriageClassifier(IntentClassifier, GraphComponent):
    """Puts ``emergency`` or ``disclosure`` above every other intent when triage says so.

    Triage comes with the message where the sender knew it already (``metadata.triage``, as our
    front sends it), else it is made here from the text and the person's earlier messages. The
    result is part of the parse output under ``triage``. Stands after the intent classifier and
    before the fallback:

    - triage says urgent: that level becomes the intent, unless the message is word for word a
      training example of another intent (the text of a button), or it is a disclosure and the
      classifier gives one of ``kept`` at least ``kept_from``: who asks where his wife hides must
      not be answered as if he were she, and who wants everything deleted must get that;
    - triage says disclosure only because an earlier message was one (its own score is below
      ``ESCALATE``): her other intents count, a yes is a yes; rules know from the slot ``concern``
      what was said before. It is a disclosure again where the classifier gives the urgent intents
      ``kept_from``;
    - triage says not urgent: the two intents leave the ranking, unless its score is at least
      ``grey_from`` and the classifier gives them at least ``sure_from`` together. Then the message
      is a disclosure: two weak doubts are one reason to be kind.

    ``metadata.history_level`` (the highest level of the conversation so far), where it is sent,
    becomes the entity ``concern`` with the value true or false.

    ::

        pipeline:
        - name: nlu.components.intents.LinearIntentClassifier
        - name: nlu.components.triage.TriageClassifier
          grey_from: 0.3
          sure_from: 0.9
          kept: [harmful_request, delete_data]
          kept_from: 0.6
        - name: FallbackClassifier
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """Nothing to load."""
        self._grey_from = float(config["grey_from"])
        self._sure_from = float(config["sure_from"])
        self._kept_from = float(config["kept_from"])
        self._kept = frozenset(config["kept"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Found on a development set, where no urgent message gave a kept intent even 0.5."""
        return {
            "grey_from": 0.3,
            "sure_from": 0.9,
            "kept": list(KEPT),
            "kept_from": 0.6,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TriageClassifier:
        """Make the component of a graph."""
        return cls(config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse thresholds that are no probabilities.

        Raises:
            InvalidConfigException: names the setting.
        """
        for name in ("grey_from", "sure_from", "kept_from"):
            value = config.get(name, 0.5)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise InvalidConfigException(f"TriageClassifier: {name} must be from 0 to 1")
        kept = config.get("kept", [])
        if not isinstance(kept, list) or not all(isinstance(name, str) for name in kept):
            raise InvalidConfigException("TriageClassifier: kept must be a list of intents")
        if set(kept) & set(URGENT):
            raise InvalidConfigException("TriageClassifier: kept cannot hold urgent intents")

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker = None
    ) -> list[Message]:
        """Judge each message and put its intents in the right order."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            metadata = message.get(METADATA)
            told = metadata.get("triage") if isinstance(metadata, Mapping) else None
            triage = read_triage(told) or assess(str(text), _earlier(tracker))
            triage = self._order(message, triage)
            message.set(TRIAGE, triage_data(triage), add_to_output=True)
            if isinstance(metadata, Mapping) and "history_level" in metadata:
                _note_history(message, metadata["history_level"] in URGENT)
        return messages

    def _keeps(self, first: Mapping[str, Any], triage: Triage) -> bool:
        """Whether the classifier's first intent stands whatever triage says."""
        if first.get(INTENT_NAME_KEY) in URGENT:
            return False
        if first.get("exact"):
            return True
        sure = first.get(PREDICTED_CONFIDENCE_KEY, 0.0) >= self._kept_from
        return triage.level is Level.DISCLOSURE and sure and first[INTENT_NAME_KEY] in self._kept

    def _order(self, message: Message, triage: Triage) -> Triage:
        ranking = list(message.get(INTENT_RANKING_KEY) or ())
        first = message.get(INTENT) or {}
        if self._keeps(first, triage):
            return triage
        carried = triage.level is Level.DISCLOSURE and triage.score < ESCALATE
        urgent = [entry for entry in ranking if entry[INTENT_NAME_KEY] in URGENT]
        belief = sum(entry[PREDICTED_CONFIDENCE_KEY] for entry in urgent)
        doubt = not triage.urgent and triage.score >= self._grey_from and belief >= self._sure_from
        if doubt:
            # triage gave no kind or speaker: the words for everybody are the right ones then
            triage = replace(triage, level=Level.DISCLOSURE, kind="other", who="self", score=belief)
        others = [entry for entry in ranking if entry[INTENT_NAME_KEY] not in URGENT]
        if triage.urgent and not (carried and belief < self._kept_from):
            # well above the runner-up, or the fallback would take it for an ambiguous message
            score = max(triage.score, 0.6)
            top = {INTENT_NAME_KEY: str(triage.level), PREDICTED_CONFIDENCE_KEY: score}
            ranking = [top, *_scaled(others, 1 - score)]
        elif others:
            ranking = _scaled(others, 1.0)
        else:
            return triage
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return triage


def _note_history(message: Message, concern: bool) -> None:
    """What the sender knows of earlier messages, as an entity that fills a slot."""
    entity = {"entity": "concern", "value": concern, EXTRACTOR: TriageClassifier.__name__}
    known = list(message.get(ENTITIES) or ())
    message.set(ENTITIES, [*known, entity], add_to_output=True)


def _scaled(ranking: Sequence[Mapping[str, Any]], total: float) -> list[dict[str, Any]]:
    """The same intents with confidences that sum up to ``total``."""
    mass = sum(entry[PREDICTED_CONFIDENCE_KEY] for entry in ranking)
    factor = total / mass if mass else 0.0
    return [
        {**entry, PREDICTED_CONFIDENCE_KEY: entry[PREDICTED_CONFIDENCE_KEY] * factor}
        for entry in ranking
    ]


def _earlier(tracker: DialogueStateTracker | None) -> list[str]:
    """Her messages before this one, back to where she last corrected us."""
    said: list[str] = []
    for event in tracker.events if tracker is not None else ():
        if not isinstance(event, UserUttered) or not event.text:
            continue
        if event.intent_name == "correct_alarm":
            said.clear()
        elif not event.text.startswith("/"):
            said.append(str(event.text))
    return said[-TURNS:]

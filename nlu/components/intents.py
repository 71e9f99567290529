"""A linear intent classifier over whatever features stand before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.text import fold

__all__ = ["LinearIntentClassifier"]

Matrix = npt.NDArray[np.float32]

_WEIGHTS: Final = "weights.npz"
_LABELS: Final = "labels.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression on sparse and dense sentence features.

    Sparse counts become TF-IDF, dense vectors are centred (vectors of the e5 family all point
    the same way) and both are brought to length 1, so that neither drowns the other. What is
    kept is one half-precision matrix: prediction needs NumPy alone and takes well under a
    millisecond.

    A message that is, apart from case, accents and white space, word for word a training example
    gets that example's intent with confidence 1 and ``"exact": true``: the texts of buttons must
    never be misread.

    ::

        pipeline:
        - name: CountVectorsFeaturizer
        - name: nlu.components.featurizer.SentenceEncoder
        - name: nlu.components.intents.LinearIntentClassifier
          strength: 5.0        # inverse of the regularisation, above 0
          dense_weight: 0.8    # of the dense features against the sparse ones
          ranking_length: 10   # intents in the parse output; 0 for all
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Some featuriser."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """For training."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Found by cross-validation on the training messages."""
        return {"strength": 5.0, "dense_weight": 0.8, "ranking_length": 0}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Untrained: every message gets no intent."""
        self._config = config
        self._storage, self._resource = model_storage, resource
        self._labels: list[str] = []
        self._exact: dict[str, str] = {}
        self._weights: Matrix = np.zeros((0, 0), np.float32)
        self._bias: Matrix = np.zeros(0, np.float32)
        self._idf: Matrix = np.zeros(0, np.float32)
        self._centre: Matrix = np.zeros(0, np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Make the untrained component of a graph."""
        return cls(config, model_storage, resource)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse numbers that cannot work.

        Raises:
            InvalidConfigException: names the setting.
        """
        for name, least, whole in (
            ("strength", 1e-9, False),
            ("dense_weight", 0, False),
            ("ranking_length", 0, True),
        ):
            value = config.get(name, least)
            kinds = (int,) if whole else (int, float)
            if isinstance(value, bool) or not isinstance(value, kinds) or value < least:
                what = "a whole number" if whole else "a number"
                raise InvalidConfigException(
                    f"LinearIntentClassifier: {name} must be {what} of at least {least}"
                )

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have both an intent and a text."""
        examples = [
            example
            for example in training_data.intent_examples
            if example.get(INTENT) and example.get(TEXT)
        ]
        if len({example.get(INTENT) for example in examples}) < 2:
            return self._resource
        from sklearn.linear_model import LogisticRegression

        sparse, dense = _features(examples)
        self._idf = _inverse_frequencies(sparse)
        self._centre = dense.mean(axis=0) if dense.size else np.zeros(dense.shape[1], np.float32)
        wanted = [example.get(INTENT) for example in examples]
        model = LogisticRegression(
            C=self._config["strength"], class_weight="balanced", max_iter=300, tol=1e-3
        )
        model.fit(self._matrix(sparse, dense), wanted)
        self._labels = [str(label) for label in model.classes_]
        weights, bias = model.coef_, model.intercept_
        if len(self._labels) == 2:  # scikit-learn keeps one row for two classes
            weights, bias = (
                np.vstack([-weights / 2, weights / 2]),
                np.array([-bias[0], bias[0]]) / 2,
            )
        # rounded as they are stored, so that a loaded model is the trained one
        self._weights = np.ascontiguousarray(weights.T.astype(np.float16), np.float32)
        self._bias = np.asarray(bias, np.float32)
        self._exact = _unambiguous(examples)
        self.persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent`` and ``intent_ranking``."""
        texts = [message for message in messages if message.get(TEXT)]
        for message in messages:
            if not message.get(TEXT) and not message.get(INTENT):
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
        if not self._labels or not texts:
            return messages
        scores = self._matrix(*_features(texts)) @ self._weights + self._bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        for message, row in zip(texts, scores, strict=True):
            ranking: list[dict[str, Any]] = [
                {"name": self._labels[place], "confidence": float(row[place])}
                for place in np.argsort(-row)
            ]
            known = self._exact.get(_key(message.get(TEXT)))
            if known is not None:
                rest = [{**entry, "confidence": 0.0} for entry in ranking if entry["name"] != known]
                ranking = [{"name": known, "confidence": 1.0, "exact": True}, *rest]
            ranking = ranking[: self._config["ranking_length"] or None]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples keep the intent they are annotated with."""
        return training_data

    def persist(self) -> None:
        """Write the weights into the model."""
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / _WEIGHTS,
                weights=self._weights.astype(np.float16),
                bias=self._bias,
                idf=self._idf,
                centre=self._centre,
            )
            labels = {"labels": self._labels, "exact": self._exact}
            (folder / _LABELS).write_text(json.dumps(labels), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_options: Any,
    ) -> LinearIntentClassifier:
        """Read the weights; untrained where the training had nothing to learn from."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                stored = json.loads((folder / _LABELS).read_text(encoding="utf-8"))
                with np.load(folder / _WEIGHTS) as arrays:
                    component._weights = arrays["weights"].astype(np.float32)
                    component._bias, component._idf = arrays["bias"], arrays["idf"]
                    component._centre = arrays["centre"]
        except (ValueError, FileNotFoundError):
            return component
        component._labels, component._exact = stored["labels"], stored["exact"]
        return component

    def _matrix(self, sparse: sp.csr_matrix, dense: Matrix) -> sp.csr_matrix:
        counts = sparse.astype(np.float32)
        counts.data = 1 + np.log(counts.data)
        weighted = _unit_rows(counts.multiply(self._idf[None, :]).tocsr())
        if not dense.shape[1]:
            return weighted
        centred = dense - self._centre
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        centred = centred / np.maximum(length, 1e-9) * self._config["dense_weight"]
        return sp.hstack([weighted, sp.csr_matrix(centred)]).tocsr()


def _features(messages: Sequence[Message]) -> tuple[sp.csr_matrix, Matrix]:
    """Sentence features of messages that all went through the same featurisers."""
    sparse, dense = [], []
    for message in messages:
        counts = message.get_sparse_features(TEXT)[1]
        vector = message.get_dense_features(TEXT)[1]
        sparse.append(sp.csr_matrix(counts.features) if counts else sp.csr_matrix((1, 0)))
        dense.append(vector.features if vector else np.zeros((1, 0), np.float32))
    return sp.vstack(sparse).tocsr(), np.vstack(dense).astype(np.float32)


def _inverse_frequencies(counts: sp.csr_matrix) -> Matrix:
    found = np.asarray((counts > 0).sum(axis=0)).ravel()
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + found)) + 1, np.float32)


def _unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    return (sp.diags(1 / np.maximum(length, 1e-9)) @ matrix).tocsr()


def _key(text: str) -> str:
    """Short fingerprint of a text; the model holds no second copy of the examples."""
    return hashlib.blake2b(fold(text).strip(" .!?…").encode(), digest_size=8).hexdigest()


def _unambiguous(examples: Sequence[Message]) -> dict[str, str]:
    """The intent of each text that only one intent has."""
    seen: dict[str, set[str]] = {}
    for example in examples:
        seen.setdefault(_key(example.get(TEXT)), set()).add(example.get(INTENT))
    return {key: next(iter(intents)) for key, intents in seen.items() if len(intents) == 1}

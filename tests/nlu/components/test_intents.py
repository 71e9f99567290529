from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import (
    CountVectorsFeaturizer,
)
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.intents import LinearIntentClassifier
from nlu.components.tokenizer import SyllableTokenizer
from tests.nlu.components.conftest import Make, examples, message

ROWS = [
    ("chào bạn", "greet"),
    ("xin chào", "greet"),
    ("chào em nhé", "greet"),
    ("cảm ơn bạn", "thanks"),
    ("cám ơn nhiều", "thanks"),
    ("cảm ơn em nhé", "thanks"),
    ("ai chủ trì kế hoạch", "ask_duty"),
    ("cơ quan nào chủ trì", "ask_duty"),
    ("đơn vị nào phối hợp", "ask_duty"),
]


class Pipeline:
    """Tokenizer, counts and the classifier."""

    def __init__(self, make: Make, storage: LocalModelStorage) -> None:
        self.make, self.tokenizer = make, make(SyllableTokenizer)
        config = {**CountVectorsFeaturizer.get_default_config(), "use_lemma": True}
        config |= {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 3}
        context = ExecutionContext(GraphSchema({}), node_name="counts")
        self.counts = CountVectorsFeaturizer.create(config, storage, Resource("counts"), context)

    def train(self, rows: list[tuple[str, str]], **config: Any) -> Any:
        data: TrainingData = self.tokenizer.process_training_data(examples(rows))
        self.counts.train(data)
        self.counts.process_training_data(data)
        classifier = self.make(LinearIntentClassifier, **config)
        classifier.train(data)
        return classifier

    def read(self, classifier: Any, text: str) -> Message:
        messages = self.counts.process(self.tokenizer.process([message(text)]))
        (read,) = classifier.process(messages)
        return read


@pytest.fixture
def pipeline(make: Make, storage: LocalModelStorage) -> Pipeline:
    return Pipeline(make, storage)


def test_similar_messages_get_the_intent(pipeline: Pipeline) -> None:
    classifier = pipeline.train(ROWS)
    read = pipeline.read(classifier, "cam on ban nhieu lam")
    assert read.get("intent")["name"] == "thanks"
    assert "exact" not in read.get("intent")
    ranking = read.get("intent_ranking")
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1, abs=1e-4)
    assert ranking[0]["name"] == "thanks"


def test_a_training_example_is_known_by_heart(pipeline: Pipeline) -> None:
    read = pipeline.read(pipeline.train(ROWS), "CHAO BAN!")
    assert read.get("intent") == {"name": "greet", "confidence": 1.0, "exact": True}


def test_an_example_of_two_intents_is_not(pipeline: Pipeline) -> None:
    classifier = pipeline.train([*ROWS, ("dạ", "greet"), ("dạ", "thanks")])
    assert "exact" not in pipeline.read(classifier, "dạ").get("intent")


def test_two_intents_are_enough(pipeline: Pipeline) -> None:
    classifier = pipeline.train(ROWS[:6])
    assert pipeline.read(classifier, "xin chào nhé").get("intent")["name"] == "greet"
    assert pipeline.read(classifier, "cám ơn nha").get("intent")["name"] == "thanks"


def test_a_loaded_model_says_the_same(pipeline: Pipeline, make: Make) -> None:
    trained = pipeline.train(ROWS)
    loaded = make(LinearIntentClassifier, load=True)
    for text in ("chào cả nhà", "phối hợp với ai", "cảm ơn bạn"):
        assert pipeline.read(loaded, text).get("intent_ranking") == pipeline.read(
            trained, text
        ).get("intent_ranking")


def test_loading_what_was_never_trained_gives_no_intent(pipeline: Pipeline, make: Make) -> None:
    pipeline.train(ROWS)
    (read,) = make(LinearIntentClassifier, load=False).process([message("chào")])
    assert read.get("intent") is None


def test_the_ranking_is_cut(pipeline: Pipeline) -> None:
    classifier = pipeline.train(ROWS, ranking_length=2)
    assert len(pipeline.read(classifier, "gì vậy").get("intent_ranking")) == 2


@pytest.mark.parametrize(
    "config",
    [{"strength": 0}, {"dense_weight": -1}, {"ranking_length": 1.5}],
)
def test_impossible_numbers_are_refused(make: Make, config: dict[str, Any]) -> None:
    with pytest.raises(InvalidConfigException, match=next(iter(config))):
        make(LinearIntentClassifier, **config)

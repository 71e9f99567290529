"""Rasa graph components made as Rasa makes them, on small data, without TensorFlow."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.hollow_tensorflow import install

if "tensorflow" not in sys.modules:
    install()

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

Make = Callable[..., Any]


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage.create(folder)


@pytest.fixture
def make(storage: LocalModelStorage) -> Make:
    """``make(Component, **config)``: created as the graph creates it; ``load=True`` loads it."""

    def made(component: Any, *, load: bool = False, **config: Any) -> Any:
        settings = {**component.get_default_config(), **config}
        if hasattr(component, "validate_config"):
            component.validate_config(settings)
        context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
        way = component.load if load else component.create
        return way(settings, storage, Resource(component.__name__), context)

    return made


def message(text: str, **more: Any) -> Message:
    return Message(data={"text": text, **more})


def examples(rows: Sequence[tuple[str, str]]) -> TrainingData:
    return TrainingData([Message(data={"text": text, "intent": intent}) for text, intent in rows])

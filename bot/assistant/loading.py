"""The trained assistant in this process: for evaluation, tests and the assistant process itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.assistant.environment import export
from bot.errors import OperatorError
from bot.settings import PROJECT, Settings

__all__ = ["load_agent", "parse", "trained_model"]


def trained_model(settings: Settings) -> Path:
    """The model of today's configuration.

    Raises:
        OperatorError: there is none yet.
    """
    from bot.preparing import Preparation

    model = Preparation(settings, print).model
    if model is None:
        raise OperatorError("Chưa có mô hình cho cấu hình này. Chạy: tincay prepare")
    return model


async def load_agent(settings: Settings, model: Path) -> Any:
    """Rasa's ``Agent`` with our actions in the same process, without TensorFlow.

    Conversations are kept in memory.
    """
    export(settings)
    os.chdir(PROJECT)
    from bot.assistant.hollow_tensorflow import install

    install()
    import rasa.core.agent
    from rasa.core.utils import AvailableEndpoints

    from bot.assistant.local_actions import LocalActions
    from bot.assistant.quiet import quieten
    from bot.assistant.speedups import apply

    quieten()
    apply()
    return await rasa.core.agent.load_agent(
        model_path=str(model), endpoints=AvailableEndpoints(action=LocalActions("bot.actions"))
    )


def parse(agent: Any, texts: Sequence[str]) -> list[dict[str, Any]]:
    """What the pipeline makes of messages, encoded together.

    Returns:
        For each text what ``/model/parse`` returns for it.
    """
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.shared.core.trackers import DialogueStateTracker

    processor = agent.processor
    target = processor.model_metadata.nlu_target
    messages = [UserMessage(text, sender_id="parse") for text in texts]
    tracker = DialogueStateTracker.from_events("parse", [])
    inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: tracker}
    parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
    return [message.as_dict(only_output_properties=True) for message in parsed]

"""The knowledge of this installation: its index kept up to date, its answerer loaded once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.settings import Settings
from knowledge.building import build, current_folder, index_version

__all__ = ["build_index", "corpus_of", "encoder_id", "index_is_current", "load_answerer"]

_LOCK = threading.Lock()
_CORPORA: dict[Path, Any] = {}
_ANSWERERS: dict[tuple[Path, str], Any] = {}


def corpus_of(settings: Settings) -> Any:
    """The plans of this installation, read once for each process and again when files change.

    Raises:
        knowledge.reading.PlanError: a plan cannot be read.
    """
    from knowledge.corpus import Corpus

    folder = settings.plans_folder
    with _LOCK:
        corpus = _CORPORA.get(folder)
        if corpus is None:
            corpus = _CORPORA[folder] = Corpus(folder)
        else:
            corpus.refresh()
    return corpus


def encoder_id(settings: Settings) -> str:
    """Names the space of the vectors that these settings ask for."""
    from nlu.encoder import ENCODER_ID

    return settings.encoder or ENCODER_ID


def _encoder_ready(settings: Settings) -> bool:
    from nlu.encoder_weights import ENCODER_FOLDER

    return bool(settings.encoder) or (settings.home / ENCODER_FOLDER / "ready").is_file()


def index_is_current(settings: Settings) -> bool:
    """Whether the index in force is that of today's plans and encoder.

    Raises:
        knowledge.reading.PlanError: a plan cannot be read.
    """
    folder = current_folder(settings.index_folder)
    if folder is None or not _encoder_ready(settings):
        return False
    return folder.name == index_version(corpus_of(settings).version, encoder_id(settings))


def build_index(settings: Settings, say: Callable[[str], None]) -> None:
    """Prepare the encoder, encode what is new and put the index in force.

    Args:
        settings: where the plans and the index are.
        say: receives Vietnamese progress lines.

    Raises:
        knowledge.reading.PlanError: a plan cannot be read.
        nlu.encoder_weights.WeightsError: the encoder cannot be made.
    """
    from knowledge import messages
    from nlu.encoder import Encoder, prepare_encoder

    corpus = corpus_of(settings)
    version = index_version(corpus.version, encoder_id(settings))
    model = prepare_encoder(settings.home, settings.encoder, say)
    count = sum(len(plan.passages) for plan in corpus.plans.values())
    say(messages.INDEXING.format(plans=len(corpus.plans), passages=count))
    encoder = Encoder(model)
    encoder.id = encoder_id(settings)
    build(
        settings.index_folder,
        corpus.plans,
        version,
        encoder,
        progress=_in_steps(messages.ENCODED, say),
        counting=_in_steps(messages.COUNTED, say),
    )


def _in_steps(message: str, say: Callable[[str], None]) -> Callable[[int, int], None]:
    """Says ``message`` every twentieth of the way, where the way is long."""
    shown = 0

    def progress(done: int, total: int) -> None:
        nonlocal shown
        if total > 2000 and done * 20 // total > shown:
            shown = done * 20 // total
            say(message.format(done=done, total=total))

    return progress


def load_answerer(settings: Settings, encoder: Any = None) -> Any:
    """The answerer on the index in force, loaded once for each process.

    Args:
        settings: where the index is.
        encoder: encodes questions; ``None`` loads the encoder of the settings.

    Raises:
        FileNotFoundError: no index was built yet (``tincay prepare``).
    """
    from knowledge.answer import Answerer
    from nlu.encoder import Encoder, prepare_encoder

    key = (settings.index_folder, settings.encoder)
    with _LOCK:
        answerer = _ANSWERERS.get(key)
        if answerer is None:
            encoder = encoder or Encoder(prepare_encoder(settings.home, settings.encoder))
            answerer = _ANSWERERS[key] = Answerer(settings.index_folder, encoder)
    answerer.refresh()
    return answerer

"""The assistant process: ``python -m bot.assistant_process``."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from bot import logs
from bot.assistant.environment import export
from bot.errors import OperatorError
from bot.settings import PROJECT, Settings

__all__ = ["main"]


def main() -> None:
    """Serve the trained model of this configuration until told to stop."""
    settings = Settings()
    export(settings)
    os.environ.setdefault("SANIC_WORKERS", "1")
    # a short text gains nothing from more threads, and the front shares the machine
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) // 2)))
    os.chdir(PROJECT)

    from bot.assistant.hollow_tensorflow import install

    install()
    from bot.assistant.loading import trained_model
    from bot.assistant.speedups import apply

    model = trained_model(settings)

    import rasa.core.run

    from bot.actions.knowledge import warm
    from bot.assistant.endpoints import available_endpoints
    from bot.assistant.quiet import quieten

    quieten()
    logs.set_up(logging.WARNING)
    apply()
    warm()
    asyncio.set_event_loop(asyncio.new_event_loop())
    rasa.core.run.serve_application(
        model_path=str(model),
        interface="127.0.0.1",
        port=settings.rasa_port,
        credentials=str(PROJECT / "credentials.yml"),
        endpoints=available_endpoints(settings),
        response_timeout=120,
    )


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))

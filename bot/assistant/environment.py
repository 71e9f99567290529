"""The environment variables Rasa, the encoder and our components read, set from our settings."""

from __future__ import annotations

import os

from bot.settings import Settings

__all__ = ["export"]


def export(settings: Settings) -> None:
    """Set them for this process; call it before Rasa is imported.

    The components know nothing of :class:`bot.settings.Settings`: they find the data folder and
    the encoder in the environment, also where ``.env`` named them.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["TINCAY_HOME"] = str(settings.home)
    os.environ["TINCAY_ENCODER"] = settings.encoder
    if not settings.encoder:  # the bundled model is a folder: nothing to look for on the internet
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # sqlalchemy 1.4 and pkg_resources warn on import; both are pinned on purpose
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

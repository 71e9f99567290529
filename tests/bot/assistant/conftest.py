"""Rasa without TensorFlow, as the assistant process has it."""

from __future__ import annotations

import sys

from bot.assistant.hollow_tensorflow import install

if "tensorflow" not in sys.modules:
    install()

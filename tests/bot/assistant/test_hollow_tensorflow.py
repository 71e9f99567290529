from __future__ import annotations

import subprocess
import sys

from bot.settings import PROJECT

SCRIPT = """
import sys
from bot.assistant.hollow_tensorflow import install
install()
install()
import rasa.core.agent, rasa.core.policies.rule_policy, rasa.nlu.classifiers.fallback_classifier
assert "tensorflow.python.framework" not in sys.modules
import tensorflow as tf
assert not tf.is_tensor([1])
class Layer(tf.keras.layers.Layer):
    pass
Layer()
try:
    tf.constant(1)
except TypeError as error:
    assert "not loaded" in str(error)
else:
    raise AssertionError("a hollow function ran")
"""


def test_rasa_starts_and_tensorflow_is_hollow() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=PROJECT, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_it_is_too_late_when_tensorflow_is_loaded() -> None:
    script = (
        "import sys, types; sys.modules['tensorflow'] = types.ModuleType('tensorflow')\n"
        "from bot.assistant.hollow_tensorflow import install\n"
        "install()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    assert "TensorFlow is already loaded" in done.stderr

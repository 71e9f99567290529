"""What the trained assistant depends on."""

from __future__ import annotations

from bot import preparing
from bot.settings import PROJECT
from nlu.text import accent_network, accents


def test_both_models_of_accents_are_in_the_fingerprint() -> None:
    read = set(preparing._files(PROJECT / source for source in preparing._MODEL_SOURCES))
    assert {accents.MODEL, accent_network.NETWORK} <= read

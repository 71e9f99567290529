"""Rasa's own logging names what happened and quotes nobody."""

from __future__ import annotations

import logging

import pytest
import structlog

from bot.assistant.quiet import quieten


def test_events_are_named_and_carry_no_words(caplog: pytest.LogCaptureFixture) -> None:
    quieten()
    log = structlog.get_logger("rasa.core.channels.rest")
    with caplog.at_level(logging.WARNING):
        try:
            her_words = "chị Lan"
            raise ValueError(her_words)
        except ValueError:
            log.exception("rest.message.received.failure", text="chị Lan")
        log.warning("processor.something", text="chị Lan", event_info="chị Lan")
        log.info("nothing.heard")
    assert [record.getMessage() for record in caplog.records] == [
        "rest.message.received.failure",
        "processor.something",
    ]
    assert caplog.records[0].exc_info  # for the formatter, which shows its kind and its frames

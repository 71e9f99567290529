"""What our buttons send back is known word for word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.actions import messages
from bot.settings import PROJECT
from handoff import messages as handoff_messages
from nlu.components.intents import _key

EXPECTED = {
    handoff_messages.CONNECT: "consent",
    handoff_messages.CONNECT_CHILD_TITLE: "consent",
    handoff_messages.NOT_YET: "deny",
    handoff_messages.NOT_SO: "correct_alarm",
    handoff_messages.ERASE: "erase_now",
    messages.WANT_HUMAN: "want_human",
    messages.HELP: "help",
    messages.WHAT_SUPPORT: "ask_plan",
    messages.WHO_LEADS: "follow_up",
    messages.WHO_PARTNERS: "follow_up",
    messages.WHEN_REPORT: "follow_up",
    messages.KEEP: "deny",
    messages.ELSEWHERE: "inform_place",
    messages.IN_PLACE.format(place="Cần Thơ"): "inform_place",
}


def blocks() -> Iterator[tuple[str, str]]:
    """Every (example, intent) of the training messages."""
    for path in sorted((PROJECT / "nlu" / "data").glob("*.yml")):
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for block in document.get("nlu", ()):
            for line in block.get("examples", "").split("\n"):
                if "intent" in block and line.startswith("- "):
                    yield line[2:].strip(), block["intent"]


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text, intent in blocks():
        found.setdefault(_key(text), set()).add(intent)
    return found


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((PROJECT / "domain.yml").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("words", sorted(EXPECTED))
def test_a_button_has_one_intent(words: str, known: dict[str, set[str]]) -> None:
    assert known[_key(words)] == {EXPECTED[words]}


def test_buttons_of_fixed_replies_too(known: dict[str, set[str]], domain: dict[str, Any]) -> None:
    for name, variants in domain["responses"].items():
        for button in variants[0].get("buttons", ()):
            assert len(button["title"]) <= 40, (name, button)
            assert len(known.get(_key(button["payload"]), ())) == 1, (name, button)
        assert 1 <= len(variants[0]["buttons"]) <= 5, name


def test_every_intent_of_the_messages_is_in_the_domain(domain: dict[str, Any]) -> None:
    intents = {next(iter(entry)) for entry in domain["intents"]}
    assert {intent for _, intent in blocks()} <= intents


def test_no_fixed_reply_gives_a_number(domain: dict[str, Any]) -> None:
    for name, variants in domain["responses"].items():
        assert not any(sign.isdigit() for sign in variants[0]["text"]), name

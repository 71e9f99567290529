from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError

from bot.assistant.local_actions import LocalActions


def call(action: str) -> dict[str, Any]:
    tracker = {
        "sender_id": "her",
        "slots": {},
        "latest_message": {"text": "có", "intent": {"name": "affirm"}, "entities": []},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": "her", "tracker": tracker, "domain": {}}


@pytest.fixture(scope="module")
def actions() -> LocalActions:
    return LocalActions("bot.actions")


async def test_an_action_runs_in_this_process(actions: LocalActions) -> None:
    answer = await actions.request(json=call("action_consent"))
    assert answer["responses"][0]["custom"]["handoff"]["request"] == "open_case"
    assert {"event": "slot", "timestamp": None, "name": "awaiting", "value": "none"} in (
        answer["events"]
    )


async def test_an_unknown_action_is_not_found(actions: LocalActions) -> None:
    with pytest.raises(ClientResponseError) as caught:
        await actions.request(json=call("action_fly"))
    assert caught.value.status == 404
    assert json.loads(caught.value.text)["action_name"] == "action_fly"


def test_every_action_of_the_domain_is_there(actions: LocalActions) -> None:
    from ruamel.yaml import YAML

    from bot.settings import PROJECT

    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    registered = set(actions._executor.actions)
    assert set(domain["actions"]) == registered

from __future__ import annotations

from typing import Any

import httpx
import pytest

from channels.assistant import (
    AssistantAwayError,
    AssistantClient,
    AssistantFailedError,
    parse,
)
from handoff.reply import Button, Reply


def test_parse() -> None:
    answer = parse(
        [
            {"recipient_id": "x", "text": "Chào", "buttons": [{"title": "Có", "payload": "/yes"}]},
            {"custom": {"call": [{"title": "Gọi 113", "phone": "113"}], "privacy": "erase"}},
            {"text": "  "},
            {"image": "http://x"},
            "gì",
        ]
    )
    buttons = (Button("Có", payload="/yes"), Button("Gọi 113", phone="113"))
    assert answer.replies == (Reply("Chào", buttons),)
    assert answer.effects == ({"privacy": "erase"},)
    assert parse({"error": 1}).replies == ()


def client(handler: Any) -> AssistantClient:
    return AssistantClient("http://rasa", transport=httpx.MockTransport(handler))


async def test_away_until_probed() -> None:
    assistant = client(lambda _request: httpx.Response(200, json=[{"text": "a"}]))
    with pytest.raises(AssistantAwayError):
        await assistant.ask("s", "m", {})
    heard: list[str] = []
    assistant.when_back(lambda: heard.append("back"))
    assert await assistant.probe() and await assistant.probe()
    assert heard == ["back"]
    assert (await assistant.ask("s", "m", {})).replies[0].text == "a"
    await assistant.close()


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError])
async def test_a_dead_process_is_away_at_once(error: type[httpx.TransportError]) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise error("x", request=request)
        return httpx.Response(200)

    assistant = client(handler)
    await assistant.probe()
    with pytest.raises(AssistantAwayError):
        await assistant.ask("s", "m", {})
    assert not assistant.up


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.Response(200, text="<html>")])
async def test_failures_in_a_row_open_the_circuit(answer: httpx.Response) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return answer if request.method == "POST" else httpx.Response(200)

    assistant = client(handler)
    await assistant.probe()
    for _ in range(3):
        assert assistant.up
        with pytest.raises(AssistantFailedError):
            await assistant.ask("s", "m", {})
    assert not assistant.up


async def test_slow_answers_fail() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(200)

    assistant = client(handler)
    await assistant.probe()
    with pytest.raises(AssistantFailedError):
        await assistant.ask("s", "m", {})

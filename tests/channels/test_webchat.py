"""The web chat over HTTP: anonymous, complete after a reload, live, and gone on request."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx

from channels.config import FrontConfig
from channels.webchat import COOKIE, conversation_of
from handoff.reply import Reply
from tests.channels.conftest import Desk, FakeAssistant, Started, until


async def send(client: httpx.AsyncClient, text: str, id: str, **more: Any) -> dict[str, Any]:
    response = await client.post("/chat/messages", json={"id": id, "text": text, **more})
    assert response.status_code == 200, response.text
    return response.json()


async def history(client: httpx.AsyncClient) -> dict[str, Any]:
    return (await client.get("/chat/history")).json()


def conversation(client: httpx.AsyncClient) -> str:
    return conversation_of(client.cookies[COOKIE])


async def test_page_is_strict_and_its_own(running: Started) -> None:
    async with running() as (_front, client):
        page = await client.get("/")
        policy = page.headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert "style=" not in page.text and "onclick" not in page.text
        assert "set-cookie" not in page.headers
        embedded = await client.get("/embed")
        assert "frame-ancestors *" in embedded.headers["content-security-policy"]
        assert "x-frame-options" not in embedded.headers
        for name in ("chat.css", "chat.js", "icon.svg"):
            assert (await client.get(f"/chat/static/{name}")).status_code == 200
        assert (await client.get("/embed.js")).headers["content-type"].startswith("text/javascript")


async def test_first_message_gets_a_cookie_no_script_can_read(running: Started) -> None:
    async with running() as (_front, client):
        response = await client.post("/chat/messages", json={"id": "1", "text": "có dao"})
        cookie = response.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "113" in response.json()["replies"][0]["text"]


async def test_history_survives_reload_and_restart(running: Started) -> None:
    async with running() as (_front, client):
        await send(client, "câu một", "1")
        await send(client, "câu hai", "2")
        cookies = client.cookies
    async with running() as (_front, client):
        client.cookies = cookies
        entries = (await history(client))["entries"]
    assert [(entry["author"], entry["text"]) for entry in entries] == [
        ("me", "câu một"),
        ("bot", "trả lời: câu một"),
        ("me", "câu hai"),
        ("bot", "trả lời: câu hai"),
    ]


async def test_resending_changes_nothing(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (_front, client):
        await send(client, "câu một", "1")
        await send(client, "câu một", "1")
        assert len((await history(client))["entries"]) == 2
    assert len(assistant.asked) == 1


async def test_slow_answer_arrives_by_the_stream(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.gate = asyncio.Event()
    async with running() as (front, client):
        answer = await send(client, "câu một", "1")
        assert answer == {"replies": [], "pending": True}
        assert (await history(client))["waiting"]
        follow = front.feed.follow([f"conversation:{conversation(client)}"], after=0)
        assistant.gate.set()
        event = await asyncio.wait_for(anext(follow), 5)
        assert event is not None and event.kind == "reply"
        await follow.aclose()
        entry = (await history(client))["entries"][1]
        assert entry["text"] == "trả lời: câu một"


async def test_stream_gives_words_ids_and_staff(running: Started) -> None:
    async with running() as (front, client):
        await send(client, "có dao", "1")
        name = conversation(client)
        await Desk(front).accept(name)
        await front.writer.write(lambda tx: front.send(tx, name, Reply("chị đây")))
        chat = [route for route in front.routes() if getattr(route, "path", "") == "/chat/events"]
        stream = chat[0].endpoint.__self__._stream(name, 0)  # type: ignore[attr-defined]
        seen: dict[str, Any] = {}
        async for block in stream:
            lines = dict(line.split(": ", 1) for line in block.strip().splitlines() if ": " in line)
            if "event" in lines:
                assert lines["id"].isdigit()
                seen[lines["event"]] = json.loads(lines["data"])
                if seen.get("reply", {}).get("author") == "staff":
                    break
        assert seen["owner"] == {"owned": True}
        assert seen["reply"]["text"] == "chị đây"
        state = await history(client)
        assert state["owned"] and state["entries"][-1]["author"] == "staff"


async def test_without_cookie_there_is_nothing(running: Started) -> None:
    async with running() as (_front, client):
        assert (await client.get("/chat/events")).status_code == 204
        assert (await history(client))["entries"] == []


async def test_a_browser_is_known_before_it_writes(running: Started) -> None:
    async with running() as (_front, client):
        await history(client)
        known = conversation(client)
        await history(client)
        await send(client, "câu một", "1")
        assert conversation(client) == known


async def test_leaving_ends_the_session(running: Started) -> None:
    async with running() as (_front, client):
        await send(client, "câu một", "1")
        response = await client.post("/chat/leave")
        assert response.status_code == 204
        assert "Max-Age=0" in response.headers["set-cookie"]
        client.cookies.clear()
        assert (await history(client))["entries"] == []


async def test_erase(running: Started) -> None:
    async with running() as (_front, client):
        await send(client, "câu một", "1")
        answer = await send(client, "Xoá hết", "2", payload="/xoa")
        assert answer["erased"]
        entries = (await history(client))["entries"]
        assert [entry["author"] for entry in entries] == ["bot"]


async def test_other_sites_are_refused(running: Started) -> None:
    async with running() as (_front, client):
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://la.example"}):
            body = {"id": "1", "text": "chào"}
            response = await client.post("/chat/messages", json=body, headers=headers)
            assert response.status_code == 403
            assert (await client.post("/chat/leave", headers=headers)).status_code == 403


async def test_too_fast_is_told(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (_front, client):
        await send(client, "chào", "0")
        codes = {
            (await client.post("/chat/messages", json={"id": str(n), "text": "/start"})).status_code
            for n in range(1, 30)
        }
    assert codes == {200, 429}


async def test_typing_reaches_the_desk_only_with_a_person(running: Started) -> None:
    async with running() as (front, client):
        await send(client, "có dao", "1")
        await Desk(front).accept(conversation(client))
        follow = front.feed.follow(["desk"], after=0)
        await client.post("/chat/typing")
        kinds = []

        async def collect() -> None:
            async for event in follow:
                if event is not None:
                    kinds.append(event.kind)
                    if event.kind == "typing":
                        return

        await asyncio.wait_for(collect(), 5)
        assert "typing" in kinds


async def test_bad_bodies_get_one_sentence(running: Started) -> None:
    async with running() as (_front, client):
        for path, body, status in (
            ("/chat/messages", b"[]", 400),
            ("/chat/messages", b"{", 400),
            ("/chat/messages", b'{"text": 3}', 400),
            ("/chat/messages", b'{"text": "x"}', 400),
            ("/api/messages", b'{"text": "x"}', 400),
            ("/api/messages", b'{"conversation": "a"}', 400),
            ("/api/messages", b'{"conversation": "a", "text": "x", "place": "../x"}', 400),
            ("/api/messages", b"x" * 1_100_000, 413),
            ("/nowhere", b"{}", 404),
        ):
            response = await client.post(path, content=body)
            assert response.status_code == status, path
            assert response.json()["error"].endswith((".", "”."))
        assert (await client.put("/api/messages")).status_code == 405


async def test_metrics_have_no_words(running: Started) -> None:
    async with running() as (front, client):
        await send(client, "tên tôi là Lan có dao", "1")
        name = conversation(client)

        def handled() -> bool:
            with front.database.reading() as tx:
                return front.cases.current(tx, name) is not None

        await until(handled)
        page = (await client.get("/metrics")).text
    assert "tincay_messages_handled_total" in page
    assert 'tincay_cases{level="emergency",state="waiting"} 1.0' in page
    assert "tincay_case_waiting_seconds" in page and "tincay_accept_seconds" in page
    assert "Lan" not in page and name not in page


async def test_health(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (front, client):
        assert (await client.get("/api/health")).json() == {"status": "ok", "assistant": True}
        assistant.alive = False
        await front.assistant.probe()
        assert (await client.get("/api/health")).json() == {"status": "ok", "assistant": False}
        await until(lambda: not front.assistant.up)


async def test_taking_ones_own_conversation_home(running: Started) -> None:
    async with running() as (_front, client):
        assert (await client.get("/chat/export")).text == "\n"
        await send(client, "câu một", "1")
        file = await client.get("/chat/export")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "Bạn: câu một" in file.text and "Tin Cậy: trả lời: câu một" in file.text


async def test_no_sibling_domain_can_give_her_a_conversation(
    running: Started, config: FrontConfig
) -> None:
    https = replace(config, public_url="https://chat.example.vn")
    async with running(config=https) as (_front, client):
        client.base_url = httpx.URL("https://front")
        given = (await client.get("/chat/history")).headers["set-cookie"]
        assert given.startswith(f"__Host-{COOKIE}=")
        assert "Path=/;" in given and "Secure" in given and "HttpOnly" in given
        assert "domain" not in given.lower()
        client.cookies.clear()
        client.cookies.set(COOKIE, "x" * 32)
        await client.get("/chat/history")
        assert (await client.get("/chat/history")).json()["entries"] == []
        refused = await client.get("/chat/events", headers={"cookie": f"{COOKIE}={'x' * 32}"})
        assert refused.status_code == 204

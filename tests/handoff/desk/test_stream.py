from __future__ import annotations

import asyncio
import json

from starlette.requests import Request

from handoff.desk import stream as module
from handoff.desk.app import desk_routes
from handoff.live import LiveFeed


def endpoint(world, feed):
    from handoff.contacts import ContactDirectory

    routes = desk_routes(
        world.database, world.cases, world.accounts, ContactDirectory.load(),
        lambda *_: None, feed=feed, clock=world.clock,
    )  # fmt: skip
    return next(route.endpoint for route in routes if route.path == "/desk/events")


def request(token, query=b"", last=None):
    headers = [(b"cookie", f"tincay_desk={token}".encode())]
    if last is not None:
        headers.append((b"last-event-id", str(last).encode()))
    scope = {
        "type": "http",
        "method": "GET",
        "headers": headers,
        "path": "/",
        "query_string": query,
    }
    return Request(scope)


async def events(body, count):
    found = []
    while len(found) < count:
        chunk = await asyncio.wait_for(anext(body), 10)
        if "event: desk" in chunk:
            found.append(json.loads(chunk.split("data: ")[1]))
    return found


async def test_the_desk_hears_of_a_case_at_once(world):
    token = world.sign_in("hoa").client.cookies["__Host-tincay_desk"]
    feed = LiveFeed(world.database, 0.01)
    response = await endpoint(world, feed)(request(token))
    assert response.media_type == "text/event-stream"
    body = response.body_iterator
    assert "retry:" in await anext(body)
    assert "event: beat" in await anext(body)
    waiting = asyncio.ensure_future(events(body, 1))
    await asyncio.sleep(0.05)
    case = await asyncio.to_thread(world.emergency)
    (event,) = await waiting
    assert event == {"kind": "opened", "case": case.id, "level": "emergency"}
    await feed.close()


async def test_a_page_hears_what_happened_since_it_was_made(world):
    token = world.sign_in("hoa").client.cookies["__Host-tincay_desk"]
    world.emergency()
    world.emergency("web:b")
    for asked in (request(token, b"after=0"), request(token, last=0)):
        feed = LiveFeed(world.database, 0.01)
        body = (await endpoint(world, feed)(asked)).body_iterator
        assert [event["case"] for event in await events(body, 2)] == [1, 2]
        await feed.close()


async def test_the_stream_ends_with_the_session(world, monkeypatch):
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.02)
    page = world.sign_in("hoa")
    token = page.client.cookies["__Host-tincay_desk"]
    feed = LiveFeed(world.database, 0.01)
    body = (await endpoint(world, feed)(request(token))).body_iterator
    await anext(body)
    await anext(body)
    with world.database.atomic() as tx:
        world.accounts.revoke_all(tx, page.id)
    left = [chunk async for chunk in body]
    assert "event: expired" in left[-1]
    await feed.close()

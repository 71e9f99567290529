from __future__ import annotations

import asyncio

import pytest

from handoff.live import DESK, LiveFeed, conversation_topic, prune, publish


async def take(stream, count):
    return [await asyncio.wait_for(anext(stream), 10) for _ in range(count)]


async def test_followers_hear_what_was_committed_on_their_topics(database):
    feed = LiveFeed(database, 0.01)
    desk = feed.follow([DESK])
    her = feed.follow([conversation_topic("web:1")])
    first = asyncio.ensure_future(anext(desk))
    second = asyncio.ensure_future(anext(her))
    await asyncio.sleep(0.05)
    with database.atomic() as tx:
        publish(tx, DESK, "opened", {"case": 1})
        publish(tx, conversation_topic("web:1"), "owner", {"owned": True})
    assert (await asyncio.wait_for(first, 10)).data == {"case": 1}
    assert (await asyncio.wait_for(second, 10)).kind == "owner"
    await feed.close()
    assert [event async for event in desk] == []
    await her.aclose()


async def test_what_was_rolled_back_is_not_told(database):
    feed = LiveFeed(database, 0.01)
    desk = feed.follow([DESK])
    first = asyncio.ensure_future(anext(desk))
    await asyncio.sleep(0.05)
    try:
        with database.atomic() as tx:
            publish(tx, DESK, "lie")
            raise RuntimeError
    except RuntimeError:
        pass
    with database.atomic() as tx:
        publish(tx, DESK, "truth")
    assert (await asyncio.wait_for(first, 10)).kind == "truth"
    await feed.close()


async def test_a_page_that_comes_back_hears_what_it_missed_once(database):
    with database.atomic() as tx:
        for number in range(5):
            publish(tx, DESK, f"k{number}")
    feed = LiveFeed(database, 0.01)
    desk = feed.follow([DESK], after=2)
    assert [event.kind for event in await take(desk, 3)] == ["k2", "k3", "k4"]
    with database.atomic() as tx:
        publish(tx, DESK, "k5")
    assert [event.kind for event in await take(desk, 1)] == ["k5"]
    await feed.close()


async def test_silence_is_filled_with_beats(database):
    feed = LiveFeed(database, 0.01)
    desk = feed.follow([DESK], heartbeat=0.02)
    assert await take(desk, 2) == [None, None]
    await feed.close()


async def test_two_processes_hear_each_other(any_database):
    one, two = LiveFeed(any_database, 0.01), LiveFeed(any_database, 0.01)
    streams = [one.follow([DESK]), two.follow([DESK])]
    waiting = [asyncio.ensure_future(anext(stream)) for stream in streams]
    await asyncio.sleep(0.1)
    with any_database.atomic() as tx:
        publish(tx, DESK, "opened")
    kinds = [(await asyncio.wait_for(one, 10)).kind for one in waiting]
    assert kinds == ["opened", "opened"]
    await one.close()
    await two.close()


async def test_a_commit_of_this_process_is_told_without_waiting_for_the_next_look(any_database):
    feed = LiveFeed(any_database, poll_seconds=3600)
    desk = feed.follow([DESK])
    first = asyncio.ensure_future(anext(desk))
    await asyncio.sleep(0.2)

    def commit():
        with any_database.atomic() as tx:
            publish(tx, DESK, "opened")

    await asyncio.to_thread(commit)
    assert (await asyncio.wait_for(first, 10)).kind == "opened"
    await feed.close()
    assert any_database.listeners == []


async def test_a_page_that_does_not_read_is_ended(database, monkeypatch):
    monkeypatch.setattr("handoff.live.QUEUE_LIMIT", 3)
    feed = LiveFeed(database, 0.01)
    desk = feed.follow([DESK])
    first = asyncio.ensure_future(anext(desk))
    await asyncio.sleep(0.05)
    with database.atomic() as tx:
        for _ in range(10):
            publish(tx, DESK, "k")
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(first, 10)
    await feed.close()


def test_pruning(database):
    with database.atomic() as tx:
        publish(tx, DESK, "old")
        assert prune(tx, 0) == 0
        assert prune(tx, 1e12) == 1


async def test_two_pages_that_come_first_at_once_miss_nothing(database, monkeypatch):
    """The later look at where the events end must not move the reader past what is unread."""
    feed = LiveFeed(database, 0.01)
    ends = [0, 1]

    def latest():
        if len(ends) == 1:  # between the two looks somebody commits
            with database.atomic() as tx:
                publish(tx, DESK, "opened", {"case": 1})
        return ends.pop(0)

    monkeypatch.setattr(feed, "_latest", latest)
    streams = [feed.follow([DESK]) for _ in range(2)]
    heard = await asyncio.gather(*(asyncio.wait_for(anext(one), 5) for one in streams))
    assert [event.data for event in heard] == [{"case": 1}] * 2
    await feed.close()
    for one in streams:
        await one.aclose()

"""Who waits to hear that a message is stored goes before ordinary answers, never before urgent."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from channels import courtesy
from channels.courtesy import Courtesy
from tests.channels.conftest import FakeAssistant, Started, say, until


async def crowd(at: Courtesy, ends: asyncio.Event) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(courtesy.CROWD):
            stack.enter_context(at.storing())
        await ends.wait()


async def test_a_few_at_a_time_while_it_is_crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "LASTING", 0.2)
    at, done, ends = Courtesy(), asyncio.Event(), asyncio.Event()
    inside: list[int] = []

    async def answer(number: int) -> None:
        async with at.answering():
            inside.append(number)
            await done.wait()

    assert not at.crowded
    gathering = asyncio.create_task(crowd(at, ends))
    await asyncio.sleep(0)
    assert at.crowded
    tasks = [asyncio.create_task(answer(number)) for number in range(10)]
    await asyncio.sleep(0.05)
    assert inside == [0, 1], "the others wait"
    ends.set()
    await gathering
    await until(lambda: len(inside) == 10)
    assert inside == list(range(10)), "in the order they came"
    done.set()
    await asyncio.gather(*tasks)


async def test_who_gives_up_waiting_keeps_nobody_out() -> None:
    at, done, ends = Courtesy(), asyncio.Event(), asyncio.Event()
    gathering = asyncio.create_task(crowd(at, ends))
    await asyncio.sleep(0)
    inside: list[int] = []

    async def answer(number: int) -> None:
        async with at.answering():
            inside.append(number)
            await done.wait()

    tasks = [asyncio.create_task(answer(number)) for number in range(4)]
    await asyncio.sleep(0.02)
    tasks[2].cancel()
    done.set()
    await until(lambda: inside == [0, 1, 3])
    ends.set()
    await asyncio.gather(gathering, *tasks, return_exceptions=True)


async def test_an_urgent_message_never_steps_aside(
    running: Started, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courtesy, "LEAST", 0)
    monkeypatch.setattr(courtesy, "LASTING", 60.0)
    async with running() as (front, client):
        at = front.scheduler._courtesy
        with contextlib.ExitStack() as stack:
            for _ in range(courtesy.CROWD):
                stack.enter_context(at.storing())
            waiting = asyncio.create_task(say(client, "quyền của tôi", conversation="mai"))
            assert (await say(client, "có dao"))["level"] == "emergency"
            assert (await say(client, "anh ấy đánh em"))["level"] == "disclosure"
            assert not waiting.done()
        at._crowded_until = 0.0
        assert (await waiting)["replies"], "and nobody is forgotten"

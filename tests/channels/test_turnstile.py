from __future__ import annotations

import asyncio

import pytest

from channels.turnstile import Turnstile


async def test_higher_ranks_first_then_in_order() -> None:
    turnstile = Turnstile(1)
    order: list[str] = []
    gate = asyncio.Event()

    async def visit(name: str, rank: int) -> None:
        async with turnstile.pass_as(rank):
            await gate.wait()
            order.append(name)

    tasks = []
    for name, rank in (("first", 0), ("a", 0), ("b", 0), ("urgent", 2), ("c", 1)):
        tasks.append(asyncio.create_task(visit(name, rank)))
        await asyncio.sleep(0)
    assert turnstile.waiting == 4
    gate.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "urgent", "c", "a", "b"]


async def test_who_gives_up_leaves_no_place_behind() -> None:
    turnstile = Turnstile(1)
    async with turnstile.pass_as(0):
        for _ in range(3):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01), turnstile.pass_as(0):
                    pass
    async with asyncio.timeout(1), turnstile.pass_as(0):
        pass

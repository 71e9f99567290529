from __future__ import annotations

from channels.rate import Rate, Rates


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills() -> None:
    clock = Clock()
    rate = Rate(2, 2, clock)
    assert [rate.reserve() for _ in range(4)] == [0, 0, 0.5, 1.0]
    clock.now += 1.5
    assert rate.reserve() == 0
    clock.now += 60
    assert rate.full
    assert [rate.reserve() for _ in range(3)] == [0, 0, 0.5]


def test_urgent_ones_do_not_wait_but_count() -> None:
    rate = Rate(1, 1, Clock())
    assert rate.reserve(urgent=True) == 0
    assert rate.reserve(urgent=True) == 0
    assert rate.reserve() == 2


async def test_conversations_have_their_own() -> None:
    rates = Rates(1000, 0.001, 1)
    await rates.wait("a")
    await rates.wait("b")
    await rates.wait("a", urgent=True)


def test_who_is_refused_owes_nothing() -> None:
    clock = Clock()
    rate = Rate(1, 2, clock)
    assert [rate.allow() for _ in range(5)] == [True, True, False, False, False]
    clock.now += 1
    assert rate.allow() and not rate.allow()

"""The adaptive limit: down by half at signs of overload, a little when slow, up by one for each round; fair places."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from groundwire.extraction.adaptive import BASELINE, WINDOW, AdaptiveLimit, Pace, Place
from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import DeadlineExceeded

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


class Rig:
    """A limit and what it tells."""

    def __init__(self, most: int) -> None:
        self.limits: list[int] = []
        self.flying: list[int] = []
        self.limit = AdaptiveLimit(most, self.limits.append, self.flying.append)

    @asynccontextmanager
    async def full(self) -> AsyncIterator[list[Place]]:
        """All places taken."""
        places = [self.limit.place(NO_DEADLINE) for _ in range(self.limit.limit)]
        taken = [await place.__aenter__() for place in places]
        yield taken
        for place in places:
            await place.__aexit__(None, None, None)

    async def fail(self) -> None:
        """One call that meets overload."""
        async with self.limit.place(NO_DEADLINE) as place:
            self.limit.overloaded(place)


async def test_it_begins_where_the_user_says_and_tells_so() -> None:
    assert (Rig(8).limits, Rig(1).limits) == ([8], [1])


async def test_overload_halves_it_down_to_one() -> None:
    rig = Rig(8)
    for _ in range(6):
        await rig.fail()
    assert rig.limits == [8, 4, 2, 1]


async def test_all_that_was_sent_before_a_decrease_decreases_it_once() -> None:
    rig = Rig(16)
    async with rig.full() as places:
        for place in places:
            rig.limit.overloaded(place)
        rig.limit.answered(places[0], 1.0, 10)
    assert rig.limits == [16, 8]


async def test_each_round_of_good_answers_gives_one_more_place_up_to_the_most() -> None:
    rig = Rig(4)
    await rig.fail()
    await rig.fail()
    await rig.fail()
    assert rig.limit.limit == 1
    for expected in (2, 3, 4, 4):
        for _ in range(2):  # the first is not a whole round while the limit is a fraction
            async with rig.full() as places:
                for place in places:
                    rig.limit.answered(place, 0.1, 10)
            if rig.limit.limit == expected:
                break
        assert rig.limit.limit == expected
    assert max(rig.limits) == 4


async def test_a_limit_that_is_not_used_does_not_grow() -> None:
    rig = Rig(8)
    await rig.fail()
    for _ in range(50):
        async with rig.limit.place(NO_DEADLINE) as place:
            rig.limit.answered(place, 0.1, 10)
    assert rig.limits == [8, 4]


@pytest.mark.parametrize("tokens", [0, 1, 100], ids=lambda tokens: f"{tokens} tokens")
async def test_answers_clearly_slower_than_before_lower_it_gently(tokens: int) -> None:
    rig = Rig(10)
    for seconds in [1.0] * BASELINE + [3.5] * WINDOW:
        async with rig.limit.place(NO_DEADLINE) as place:
            rig.limit.answered(place, seconds, tokens)
    assert rig.limits == [10, 9]


async def test_it_does_not_rise_before_answers_are_as_fast_as_before() -> None:
    rig = Rig(2)

    async def answers(seconds: float, count: int) -> None:
        for _ in range(count // rig.limit.limit):
            async with rig.full() as places:
                for place in places:
                    rig.limit.answered(place, seconds, 1)

    await answers(1.0, BASELINE)
    await answers(9.0, WINDOW)
    await answers(1.0, WINDOW - 1)
    assert rig.limits == [2, 1]
    await answers(1.0, 1)
    assert rig.limits == [2, 1, 2]


def test_longer_answers_are_not_slower_ones() -> None:
    pace = Pace()
    assert not any(pace.add(seconds, tokens) for seconds, tokens in [(1.0, 20)] * BASELINE + [(50.0, 1000)] * WINDOW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1.0] * BASELINE, [2.5] * WINDOW),
        ([1.0] * BASELINE, [9.0] * (WINDOW // 2 - 1) + [1.0] * (WINDOW // 2 + 1)),
        ([1.0] * (BASELINE // 4 - WINDOW), [9.0] * WINDOW),
        ([0.01] * BASELINE, [0.4] * WINDOW),
    ],
    ids=["not clearly", "a few of them", "no baseline yet", "all short"],
)
def test_what_is_not_called_slow(before: list[float], after: list[float]) -> None:
    pace = Pace()
    assert not any(pace.add(seconds, 1) for seconds in before + after)


async def test_who_came_first_is_served_first() -> None:
    rig, served = Rig(1), list[int]()

    async def wait(number: int) -> None:
        async with rig.limit.place(NO_DEADLINE):
            served.append(number)

    async with rig.full():
        tasks = [asyncio.create_task(wait(number)) for number in range(20)]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert served == list(range(20))


async def test_a_smaller_limit_lets_those_in_flight_end_and_a_larger_one_wakes_waiters() -> None:
    rig = Rig(4)
    async with rig.full() as places:
        rig.limit.overloaded(places[0])
        waiting = asyncio.create_task(rig.fail())
        await asyncio.sleep(0.01)
        assert (rig.limit.limit, rig.flying[-1], waiting.done()) == (2, 4, False)
    await waiting
    assert rig.flying[-1] == 0


async def test_a_place_is_not_waited_for_after_the_deadline() -> None:
    rig = Rig(1)
    async with rig.full():
        begin = time.monotonic()
        with pytest.raises(DeadlineExceeded):
            async with rig.limit.place(Deadline(0.05)):
                raise AssertionError
        assert time.monotonic() - begin < 5
    async with rig.limit.place(Deadline(5)):
        assert rig.flying[-1] == 1


@pytest.mark.parametrize("seed", range(5))
async def test_no_place_is_lost_whoever_is_cancelled_and_when(seed: int) -> None:
    chance, rig = random.Random(seed), Rig(4)  # noqa: S311 - no secret
    most = 0

    async def call() -> None:
        nonlocal most
        async with rig.limit.place(Deadline(chance.choice([0.003, 60]))) as place:
            most = max(most, rig.flying[-1])
            await asyncio.sleep(chance.random() / 500)
            if chance.random() < 0.1:
                rig.limit.overloaded(place)
            else:
                rig.limit.answered(place, 0.1, 1)

    tasks = [asyncio.create_task(call()) for _ in range(300)]
    while not all(task.done() for task in tasks):
        chance.choice(tasks).cancel()
        await asyncio.sleep(chance.choice([0, 0.001]))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert most <= 4
    assert {type(outcome) for outcome in outcomes} <= {type(None), asyncio.CancelledError, DeadlineExceeded}
    assert rig.flying[-1] == 0
    async with asyncio.timeout(5), rig.full():
        assert rig.flying[-1] == rig.limit.limit

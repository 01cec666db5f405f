"""Places for extractions: as many as there are, in order, given back whatever happens; the rest is turned away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.extraction.llm_tools import until

from groundwire.extraction.admission import FIRST_RUN_S, Admission
from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import DeadlineExceeded, Overloaded
from groundwire.extraction.observer import Observer, Shed


class Noting(Observer):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.loads: list[tuple[int, int]] = []
        self.waits: list[float] = []
        self.turned_away: list[Shed] = []

    def load(self, running: int, waiting: int) -> None:
        """Kept."""
        self.loads.append((running, waiting))

    def waited(self, seconds: float) -> None:
        """Kept."""
        self.waits.append(seconds)

    def shed(self, reason: Shed) -> None:
        """Kept."""
        self.turned_away.append(reason)


class House:
    """Runs that stay in their places until they are let go."""

    def __init__(self, places: int, queue: int) -> None:
        self.told = Noting()
        self.admission = Admission(places, queue, self.told)
        self.order: list[str] = []
        self._doors: dict[str, asyncio.Event] = {}
        self._runs: dict[str, asyncio.Task[None]] = {}

    async def arrive(self, name: str, deadline: Deadline = NO_DEADLINE) -> "asyncio.Task[None]":
        """Somebody comes and is in, waits or is turned away when this returns."""
        self._doors[name] = asyncio.Event()
        run = self._runs[name] = asyncio.create_task(self._stay(name, deadline))
        await asyncio.sleep(0)
        return run

    async def let_go(self, name: str) -> None:
        """Somebody who is in leaves."""
        self._doors[name].set()
        await self._runs[name]

    async def _stay(self, name: str, deadline: Deadline) -> None:
        async with self.admission.place(deadline):
            self.order.append(name)
            await self._doors[name].wait()


@asynccontextmanager
async def house(places: int, queue: int) -> AsyncIterator[House]:
    """A house that is empty again at the end."""
    made = House(places, queue)
    yield made
    for name in [*made.order]:
        await made.let_go(name)
    await until(lambda: made.told.loads[-1] == (0, 0))


def test_as_many_as_there_are_places_the_others_in_the_order_of_arrival() -> None:
    async def main() -> None:
        async with house(2, 3) as home:
            for name in "abcde":
                await home.arrive(name)
            assert home.order == ["a", "b"]
            assert home.told.loads[-1] == (2, 3)
            await home.let_go("b")
            await until(lambda: home.order == ["a", "b", "c"])
            assert home.told.loads[-1] == (2, 2)
            await home.let_go("a")
            await home.let_go("c")
            await until(lambda: home.order == ["a", "b", "c", "d", "e"])
            assert len(home.told.waits) == 5
            assert max(home.told.waits[:2]) < 0.5

    asyncio.run(main())


def test_who_finds_the_queue_full_is_turned_away_at_once_and_told_when_to_come_back() -> None:
    async def main() -> None:
        async with house(2, 1) as home:
            for name in "abc":
                await home.arrive(name)
            late = await home.arrive("d")
            await asyncio.wait({late})
            with pytest.raises(Overloaded, match="2 articles are being read and 1 wait") as caught:
                late.result()
            assert caught.value.retry_after_s == FIRST_RUN_S  # for two, who have two places
            assert home.told.turned_away == [Shed.QUEUE_FULL]
            assert home.told.loads[-1] == (2, 1)
            await home.let_go("a")
            await until(lambda: home.order == ["a", "b", "c"])

    asyncio.run(main())


def test_nobody_waits_where_there_is_no_queue() -> None:
    async def main() -> None:
        async with house(1, 0) as home:
            await home.arrive("a")
            late = await home.arrive("b")
            with pytest.raises(Overloaded):
                await late
            await home.let_go("a")
            await home.arrive("c")
            assert home.order == ["a", "c"]

    asyncio.run(main())


def test_short_runs_shorten_the_time_to_come_back_but_not_below_a_second() -> None:
    async def main() -> None:
        async with house(1, 0) as home:
            for number in range(100):
                await home.arrive(f"{number}")
                await home.let_go(f"{number}")
            await home.arrive("a")
            late = await home.arrive("b")
            with pytest.raises(Overloaded) as caught:
                await late
            assert caught.value.retry_after_s == 1.0

    asyncio.run(main())


def test_who_waits_past_the_deadline_leaves_the_queue() -> None:
    async def main() -> None:
        async with house(1, 2) as home:
            await home.arrive("a")
            hurried = await home.arrive("b", Deadline(0.05))
            await home.arrive("c")
            with pytest.raises(DeadlineExceeded):
                await hurried
            assert home.told.loads[-1] == (1, 1)
            await home.let_go("a")
            await until(lambda: home.order == ["a", "c"])

    asyncio.run(main())


def test_a_deadline_that_is_put_off_meanwhile_holds() -> None:
    async def main() -> None:
        async with house(1, 1) as home:
            await home.arrive("a")
            deadline = Deadline(0.1)
            patient = await home.arrive("b", deadline)
            deadline.put_off(Deadline(60))
            await asyncio.sleep(0.3)
            assert not patient.done()
            await home.let_go("a")
            await until(lambda: home.order == ["a", "b"])

    asyncio.run(main())


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_place_is_not_lost_on_who_leaves_in_the_moment_in_which_it_comes(turns: int) -> None:
    async def main() -> None:
        async with house(1, 2) as home:
            await home.arrive("a")
            leaving = await home.arrive("b")
            await home.arrive("c")
            home._doors["a"].set()  # without waiting for the end of it
            for _ in range(turns):
                await asyncio.sleep(0)
            leaving.cancel()
            await asyncio.wait({leaving})
            if "b" in home.order:
                home.order.remove("b")
            await until(lambda: home.order == ["a", "c"])

    asyncio.run(main())


def test_a_run_that_fails_gives_its_place_back() -> None:
    async def main() -> None:
        admission = Admission(1, 0)
        for _ in range(3):
            with pytest.raises(ValueError, match="wrong"):
                async with admission.place(NO_DEADLINE):
                    raise ValueError("wrong")

    asyncio.run(main())


def test_cancellation_at_random_moments_loses_no_place() -> None:
    async def main() -> None:
        told = Noting()
        admission = Admission(3, 1000, told)

        async def stay(number: int) -> None:
            async with admission.place(Deadline(0.02 + number % 7 / 100)):
                assert told.loads[-1][0] <= 3
                await asyncio.sleep(number % 5 / 1000)

        async def disturbed(number: int) -> None:
            run = asyncio.create_task(stay(number))
            await asyncio.wait({run}, timeout=number % 11 / 500)
            run.cancel()
            await asyncio.wait({run})

        await asyncio.gather(*(disturbed(number) for number in range(300)))
        assert told.loads[-1] == (0, 0)
        assert max(running for running, _ in told.loads) == 3

    asyncio.run(main())

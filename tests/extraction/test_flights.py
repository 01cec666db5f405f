"""Callers of one job share its run, each until its own deadline."""

import asyncio
import logging
import time
from collections.abc import Callable

import pytest
from tests.extraction.reading_tools import ARTICLE, asking_for, read, strike_of
from tests.fakes.model import ScriptedModel

from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import DeadlineExceeded, ModelUnavailable
from groundwire.extraction.flights import Flight, Flights, Job
from groundwire.extraction.reader import Task
from groundwire.schemas import CacheMode, Extraction

MADE = read(ScriptedModel(strike_of), ARTICLE)
JOB = Job("k", Task.of(asking_for()), CacheMode.USE)


class Runs:
    """Runs that last until they are told to end, and may take a while to heed a cancellation."""

    def __init__(self, linger_s: float = 0.0) -> None:
        self.begun: list[Flight] = []
        self.cancelled_at: list[float] = []
        self.end = asyncio.Event()
        self.error: Exception | None = None
        self.linger_s = linger_s
        self.flights = Flights(self._make)

    async def call(self, deadline: Deadline = NO_DEADLINE, job: Job = JOB) -> tuple[Extraction, bool]:
        """A caller: what comes of the job, and whether others had begun it."""
        with self.flights.aboard(job, deadline) as seat:
            return await seat.arrival(), seat.joined

    async def _make(self, flight: Flight) -> Extraction:
        self.begun.append(flight)
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.cancelled_at.append(time.monotonic())
            await asyncio.sleep(self.linger_s)
            raise
        if self.error is not None:
            raise self.error
        return MADE


async def called(runs: Runs, *deadlines: Deadline) -> list["asyncio.Task[tuple[Extraction, bool]]"]:
    """Callers that wait."""
    calls = [asyncio.create_task(runs.call(deadline)) for deadline in deadlines]
    await asyncio.sleep(0.01)
    return calls


def test_one_run_for_all_and_a_new_one_after_it() -> None:
    async def main() -> None:
        runs = Runs()
        calls = await called(runs, *[NO_DEADLINE] * 100)
        runs.end.set()
        came = await asyncio.gather(*calls)
        assert [joined for _, joined in came] == [False] + [True] * 99
        assert all(made is MADE for made, _ in came)
        assert len(runs.begun) == 1
        assert await runs.call() == (MADE, False)
        assert len(runs.begun) == 2

    asyncio.run(main())


@pytest.mark.parametrize(
    "other", [Job("other", JOB.task, JOB.mode), Job(JOB.key, JOB.task, CacheMode.REFRESH)], ids=["key", "mode"]
)
def test_other_jobs_are_other_runs(other: Job) -> None:
    async def main() -> None:
        runs = Runs()
        runs.end.set()
        await asyncio.gather(runs.call(), runs.call(job=other))
        assert len(runs.begun) == 2

    asyncio.run(main())


@pytest.mark.parametrize("leaver", [0, 1, 2])
def test_who_leaves_harms_nobody(leaver: int) -> None:
    async def main() -> None:
        runs = Runs()
        calls = await called(runs, *[NO_DEADLINE] * 3)
        calls[leaver].cancel()
        await asyncio.wait({calls[leaver]})
        runs.end.set()
        others = [call for call in calls if call is not calls[leaver]]
        assert [made for made, _ in await asyncio.gather(*others)] == [MADE] * 2
        assert runs.cancelled_at == []

    asyncio.run(main())


def test_when_all_have_left_the_run_ends_at_once_and_who_comes_then_begins_anew() -> None:
    async def main() -> None:
        runs = Runs(linger_s=0.2)
        calls = await called(runs, *[NO_DEADLINE] * 3)
        left = time.monotonic()
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
        (late,) = await called(runs, NO_DEADLINE)  # the cancelled run still lingers
        assert runs.cancelled_at[0] - left < 0.1
        runs.end.set()
        assert await late == (MADE, False)
        assert len(runs.begun) == 2

    asyncio.run(main())


def test_a_failure_is_shared_and_not_remembered() -> None:
    async def main() -> None:
        runs = Runs()
        runs.error = ModelUnavailable("busy")
        calls = await called(runs, *[NO_DEADLINE] * 3)
        runs.end.set()
        assert [*await asyncio.gather(*calls, return_exceptions=True)] == [runs.error] * 3
        runs.error = None
        assert await runs.call() == (MADE, False)

    asyncio.run(main())


@pytest.mark.parametrize("order", [lambda short, long: (short, long), lambda short, long: (long, short)])
def test_each_waits_until_its_own_deadline_and_the_run_until_the_last(
    order: Callable[[Deadline, Deadline], tuple[Deadline, Deadline]],
) -> None:
    async def main() -> None:
        runs = Runs()
        short, long = Deadline(0.1), Deadline(60)
        calls = dict(zip(order(short, long), await called(runs, *order(short, long)), strict=True))
        await asyncio.wait({calls[short]}, timeout=3)  # far less than the grace of the run
        with pytest.raises(DeadlineExceeded) as caught:
            calls[short].result()
        assert caught.value.usage.calls == 0
        assert runs.begun[0].deadline.remaining_s > 10
        runs.end.set()
        assert (await calls[long])[0] is MADE

    asyncio.run(main())


def test_what_was_answered_by_the_deadline_may_still_be_made_into_records() -> None:
    async def main() -> None:
        runs = Runs()
        (call,) = await called(runs, Deadline(0.05))
        await asyncio.sleep(0.3)
        assert runs.begun[0].deadline.over
        runs.end.set()
        assert await call == (MADE, False)

    asyncio.run(main())


def test_who_comes_when_the_time_of_a_run_is_over_begins_anew() -> None:
    async def main() -> None:
        runs = Runs()
        (hasty,) = await called(runs, Deadline(0.02))
        await asyncio.sleep(0.05)
        assert not hasty.done()  # it waits for what was answered in time
        assert not runs.flights.under_way(JOB)
        (patient,) = await called(runs, NO_DEADLINE)
        assert len(runs.begun) == 2
        assert runs.begun[0].deadline.over
        runs.end.set()
        assert [await hasty, await patient] == [(MADE, False)] * 2
        assert not runs.flights.under_way(JOB)

    asyncio.run(main())


def test_an_error_that_nobody_waits_for_is_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        runs = Runs()
        runs.error = ModelUnavailable("busy")
        (call,) = await called(runs, NO_DEADLINE)
        runs.end.set()
        await asyncio.sleep(0)
        call.cancel()
        await asyncio.wait({call})

    with caplog.at_level(logging.DEBUG, "asyncio"):
        asyncio.run(main())
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []

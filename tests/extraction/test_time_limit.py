"""What takes too long is ended, by a deadline that may be put off meanwhile."""

import asyncio
import time

import pytest

from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import DeadlineExceeded
from groundwire.extraction.time_limit import limited

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


async def test_what_is_in_time_is_let_be() -> None:
    async with limited(NO_DEADLINE), limited(Deadline(60)), limited(NO_DEADLINE, 60):
        await asyncio.sleep(0.01)


async def test_the_deadline_ends_the_block() -> None:
    begin = time.monotonic()
    with pytest.raises(DeadlineExceeded, match="deadline of the request"):
        async with limited(Deadline(0.05), 60):
            await asyncio.sleep(30)
    assert 0.04 <= time.monotonic() - begin < 5


async def test_its_own_time_ends_the_block_and_is_told() -> None:
    with pytest.raises(DeadlineExceeded, match=r"^no answer within 0\.05 s$"):
        async with limited(Deadline(60), 0.05):
            await asyncio.sleep(30)


async def test_nothing_begins_after_the_deadline() -> None:
    begun = False
    with pytest.raises(DeadlineExceeded):
        async with limited(Deadline(0)):
            begun = True
    assert not begun


async def test_a_deadline_that_is_put_off_lets_the_block_go_on() -> None:
    deadline = Deadline(0.05)
    async with limited(deadline):
        deadline.put_off(NO_DEADLINE)
        await asyncio.sleep(0.2)
    deadline = Deadline(0.05)
    begin = time.monotonic()
    asyncio.get_running_loop().call_soon(deadline.put_off, Deadline(0.2))
    with pytest.raises(DeadlineExceeded):
        async with limited(deadline):
            await asyncio.sleep(30)
    assert 0.19 <= time.monotonic() - begin < 5


async def test_errors_and_cancellations_of_others_pass() -> None:
    with pytest.raises(TimeoutError, match="theirs"):
        async with limited(Deadline(60)):
            raise TimeoutError("theirs")
    task = asyncio.create_task(_limited_sleep())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _limited_sleep() -> None:
    async with limited(Deadline(60)):
        await asyncio.sleep(60)

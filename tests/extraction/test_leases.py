"""Leases among processes: one holder at a time, none left by a dead one, no failure where there can be none."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.leases import FILE, FolderLeases, NoLeases

KEY, OTHER = "ab" * 32, "cd" * 32
SPAWN = multiprocessing.get_context("spawn")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="open file description locks are Linux's")


def hold(folder: str, key: str, line: Connection) -> None:
    """A process that takes a lease, says so, and keeps it until it is told to end."""

    async def main() -> None:
        async with FolderLeases(Path(folder)).lease(key, NO_DEADLINE):
            line.send("held")
            await asyncio.to_thread(line.recv)
        line.send("given back")

    asyncio.run(main())


@contextmanager
def holder(folder: Path, key: str = KEY) -> Iterator[tuple[int, Connection]]:
    """Another process that holds a lease; its number, and a line to it."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=hold, args=(str(folder), key, there))
    process.start()
    try:
        assert here.poll(60)
        assert here.recv() == "held"
        assert process.pid is not None
        yield process.pid, here
    finally:
        process.kill()
        process.join()


def open_files() -> int:
    """Descriptors of this process, one of them for counting."""
    return len([*Path("/proc/self/fd").iterdir()])


def seconds_until_held(folder: Path, deadline: Deadline, meanwhile: Callable[[], None] = lambda: None) -> float:
    """How long one waits for the lease, when `meanwhile` is done after some polls."""

    async def take() -> float:
        async with FolderLeases(folder).lease(KEY, deadline):
            return time.monotonic()

    async def main() -> float:
        taking = asyncio.create_task(take())
        await asyncio.wait({taking}, timeout=0.2)
        assert not taking.done()
        begin = time.monotonic()
        meanwhile()
        return await taking - begin

    return asyncio.run(main())


def test_another_process_that_holds_it_is_waited_for(tmp_path: Path) -> None:
    with holder(tmp_path) as (_, line):
        assert seconds_until_held(tmp_path, NO_DEADLINE, lambda: line.send("end")) < 1
        assert line.recv() == "given back"


def test_a_killed_holder_loses_it_within_a_second(tmp_path: Path) -> None:
    with holder(tmp_path) as (number, _):
        assert seconds_until_held(tmp_path, NO_DEADLINE, lambda: os.kill(number, signal.SIGKILL)) < 1


def test_a_holder_that_is_stuck_is_waited_for_half_of_the_time(tmp_path: Path) -> None:
    with holder(tmp_path) as (number, _):
        os.kill(number, signal.SIGSTOP)
        assert 0.2 < seconds_until_held(tmp_path, Deadline(1.6)) < 1.4


def test_another_key_is_not_waited_for(tmp_path: Path) -> None:
    async def main() -> None:
        async with asyncio.timeout(5), FolderLeases(tmp_path).lease(OTHER, NO_DEADLINE):
            pass

    with holder(tmp_path):
        asyncio.run(main())


def test_two_in_one_process_exclude_each_other_and_do_not_disturb_other_leases(tmp_path: Path) -> None:
    async def main() -> None:
        order: list[str] = []

        async def take(name: str, leases: FolderLeases, seconds: float) -> None:
            async with leases.lease(KEY, NO_DEADLINE):
                order.append(f"{name} in")
                await asyncio.sleep(seconds)
                order.append(f"{name} out")

        one, two = FolderLeases(tmp_path), FolderLeases(tmp_path)
        async with one.lease(OTHER, NO_DEADLINE):
            await asyncio.gather(take("a", one, 0.2), take("b", two, 0.0))
            assert order in (["a in", "a out", "b in", "b out"], ["b in", "b out", "a in", "a out"])
            with pytest.raises(TimeoutError):  # the others' ends did not end this one
                async with asyncio.timeout(0.2), two.lease(OTHER, NO_DEADLINE):
                    pass

    asyncio.run(main())


def test_who_is_cancelled_while_waiting_or_holding_leaves_nothing(tmp_path: Path) -> None:
    async def stay(leases: FolderLeases) -> None:
        async with leases.lease(KEY, NO_DEADLINE):
            await asyncio.sleep(60)

    async def main() -> None:
        leases = FolderLeases(tmp_path)
        before = open_files()
        holding, waiting = asyncio.create_task(stay(leases)), asyncio.create_task(stay(leases))
        await asyncio.sleep(0.1)
        for task in (waiting, holding):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        async with asyncio.timeout(5), leases.lease(KEY, NO_DEADLINE):
            pass
        assert open_files() == before

    asyncio.run(main())


def test_the_file_is_private_and_stays_empty(tmp_path: Path) -> None:
    async def main() -> None:
        async with FolderLeases(tmp_path).lease("f" * 64, NO_DEADLINE):
            facts = (tmp_path / FILE).stat()
            assert (stat.S_IMODE(facts.st_mode), facts.st_size) == (0o600, 0)

    before = os.umask(0)
    try:
        asyncio.run(main())
    finally:
        os.umask(before)


def no_folder(folder: Path) -> Path:
    return folder / "absent"


def a_folder_in_its_place(folder: Path) -> Path:
    (folder / FILE).mkdir()
    return folder


def a_link_in_its_place(folder: Path) -> Path:
    (folder / FILE).symlink_to(folder / "elsewhere")
    return folder


@pytest.mark.parametrize("spoil", [no_folder, a_folder_in_its_place, a_link_in_its_place])
def test_what_cannot_be_leased_is_done_without(tmp_path: Path, spoil: Callable[[Path], Path]) -> None:
    async def main(folder: Path) -> None:
        async with FolderLeases(folder).lease(KEY, NO_DEADLINE), FolderLeases(folder).lease(KEY, NO_DEADLINE):
            assert not (tmp_path / "elsewhere").exists()

    asyncio.run(main(spoil(tmp_path)))


def test_no_leases_hold_nobody_up() -> None:
    async def main() -> None:
        leases = NoLeases()
        async with leases.lease(KEY, NO_DEADLINE), leases.lease(KEY, NO_DEADLINE):
            pass

    asyncio.run(main())

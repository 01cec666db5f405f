"""Real processes, a real endpoint: who wants the same article at once costs one run, whoever dies or hangs up."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from tests.extraction.llm_tools import until
from tests.extraction.reading_tools import ARTICLE, WANTED, asking_for
from tests.extraction.sharing_worker import HELD, asked_in, work
from tests.fakes.endpoint import Json, ScriptedEndpoint, answer, enforcing, hang

from groundwire.extraction.cache import DiskCache
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.leases import FolderLeases
from groundwire.extraction.llm import Endpoint, OpenAIModel
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.retry import RetryPolicy
from groundwire.schemas import CacheState

SPAWN = multiprocessing.get_context("spawn")
EMPTY: Json = {"records": []}


@asynccontextmanager
async def extracting(base_url: str, folder: Path) -> AsyncIterator[Extractor]:
    """A worker as it is served: an endpoint, a cache in a folder, leases in the same."""
    endpoint = Endpoint(base_url=base_url, api_key=SecretStr("none"), model="scripted", identity="scripted@here")
    model = OpenAIModel(endpoint, RetryPolicy(transport=0))
    with DiskCache(folder) as cache:
        try:
            yield Extractor(Reader(model, Profile.LARGE), cache, leases=FolderLeases(folder))
        finally:
            await model.close()


@contextmanager
def two_workers(folder: Path, url: str | None = None) -> Iterator[list[tuple[int, Connection]]]:
    """Processes that are ready to begin, and whose models do not answer yet: number and line of each."""
    (folder / HELD).touch()
    lines, processes = [], []
    try:
        for name in "ab":
            here, there = SPAWN.Pipe()
            process = SPAWN.Process(target=work, args=(folder, name, there, url))
            process.start()
            processes.append(process)
            lines.append((process.pid or 0, here))
        for _, line in lines:
            assert told(line) == "ready"
        yield lines
    finally:
        for process in processes:
            process.kill()
            process.join()


def told(line: Connection) -> Any:  # noqa: ANN401 - as it was sent
    """What a process says, within a minute."""
    assert line.poll(60)
    return line.recv()


@pytest.mark.parametrize("store", ["folder", "redis"])
def test_processes_that_want_the_same_at_once_share_one_run(
    tmp_path: Path, store: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("redis_url") if store == "redis" else None
    with two_workers(tmp_path, url) as lines:
        for _, line in lines:
            line.send("begin")
        asyncio.run(until(lambda: asked_in(tmp_path) == 1))
        time.sleep(0.3)  # the other one does not ask
        assert asked_in(tmp_path) == 1
        (tmp_path / HELD).unlink()
        assert sorted(told(line) for _, line in lines) == [("miss", 3), ("shared", 3)]
        assert asked_in(tmp_path) == 3


def test_another_process_takes_over_from_one_that_is_killed(tmp_path: Path) -> None:
    with two_workers(tmp_path) as lines:
        (first, line), (_, waiting) = lines
        line.send("begin")
        asyncio.run(until(lambda: asked_in(tmp_path) == 1))
        waiting.send("begin")
        assert not waiting.poll(0.5)
        assert asked_in(tmp_path) == 1
        os.kill(first, signal.SIGKILL)
        killed = time.monotonic()
        asyncio.run(until(lambda: asked_in(tmp_path) == 2))
        # The lease takes a poll, which `test_leases` holds to a second; the rest is the first article of the process.
        assert time.monotonic() - killed < 4
        (tmp_path / HELD).unlink()
        assert told(waiting) == ("miss", 3)


@pytest.mark.parametrize("callers", [1, 5])
def test_when_all_have_left_the_request_upstream_ends(tmp_path: Path, callers: int) -> None:
    async def main(base_url: str) -> float:
        async with extracting(base_url, tmp_path) as extractor:
            calls = [asyncio.create_task(extractor.extract(WANTED)) for _ in range(callers)]
            await until(lambda: endpoint.calls == 1)
            for call in calls[1:]:
                call.cancel()
            await asyncio.sleep(0.2)
            assert endpoint.abandoned == 0  # one is left
            begin = time.monotonic()
            calls[0].cancel()
            await until(lambda: endpoint.abandoned == 1)
            return time.monotonic() - begin

    with ScriptedEndpoint(enforcing([hang()])) as endpoint:
        assert asyncio.run(main(endpoint.base_url)) < 0.5  # 0.1 on a machine with nothing else to do


def test_a_folder_of_which_nothing_can_be_kept_fails_nobody(tmp_path: Path) -> None:
    async def main(base_url: str) -> CacheState:
        async with extracting(base_url, tmp_path / "cache") as extractor:
            (tmp_path / "cache").rename(tmp_path / "elsewhere")
            (tmp_path / "cache").write_text("no folder")
            return (await extractor.extract(WANTED)).meta.cache

    with ScriptedEndpoint(enforcing([answer(EMPTY)])) as endpoint:
        assert asyncio.run(main(endpoint.base_url)) is CacheState.MISS


def test_what_is_kept_is_served_from_another_event_loop_without_a_model(tmp_path: Path) -> None:
    async def keep(base_url: str) -> None:
        async with extracting(base_url, tmp_path) as extractor:
            await extractor.extract(WANTED)

    async def serve() -> None:
        async with extracting("http://127.0.0.1:9/v1", tmp_path) as extractor:  # nobody listens there
            both = [asyncio.to_thread(lambda: asyncio.run(many(extractor))) for _ in range(2)]
            for texts in await asyncio.gather(*both, many(extractor)):
                assert len({*texts}) == 1
                assert texts[0] == (await extractor.extract(WANTED)).model_dump_json()
            assert await extractor.cached(asking_for(ARTICLE, cache="refresh")) is None
            assert await extractor.cached(asking_for(ARTICLE, recall_pass=True)) is None

    async def many(extractor: Extractor) -> list[str | None]:
        return [*await asyncio.gather(*(extractor.cached(WANTED) for _ in range(50)))]

    with ScriptedEndpoint(enforcing([answer(EMPTY)])) as endpoint:
        asyncio.run(keep(endpoint.base_url))
    asyncio.run(serve())

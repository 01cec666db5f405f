"""Each part of the benchmarks still works: a few calls, requests and articles of it, and no judgement of times."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.bulk.speed import speed
from benchmarks.calls.answers import ANSWERS, SCHEMA
from benchmarks.calls.endpoint import completion
from benchmarks.calls.one import made
from benchmarks.framework.processes import answer_of, running
from benchmarks.load.articles import article, body
from benchmarks.stores.contenders import IN_FOLDERS
from benchmarks.stores.one import key, text, timed


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Address of the endpoint of ready answers."""
    with running("benchmarks.calls.endpoint", core=None) as (_, address):
        yield address


@pytest.mark.parametrize("name", ["groundwire", "httpx2"])
def test_a_contender_is_measured_in_each_cell(name: str, endpoint: str) -> None:
    cells = [(0, 1, 3), (20, 4, 4)]
    found = answer_of("benchmarks.calls.one", name, endpoint, json.dumps(cells), core=None)
    assert all(cpu > 0 and seconds > 0 for cpu, seconds in found)
    assert found[1][1] >= 0.02


def test_the_answer_of_the_endpoint_fits_the_schema() -> None:
    made_ready = completion(ANSWERS["drafts"]).partition(b"\r\n\r\n")[2]
    content = json.loads(made_ready)["choices"][0]["message"]["content"]
    assert [record.sentences for record in SCHEMA.model_validate_json(content).records] == [[n] for n in range(1, 7)]


def test_so_many_calls_are_made_however_many_at_once() -> None:
    asked: list[int] = []

    async def ask() -> object:
        asked.append(1)
        await asyncio.sleep(0)
        return asked

    asyncio.run(made(ask, 10, 4))
    assert len(asked) == 10


def test_a_reference_is_asked_and_its_time_is_told(tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes(b'{"found": 1}')
    (tmp_path / "body").write_bytes(body(article(1)))
    with running("benchmarks.cached.bare", "parsed", tmp_path / "answer", core=None) as (pid, address):
        host, _, port = address.removeprefix("http://").partition(":")
        arguments = (host, port, pid, tmp_path / "body", 20, 4)
        found = answer_of("benchmarks.cached.client", *arguments, core=None)
    assert found["cpu_us"] > 0
    assert found["per_s"] > 0


@pytest.mark.parametrize("name", IN_FOLDERS)
def test_a_store_gives_back_what_it_keeps(name: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    kept = IN_FOLDERS[name](str(tmp_path))

    async def filled() -> dict[str, float]:
        await kept.fill([(key(number), text(number)) for number in range(5)])
        assert await kept.get(key(3)) == text(3)
        assert await kept.get(key(9)) is None
        await kept.put(key(3), text(4))
        assert await kept.get(key(3)) == text(4)
        return await timed(lambda number: kept.get(key(number)), [1, 2, 3])

    found = asyncio.run(filled())
    kept.close()
    assert found["p50_us"] > 0


def test_an_article_is_read_in_a_process_of_its_own() -> None:
    found = answer_of("benchmarks.reading.one", 1_000, 1, core=None)
    assert found["records"] > 0
    assert found["cpu_s"] > 0


def test_workers_get_through_a_job(tmp_path: Path) -> None:
    found = speed(str(tmp_path / "jobs.db"), "nothing", workers=1, count=10, variables={})
    assert found["per_s"] > 0
    assert json.dumps(found)

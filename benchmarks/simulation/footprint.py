"""Measures what an article leaves and takes besides its reading: cache on disk and in Redis, and the engines of jobs.

    python -m benchmarks.simulation.footprint [--articles 500] [--write]

The entries are the extractions of the five articles of the evals (`make articles`), the jobs hold those articles, and
their body gives the extraction at once: what is left is the engine. Real servers of PostgreSQL and Redis, as the tests
start them (`full_page_writes` and `fsync` off: with them more is written ahead). --write keeps the figures in
benchmarks/results/.
"""

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import psutil
import psycopg
from benchmarks.load.service import machine
from benchmarks.simulation.pages import keep
from pydantic import SecretStr
from tests.servers.postgres import run_postgres
from tests.servers.redis import run_redis

from groundwire.extraction.cache import DiskCache
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.redis_cache import RedisCache
from groundwire.extraction.redis_link import RedisLink
from groundwire.jobs.engine import Delivery, Engine, Later, NewItem, NewJob, Outcome
from groundwire.jobs.postgres_engine import open_postgres_engine
from groundwire.jobs.sqlite_engine import open_sqlite_engine
from groundwire.schemas import Extraction, ExtractRequest
from groundwire.schemas.jobs import ResultState

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "benchmarks" / "results" / "footprint.json"
CONCURRENCY: Final = 8


@dataclass(frozen=True)
class Kept:
    """What an entry of the cache takes.

    Attributes:
        text: Bytes of the Extraction as JSON, UTF-8.
        disk: Bytes of the cache's folder.
        redis: Bytes of Redis' memory.
    """

    text: float
    disk: float
    redis: float


@dataclass(frozen=True)
class Worked:
    """What an article takes of an engine.

    Attributes:
        cpu_ms: Processor time of the worker's process, handing in included.
        server_cpu_ms: Of the database's processes.
        bytes_kept: Of the database, request and result.
        transactions: Of the database.
        rows_written: Inserted, updated or deleted.
        wal_bytes: Written ahead.
    """

    cpu_ms: float
    server_cpu_ms: float
    bytes_kept: float
    transactions: float
    rows_written: float
    wal_bytes: float


def extractions() -> list[str]:
    """The five extractions, as the cache keeps them."""
    files = sorted((ROOT / "benchmarks" / "results" / "articles").glob("*.json"))
    if not files:
        raise SystemExit("there are no extractions yet: make articles")
    return [Extraction.model_validate_json(file.read_bytes()).model_dump_json() for file in files]


def requests() -> list[str]:
    """The five articles, as a job holds them."""
    files = sorted((ROOT / "evals" / "articles").glob("*.txt"))
    return [ExtractRequest(text=file.read_bytes().decode("utf-8")).model_dump_json() for file in files]


async def _fill(cache: Cache, entries: int) -> None:
    texts = extractions()
    for number in range(entries):
        await cache.put(sha256(str(number).encode()).hexdigest(), texts[number % len(texts)])


def measure_cache(entries: int) -> Kept:
    """Fill both caches with so many entries."""
    texts = extractions()
    with tempfile.TemporaryDirectory() as name:
        disk = DiskCache(Path(name) / "cache")
        asyncio.run(_fill(disk, entries))
        disk.close()
        on_disk = _bytes_below(Path(name) / "cache")
    with run_redis() as server:
        link = RedisLink(SecretStr(server.url))
        with contextlib.closing(link), RedisCache(link) as cache:
            before = _redis_bytes(link)
            asyncio.run(_fill(cache, entries))
            in_redis = _redis_bytes(link) - before
    return Kept(sum(len(text.encode()) for text in texts) / len(texts), on_disk / entries, in_redis / entries)


def _redis_bytes(link: RedisLink) -> int:
    return int(link.here(lambda client: client.info("memory")["used_memory"]))


def _bytes_below(folder: Path) -> int:
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


async def _work_off(engine: Engine, articles: int) -> None:
    """Hand in a job and read it, with all answers at hand."""
    asked, answers = requests(), extractions()

    async def body(delivery: Delivery) -> Outcome | Later:
        return Outcome(ResultState.DONE, answers[delivery.index % len(answers)])

    job = await engine.submit(NewJob([NewItem(asked[number % len(asked)]) for number in range(articles)]))
    work = asyncio.create_task(engine.work(body, CONCURRENCY))
    while (status := await engine.status(job.id, None)) is not None and status.done < articles:  # noqa: ASYNC110 - it is in a database
        await asyncio.sleep(0.2)
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


def _timed(opened: Callable[[], AbstractAsyncContextManager[Engine]], articles: int) -> float:
    """Processor time of this process, milliseconds an article, once the engine is warm."""

    async def run() -> float:
        async with opened() as engine:
            await _work_off(engine, 20)
            begin = time.process_time()
            await _work_off(engine, articles)
            return time.process_time() - begin

    return asyncio.run(run()) / articles * 1e3


@asynccontextmanager
async def _sqlite(path: Path) -> AsyncIterator[Engine]:
    engine = open_sqlite_engine(path)
    try:
        yield engine
    finally:
        await engine.close()


def measure_sqlite(articles: int) -> Worked:
    """The embedded engine, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "jobs"
        cpu_ms = _timed(lambda: _sqlite(folder / "jobs.db"), articles)
        kept = _bytes_below(folder) / (articles + 20)
    return Worked(cpu_ms, 0.0, kept, 0.0, 0.0, 0.0)


def measure_postgres(articles: int) -> Worked:
    """The engine on PostgreSQL, worker in this process."""
    with run_postgres() as server:
        url = server.new_database()
        with psycopg.connect(url, autocommit=True) as connection:
            before, cpu_before = _counted(connection), _servers_cpu_s()
            cpu_ms = _timed(lambda: open_postgres_engine(SecretStr(url)), articles)
            time.sleep(1.5)  # PostgreSQL tells its statistics a second late
            after, cpu_after = _counted(connection), _servers_cpu_s()
    size, transactions, rows, wal = ((b - a) / (articles + 20) for a, b in zip(before, after, strict=True))
    return Worked(cpu_ms, (cpu_after - cpu_before) / (articles + 20) * 1e3, size, transactions, rows, wal)


def _counted(connection: "psycopg.Connection[tuple[float, ...]]") -> tuple[float, ...]:
    row = connection.execute(
        "SELECT pg_database_size(datname), xact_commit + xact_rollback, tup_inserted + tup_updated + tup_deleted,"
        " pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint FROM pg_stat_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None  # noqa: S101 - of the database that we are in
    return row


def _servers_cpu_s() -> float:
    """Processor time of PostgreSQL, those of its processes that have ended included."""
    (server,) = (child for child in psutil.Process().children() if child.name() == "postgres")
    family = [server, *server.children()]
    ended = server.cpu_times()
    running = sum(times.user + times.system for times in (member.cpu_times() for member in family))
    return float(running + ended.children_user + ended.children_system)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500, help="entries, and articles of a job (default 500)")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results/")
    options = parser.parse_args()
    whole = {
        "machine": machine(),
        "articles": options.articles,
        "cache": asdict(measure_cache(options.articles)),
        "sqlite": asdict(measure_sqlite(options.articles)),
        "postgres": asdict(measure_postgres(options.articles)),
    }
    print(json.dumps(whole, indent=1))
    if options.write:
        keep(RESULTS, whole)


if __name__ == "__main__":
    main()

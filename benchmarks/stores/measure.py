"""Part c: what a look into the cache costs, and keeping a text, at two sizes, by one process and by four at once."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.framework.machine import machine
from benchmarks.framework.processes import answer_of
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import figures, provenance
from benchmarks.stores.contenders import IN_FOLDERS, IN_REDIS

SIZES: Final = (1_000, 100_000)
PROCESSES: Final = (1, 4)
GETS: Final = 2_000
PUTS: Final = 500


def measure(scale: Scale) -> Result:
    """All contenders in rotation, each over entries of its own that are kept from round to round."""
    facts = machine()
    sizes = [scale.of(size) for size in SIZES]
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as folder, _redis() as redis_url:
        places = dict.fromkeys(IN_FOLDERS, folder) | (dict.fromkeys(IN_REDIS, redis_url) if redis_url else {})
        for size in sizes:
            for name in places:
                place = _place(places[name], size, name)
                answer_of("benchmarks.stores.one", name, place, size, 0, 0, "fill", core=None)
            for number, name in in_rotation(scale.rounds, list(places)):
                place = _place(places[name], size, name)
                samples += [_sample(number, name, place, size, at_once, scale) for at_once in PROCESSES]
    said = {} if redis_url else {"left out": "no redis-server and no valkey-server was found"}
    return Result("c", facts, Samples(samples), said)


def _place(place: str, size: int, name: str) -> str:
    if place.startswith("redis"):
        # One database of the server for each, so that neither finds the other's entries.
        return place.rpartition("/")[0] + f"/{2 * [*IN_REDIS].index(name) + (size > min(SIZES))}"
    folder = Path(place) / str(size)
    folder.mkdir(exist_ok=True, mode=0o700)
    return str(folder)


def _sample(number: int, name: str, place: str, size: int, at_once: int, scale: Scale) -> Sample:
    gets, puts = scale.of(GETS, 50), scale.of(PUTS, 20)
    arguments = (name, place, size, gets, puts)
    with ThreadPoolExecutor(at_once) as pool:
        runs = [pool.submit(answer_of, "benchmarks.stores.one", *arguments, core=None) for _ in range(at_once)]
        found: list[dict[str, Any]] = [run.result() for run in runs]
    merged = {
        f"{kind}_{figure}": (sum if figure == "per_s" else statistics.median)(each[kind][figure] for each in found)
        for kind in ("get", "set")
        for figure in found[0][kind]
    }
    return Sample(name, f"{size:,} entries, {at_once} at once", number, merged)


@contextmanager
def _redis() -> Iterator[str]:
    """The address of a server of our own; an empty one if none is installed."""
    if not any(shutil.which(program) for program in ("redis-server", "valkey-server")):
        yield ""
        return
    from tests.servers.redis import run_redis  # noqa: PLC0415 - it needs what may not be there

    with run_redis() as server:
        yield server.url


def tables(result: Result) -> str:
    """What the page shows."""
    cases = result.samples.cases
    shown = {
        "get_p50_us": "Microseconds until a text is there, median of the calls:",
        "get_p99_us": "The same, 99th percentile:",
        "get_cpu_us": "CPU microseconds of the process for it:",
        "set_p50_us": "Microseconds until a text is kept, median:",
        "set_p99_us": "The same, 99th percentile:",
    }
    parts = [f"{title}\n\n{figures(result, figure, cases)}" for figure, title in shown.items()]
    left_out = [f"Left out: {result.said['left out']}."] if "left out" in result.said else []
    return "\n\n".join([provenance(result), *left_out, *parts])

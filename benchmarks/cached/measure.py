"""Part b: what a cached answer costs, and how long it takes beside extractions in flight. The service has no keys."""

import asyncio
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
from benchmarks.framework.machine import machine
from benchmarks.framework.processes import OTHER, answer_of, pin, running
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import figures, provenance, ratios
from benchmarks.load.articles import bodies, body
from benchmarks.load.client import Pool
from benchmarks.load.overload import cached_probes, callers
from benchmarks.load.service import Service, quantile, service_with_endpoint
from benchmarks.made_up import article as made_up

REQUESTS: Final = 4_000
AT_ONCE: Final = 16
CHARACTERS: Final = 6_000
"""Of the article that is asked for."""
IN_FLIGHT: Final = (0, 4, 32)
SECONDS: Final = 8.0
"""How long cached answers are timed beside extractions, in each round."""
DELAYS_S: Final = (0.05, 1.0)
"""How late the model answers meanwhile: much faster than any, and as a fast one does."""
REFERENCE: Final = "bare route"


@dataclass(frozen=True, slots=True)
class _Server:
    name: str
    host: str
    port: int
    pid: int


def measure(scale: Scale) -> Result:
    """First the cost of a request, then the time it takes beside others."""
    facts = machine()
    with tempfile.TemporaryDirectory() as folder:
        samples = _costs(scale, Path(folder))
    for number, delay_s in in_rotation(min(scale.rounds, 3), DELAYS_S):
        samples += asyncio.run(_beside(number, delay_s, scale))
    return Result("b", facts, Samples(samples), {"article": CHARACTERS})


def _costs(scale: Scale, folder: Path) -> list[Sample]:
    file = folder / "body.json"
    file.write_bytes(body(made_up(CHARACTERS).text))
    samples = []
    with _servers(folder, file) as servers:
        for number, server in in_rotation(scale.rounds, servers):
            arguments = (server.host, server.port, server.pid, file, scale.of(REQUESTS), AT_ONCE)
            found = answer_of("benchmarks.cached.client", *arguments)
            samples.append(Sample(server.name, "cached", number, found))
    return samples


@contextmanager
def _servers(folder: Path, file: Path) -> Iterator[list[_Server]]:
    """The service with that article in its cache, and the references, which answer with the same bytes."""
    with ExitStack() as stack:
        service = stack.enter_context(service_with_endpoint(0.0, {}))
        pid = service.running.process.pid
        for thread in Path(f"/proc/{pid}/task").iterdir():
            pin(OTHER, int(thread.name))
        url = f"{service.url}/v1/extract"
        headers = {"Content-Type": "application/json"}
        answers = [httpx.post(url, content=file.read_bytes(), headers=headers, trust_env=False) for _ in range(2)]
        kept = folder / "answer.json"
        kept.write_bytes(answers[1].raise_for_status().content)
        servers = [_Server("groundwire serve", service.host, service.port, pid)]
        for kind, name in (("bare", REFERENCE), ("parsed", "route with pydantic and a dict")):
            pid, address = stack.enter_context(running("benchmarks.cached.bare", kind, kept))
            parts = urlsplit(address)
            servers.append(_Server(name, parts.hostname or "", parts.port or 0, pid))
        yield servers


async def _beside(number: int, delay_s: float, scale: Scale) -> list[Sample]:
    """Time cached answers with so many extractions in flight, on whatever cores there are."""
    places = {"GROUNDWIRE_MAX_EXTRACTIONS": str(max(IN_FLIGHT)), "GROUNDWIRE_CONCURRENCY": str(max(IN_FLIGHT))}
    with service_with_endpoint(delay_s, places) as service:
        return [await _timed(service, number, delay_s, at_once, scale) for at_once in IN_FLIGHT]


async def _timed(service: Service, number: int, delay_s: float, at_once: int, scale: Scale) -> Sample:
    pool = Pool(service.host, service.port)
    seconds = max(1.0, SECONDS * scale.share)
    contents = itertools.islice(bodies(), 1 + number * 100_000, None)
    async with cached_probes(pool) as probes:
        if at_once:
            await callers(pool, contents, at_once, seconds)
        else:
            await asyncio.sleep(seconds)
    pool.close()
    took = probes.seconds.get(200, [])
    case = f"{at_once} in flight, model after {delay_s * 1000:.0f} ms"
    figures_ = {"p50_ms": 1000 * quantile(took, 0.5), "p99_ms": 1000 * quantile(took, 0.99), "answers": len(took)}
    return Sample("cached answer", case, number, figures_)


def tables(result: Result) -> str:
    """What the page shows."""
    servers = [name for name in result.samples.contenders if name != "cached answer"]
    beside = [case for case in result.samples.cases if case != "cached"]
    costs = Result(result.part, result.machine, Samples(s for s in result.samples if s.case == "cached"), result.said)
    intro = (
        f"{provenance(costs)} The service runs without keys. All answer `POST /v1/extract` for an article of "
        f"{result.said['article']:,} characters with the same bytes; {AT_ONCE} requests at once."
    )
    crowd = (
        "Milliseconds until a cached answer is whole, 25 asked for a second, while extractions are in flight; "
        "service, client and endpoint share the cores. 99th percentile of each round:"
    )
    return "\n\n".join(
        [
            intro,
            "CPU microseconds of the server for a request:",
            figures(costs, "cpu_us", ["cached"], servers),
            f"The same by the {REFERENCE} in the same round:",
            ratios(costs, "cpu_us", REFERENCE, ["cached"]),
            "Requests a second:",
            figures(costs, "per_s", ["cached"], servers),
            crowd,
            figures(result, "p99_ms", beside, ["cached answer"]),
            "Median:",
            figures(result, "p50_ms", beside, ["cached answer"]),
        ]
    )

"""Measures what an article costs a service that has nothing else to do: one caller, an endpoint that answers at once.

    python -m benchmarks.simulation.calibrate

These costs, and no other measurement, go into the predictions that `benchmarks.simulation.check` holds against a
service under load.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil
from benchmarks.load.client import Pool
from benchmarks.load.overload import callers
from benchmarks.load.service import Service, machine, model_endpoint, service_with_endpoint
from benchmarks.simulation.real import CALLS, Kind, bodies, cpu_s, text, watching
from benchmarks.simulation.scenario import Costs
from benchmarks.simulation.workers import Shift, Worked, measure_shift
from tests.cli.support import endpoint_variables

from groundwire.cli.settings import Settings
from groundwire.cli.wiring import open_parts
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Draft, Message, StructuredModel
from groundwire.extraction.reader import Reader, Task
from groundwire.schemas import Article

CACHED = 1000
"""Cached answers whose mean cost is taken."""
ALONE = {"short": 400, "long": 100}
"""Articles that a worker reads alone."""
READ = 30
"""Articles whose calls are timed."""


@dataclass(frozen=True)
class Calibration:
    """What was measured.

    Attributes:
        machine: On what.
        cores: Of it.
        by_kind: Costs of each kind of article over HTTP.
        of_workers: Costs of each kind of article as a worker of the embedded engine reads it.
    """

    machine: str
    cores: int
    by_kind: dict[str, Costs]
    of_workers: dict[str, Costs]


class _Timed:
    """A model whose calls are made one after the other, and their processor time added up."""

    concurrency = 1

    def __init__(self, model: StructuredModel) -> None:
        self._model = model
        self.name, self.identity, self.sampling = model.name, model.identity, model.sampling
        self.dialect = model.dialect
        self.calls = 0
        self.seconds = 0.0

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """As the model does."""
        begin = time.process_time()
        answered = await self._model.ask(schema, messages, ledger)
        self.seconds += time.process_time() - begin
        self.calls += 1
        return answered


async def _call_ms(base_url: str, folder: Path, kind: Kind) -> float:
    """Processor time of a call, in this process."""
    names = {"BASE_URL": "base_url", "API_KEY": "api_key", "MODEL": "model"}
    given = endpoint_variables(base_url)
    chosen = {field: given[f"GROUNDWIRE_{name}"] for name, field in names.items()}
    settings = Settings.model_validate({**chosen, "cache_dir": folder / "cache", "retries": 0, "corrections": 0})
    async with open_parts(settings, lambda *_: None) as parts:
        model = _Timed(parts.model)
        reader = Reader(model, parts.profile)
        for number in range(READ + 3):
            if number == 3:  # the first ones build tables
                model.calls, model.seconds = 0, 0.0
            await reader.read(Task(Article(text=text(kind, 10**7 + number))), Ledger())
    return model.seconds / model.calls * 1e3


async def _over_http(service: Service, kind: Kind, call_ms: float, seconds: float) -> Costs:
    """What one caller after the other costs."""
    pool = Pool(service.host, service.port)
    contents = bodies(kind)
    await callers(pool, contents, 1, 1.0)
    asked = next(contents)
    stages = (await pool.ask("POST", "/v1/extract", asked)).json()["meta"]["stage_ms"]
    pid = service.running.process.pid
    with watching(pid) as hits:
        for _ in range(CACHED):
            await pool.ask("POST", "/v1/extract", asked)
    beside_s = _beside_s()
    with watching(pid) as watch:
        tally = await callers(pool, contents, 1, seconds)
    beside_s = _beside_s() - beside_s
    pool.close()
    made = tally.statuses[200]
    request_ms = hits.cpu_s / CACHED * 1e3
    idle_s = watch.seconds - watch.cpu_s - beside_s - watch.stalled_s
    return Costs(
        article_ms=watch.cpu_s / made * 1e3 - request_ms - CALLS[kind] * call_ms,
        call_ms=call_ms,
        plan_share=stages["plan"] / (stages["plan"] + stages["code"]),
        request_ms=request_ms,
        beside_ms=beside_s / made * 1e3,
        idle_ms=max(0.0, idle_s / made * 1e3),
    )


def _beside_s() -> float:
    """Processor time of this process and of the endpoint."""
    endpoints = [child for child in psutil.Process().children() if "benchmarks.load.endpoint" in child.cmdline()]
    return time.process_time() + sum(cpu_s(endpoint.pid) for endpoint in endpoints)


def calibrate(seconds: float = 4.0) -> Calibration:
    """Measure both kinds of articles, each with a service of its own."""
    kinds: tuple[Kind, ...] = ("short", "long")
    by_kind: dict[str, Costs] = {}
    of_workers: dict[str, Costs] = {}
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder, model_endpoint(0.0) as base_url:
            call_ms = asyncio.run(_call_ms(base_url, Path(folder), kind))
        with service_with_endpoint(0.0, {}) as service:
            by_kind[kind] = asyncio.run(_over_http(service, kind, call_ms, seconds))
        alone = measure_shift(Shift(kind, 0.0, processes=1, calls=CALLS[kind], places=1), ALONE[kind])
        of_workers[kind] = _of_worker(alone, by_kind[kind], CALLS[kind])
    return Calibration(machine(), psutil.cpu_count() or 1, by_kind, of_workers)


def _of_worker(alone: Worked, over_http: Costs, calls: int) -> Costs:
    """What a worker that is alone takes, its engine with it."""
    return replace(
        over_http,
        article_ms=alone.cpu_ms - calls * over_http.call_ms,
        request_ms=0.0,
        idle_ms=0.0,
    )


def main() -> None:
    """Measure and print."""
    print(json.dumps(asdict(calibrate()), indent=1))


if __name__ == "__main__":
    main()

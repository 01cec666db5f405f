"""Part e: many articles on both engines, and kills."""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.bulk.engines import POSTGRESQL, SQLITE, NewDatabase, engines
from benchmarks.bulk.kills import kill
from benchmarks.bulk.speed import CONCURRENCY, speed
from benchmarks.framework.machine import machine
from benchmarks.framework.plot import bars
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import figures, number, provenance, spelled, table
from benchmarks.load.service import model_endpoint
from tests.cli.support import endpoint_variables

WORKERS: Final = (1, 2, 4)
BODIES: Final = {"nothing": 1000, "extract": 300}
"""What workers do, and with how many articles."""
DELAY_S: Final = 0.05
KILLS: Final = 10


def measure(scale: Scale) -> Result:
    """The speed of both engines in rotation, then the kills of each."""
    facts = machine()
    workers = WORKERS if scale.whole else WORKERS[1:2]
    with tempfile.TemporaryDirectory() as folder, engines(Path(folder)) as found, model_endpoint(DELAY_S) as base_url:
        runs = [(engine, body, count) for body in BODIES for engine in found for count in workers]
        samples = [
            Sample(
                _name(engine, body),
                _crew(count),
                turn,
                speed(found[engine](), body, count, scale.of(BODIES[body], 20), endpoint_variables(base_url)),
            )
            for turn, (engine, body, count) in in_rotation(scale.rounds, runs)
        ]
        for engine, new_database in found.items():
            samples += _killed(engine, new_database, Path(folder), scale.of(KILLS))
    said = {} if POSTGRESQL in found else {"left out": "PostgreSQL's programs were not found"}
    order = {(_name(engine, body), _crew(count)): at for at, (engine, body, count) in enumerate(runs)}
    samples.sort(key=lambda sample: (sample.round, order.get((sample.contender, sample.case), len(order))))
    return Result("e", facts, Samples(samples), said)


def _crew(count: int) -> str:
    return f"{count} worker{'s' if count > 1 else ''}"


def _name(engine: str, body: str) -> str:
    return f"{engine}, {'engine alone' if body == 'nothing' else 'extraction'}"


def _killed(engine: str, new_database: NewDatabase, folder: Path, kills: int) -> list[Sample]:
    totals, waits = asyncio.run(kill(new_database(), folder / f"{engine}.log", kills))
    whole = Sample(engine, "kills", 0, totals)
    return [whole, *(Sample(engine, "kill", turn, {"recovery_s": wait}) for turn, wait in enumerate(waits))]


def tables(result: Result) -> str:
    """What the page shows."""
    cases = [case for case in result.samples.cases if "worker" in case]
    names = [name for name in result.samples.contenders if ", " in name]
    speeds = Result(
        result.part, result.machine, Samples(s for s in result.samples if s.contender in names), result.said
    )
    left_out = [f"Left out: {result.said['left out']}."] if "left out" in result.said else []
    intro = (
        f"{provenance(speeds)} Each worker reads {CONCURRENCY} articles at once; an extraction asks one question of an "
        f"endpoint that answers after {DELAY_S * 1000:.0f} ms. Workers, endpoint and server share the cores."
    )
    kills = (
        "Workers killed with SIGKILL at random moments, each replaced by a new one: three workers, four articles at a "
        "time each, 0.1 s a call:"
    )
    return "\n\n".join(
        [
            intro,
            *left_out,
            "Articles a second:",
            figures(speeds, "per_s", cases, names),
            "CPU milliseconds of the workers for an article (not of PostgreSQL's server, which runs without fsync):",
            figures(speeds, "cpu_ms", cases, names),
            kills,
            _kill_table(result),
        ]
    )


def _kill_table(result: Result) -> str:
    columns = ["kills", "articles", "lost", "stored_twice", "repeated", "in_flight"]
    head = ["", *columns[:3], "stored twice", "calls repeated", "calls in flight at the kills", "s until begun again"]
    rows = []
    for engine in (SQLITE, POSTGRESQL):
        totals = [result.samples.spread(engine, "kills", column) for column in columns]
        known = [number(spread.median) for spread in totals if spread]
        if known:
            rows.append([engine, *known, spelled(result.samples.spread(engine, "kill", "recovery_s"))])
    return table(head, rows)


def picture(result: Result) -> str:
    """The plot of the page."""
    cases = [case for case in result.samples.cases if "worker" in case]
    groups = {
        engine: {
            f"{name}, {case}": spread.median
            for case in cases
            for name in ("engine alone", "extraction")
            if (spread := result.samples.spread(f"{engine}, {name}", case, "per_s"))
        }
        for engine in (SQLITE, POSTGRESQL)
    }
    return bars("Articles a second", "/s", {engine: values for engine, values in groups.items() if values})

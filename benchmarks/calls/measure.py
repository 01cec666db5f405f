"""Part a: what a call of a model costs beside the model."""

import json
from typing import Final

from benchmarks.calls.answers import ANSWERS, ARTICLE
from benchmarks.calls.contenders import CONTENDERS
from benchmarks.framework.machine import machine
from benchmarks.framework.plot import bars
from benchmarks.framework.processes import answer_of, cpu_seconds, running
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import figures, provenance, ratios

CELLS: Final = ((0, 1, 150), (0, 16, 240), (0, 64, 240), (50, 1, 40), (50, 16, 240), (50, 64, 240))
"""Milliseconds until the endpoint answers, calls in flight, calls."""
SLOW: Final = {"langextract": 0.25}
"""Those that make fewer calls, that a round may end."""
REFERENCE: Final = "openai"


def measure(scale: Scale) -> Result:
    """All contenders, each in a process of its own, before one endpoint."""
    facts = machine()
    samples: list[Sample] = []
    with running("benchmarks.calls.endpoint") as (endpoint, address):
        for number, name in in_rotation(scale.rounds, list(CONTENDERS)):
            samples += _round(number, name, address, endpoint, scale)
    said = {
        "article": len(ARTICLE),
        "answer": len(ANSWERS["drafts"]),
        "endpoint us": round(1e6 * min(s.figures["endpoint_ms"] for s in samples) / 1000),
    }
    return Result("a", facts, Samples(samples), said)


def _round(number: int, name: str, address: str, endpoint: int, scale: Scale) -> list[Sample]:
    share = SLOW.get(name, 1.0)
    cells = [(delay, at_once, scale.of(round(calls * share))) for delay, at_once, calls in CELLS]
    before = cpu_seconds(endpoint)
    found = answer_of("benchmarks.calls.one", name, address, json.dumps(cells))
    asked = sum(calls + max(10, at_once) for _, at_once, calls in cells)
    endpoint_ms = (cpu_seconds(endpoint) - before) / asked * 1000
    return [
        Sample(
            name,
            case(delay, at_once),
            number,
            {
                "cpu_ms": cpu / calls * 1000,
                "calls_per_s": calls / seconds,
                "endpoint_ms": endpoint_ms,
            },
        )
        for (delay, at_once, calls), (cpu, seconds) in zip(cells, found, strict=True)
    ]


def case(delay_ms: int, at_once: int) -> str:
    """The name of a cell."""
    return f"{delay_ms} ms, {at_once}"


def tables(result: Result) -> str:
    """What the page shows."""
    cases = result.samples.cases
    said = result.said
    ceiling = round(1e6 / said["endpoint us"], -2)
    intro = (
        f"{provenance(result)} The endpoint takes {said['endpoint us']} microseconds of its core for a call: it could "
        f"answer {ceiling:,.0f} a second. The article has {said['article']:,} characters, the answer "
        f"{said['answer']:,}. Columns: milliseconds until the endpoint answers, calls in flight."
    )
    return "\n\n".join(
        [
            intro,
            "CPU milliseconds a call (user and system, all threads of the client):",
            figures(result, "cpu_ms", cases),
            f"The same by {REFERENCE}'s `create` in the same round:",
            ratios(result, "cpu_ms", REFERENCE, cases),
            "Calls a second:",
            figures(result, "calls_per_s", cases),
        ]
    )


def picture(result: Result) -> str:
    """The plot of the page."""
    cells = {"at once, 16 in flight": case(0, 16), "after 50 ms, 64 in flight": case(50, 64)}
    groups = {
        title: {
            name: spread.median
            for name in result.samples.contenders
            if (spread := result.samples.spread(name, cell, "cpu_ms"))
        }
        for title, cell in cells.items()
    }
    return bars("CPU milliseconds of the client for one call of a model", "ms", groups)

"""Part d: what the pipeline takes for articles of 1,000 to 1,000,000 characters, no model asked."""

from typing import Final

from benchmarks.framework.machine import machine
from benchmarks.framework.plot import bars
from benchmarks.framework.processes import answer_of
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import provenance, spelled, table

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
_NAME: Final = "groundwire"


def measure(scale: Scale) -> Result:
    """All sizes in rotation, each article in a process of its own, another article in each round."""
    facts = machine()
    sizes = SIZES if scale.whole else SIZES[:2]
    samples = [
        Sample(_NAME, str(size), turn, _figures(size, answer_of("benchmarks.reading.one", size, turn + 1)))
        for turn, size in in_rotation(scale.rounds, sizes)
    ]
    return Result("d", facts, Samples(sorted(samples, key=lambda s: (s.round, int(s.case)))), {})


def _figures(size: int, run: dict[str, float]) -> dict[str, float]:
    return {
        "cpu_ms": run["cpu_s"] * 1000,
        "cpu_ms_per_1000": run["cpu_s"] * 1e6 / size,
        "memory_mb": run["memory_mb"],
        "records": run["records"],
    }


def tables(result: Result) -> str:
    """What the page shows."""
    shown = ["cpu_ms", "cpu_ms_per_1000", "memory_mb", "records"]
    rows = [
        [f"{int(case):,}", *(spelled(result.samples.spread(_NAME, case, figure)) for figure in shown)]
        for case in result.samples.cases
    ]
    head = ["characters", "CPU ms", "CPU ms a 1,000 characters", "peak memory, MB", "records"]
    return "\n\n".join([provenance(result), table(head, rows), _linear(result)])


def _linear(result: Result) -> str:
    each = _by_size(result)
    long = [value for size, value in each.items() if int(size.replace(",", "")) >= SIZES[1]]
    more = f"{100 * (max(long) / min(long) - 1):.0f} %"
    return f"From {SIZES[1]:,} characters on, the dearest 1,000 characters cost {more} more than the cheapest."


def _by_size(result: Result) -> dict[str, float]:
    spreads = {case: result.samples.spread(_NAME, case, "cpu_ms_per_1000") for case in result.samples.cases}
    return {f"{int(case):,}": spread.median for case, spread in spreads.items() if spread}


def picture(result: Result) -> str:
    """The plot of the page."""
    return bars("CPU milliseconds for 1,000 characters, by length of the article", "ms", {"": _by_size(result)})

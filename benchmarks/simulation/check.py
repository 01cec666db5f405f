"""Holds the simulation against this machine: predicted from costs that were measured without load, then measured.

    python -m benchmarks.simulation.check [--seconds 4] [--json FILE] [--write]

Endpoint, service, callers and workers are processes of their own on this machine, which should have nothing else to do:
the share of the time that the service waited for a core is measured too, and told. --write puts the table into
docs/scale.md and the figures into benchmarks/results/.
"""

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.load.service import machine
from benchmarks.simulation.calibrate import Calibration, calibrate
from benchmarks.simulation.pages import keep, markdown, put
from benchmarks.simulation.parameters import parameters
from benchmarks.simulation.real import CALLS, Point, measure
from benchmarks.simulation.run import simulate
from benchmarks.simulation.scenario import Arrivals, Article, Backlog, Callers, Endpoint, Fleet, Scenario
from benchmarks.simulation.tally import Outcome
from benchmarks.simulation.workers import Shift, measure_shift

RESULTS: Final = Path(__file__).resolve().parents[1] / "results" / "simulation-check.json"
WANTED: Final = 0.15
"""Most that a predicted throughput may be off."""
SIMULATED_S: Final = 60.0

POINTS: Final = {
    "`make overload`, its capacity": Point("short", 0.2, calls=4, places=4, callers=4),
    "`make overload`, three times that": Point("short", 0.2, calls=4, places=4, waiting=4, per_s=51),
    "few callers, slow model": Point("short", 1.0, calls=16, places=16, callers=16),
    "few articles": Point("short", 0.5, calls=32, places=32, per_s=20),
    "many callers, slow model": Point("short", 1.0, calls=64, places=64, callers=64),
    "many callers, fast model": Point("short", 0.05, calls=32, places=32, callers=32),
    "news, few callers": Point("long", 0.5, calls=24, places=8, callers=8),
    "news, calls are scarce": Point("long", 0.5, calls=8, places=32, callers=16),
    "news, many callers": Point("long", 0.2, calls=96, places=32, callers=32),
    "news, few articles": Point("long", 0.5, calls=32, places=32, per_s=10),
}
"""Requests over HTTP. Saturated is where interpreter, calls or places are all in use; the rest is not."""

SHIFTS: Final = {
    "worker": Shift("short", 0.2, processes=1, calls=8, places=8),
    "worker, fast model": Shift("short", 0.05, processes=1, calls=16, places=16),
    "worker, news": Shift("long", 0.5, processes=1, calls=24, places=12),
    "two workers": Shift("short", 0.2, processes=2, calls=8, places=8),
    "two workers, news, all cores busy": Shift("long", 0.2, processes=2, calls=48, places=16),
    "worker, jobs in PostgreSQL": Shift("short", 0.2, processes=1, calls=8, places=8, postgres=True),
}
"""Workers, of the embedded engine but for the last."""


@dataclass(frozen=True)
class Held:
    """A prediction beside its measurement; of workers no latencies are measured.

    Attributes:
        name: Of the load.
        load: The load, in words.
        predicted: By the simulation.
        per_s: Measured articles a second.
        p50_s: Measured median, in seconds.
        p95_s: Measured 95th percentile.
        shed_share: Measured part that was turned away.
        busy: Measured processor time of each process, as part of the time.
        stalled_share: Part of the time that the process had to wait for a core.
    """

    name: str
    load: str
    predicted: Outcome
    per_s: float
    busy: float
    stalled_share: float
    p50_s: float | None = None
    p95_s: float | None = None
    shed_share: float | None = None

    @property
    def off(self) -> float:
        """By what part of the measured throughput the prediction is above it."""
        return self.predicted.per_s / self.per_s - 1


def predict(point: Point, calibration: Calibration) -> Outcome:
    """What the simulation says of a load over HTTP."""
    return simulate(
        Scenario(
            name=point.kind,
            articles=(Article(CALLS[point.kind]),),
            costs=calibration.by_kind[point.kind],
            endpoint=Endpoint(point.delay_s, "constant"),
            fleet=Fleet(1, calibration.cores, 1, point.calls, point.places, point.waiting),
            load=Callers(point.callers) if point.callers else Arrivals(point.per_s * 86_400, even=True),
            seconds=SIMULATED_S,
            warm_up_s=10.0,
        )
    )


def predict_shift(shift: Shift, calibration: Calibration) -> Outcome:
    """What the simulation says of workers; what PostgreSQL adds was measured by itself (footprint)."""
    costs = calibration.of_workers[shift.kind]
    if shift.postgres:
        known = parameters()
        costs = replace(
            costs,
            engine_ms=known["cpu_ms_postgres"] - known["cpu_ms_sqlite"],
            beside_ms=costs.beside_ms + known["server_cpu_ms_postgres"],
        )
    return simulate(
        Scenario(
            name=shift.kind,
            articles=(Article(CALLS[shift.kind]),),
            costs=costs,
            endpoint=Endpoint(shift.delay_s, "constant"),
            fleet=Fleet(1, calibration.cores, shift.processes, shift.calls, shift.places),
            load=Backlog(),
            seconds=SIMULATED_S,
            warm_up_s=10.0,
        )
    )


def hold(calibration: Calibration, seconds: float) -> Iterator[Held]:
    """Predict and measure everything."""
    for name, point in POINTS.items():
        said, found = predict(point, calibration), measure(point, seconds)
        come = f"{point.callers} callers" if point.callers else f"{point.per_s:g} a second"
        load = f"{come}, model {point.delay_s:g} s, {point.calls} calls, {point.places} places"
        latencies = (found.p50_s, found.p95_s, found.shed_share)
        yield Held(name, load, said, found.per_s, found.busy, found.stalled_share, *latencies)
    for name, shift in SHIFTS.items():
        said = predict_shift(shift, calibration)
        worked = measure_shift(shift, round(said.per_s * (seconds + 2)))
        load = f"{shift.processes} × {shift.places} places, model {shift.delay_s:g} s, {shift.calls} calls"
        busy = worked.per_s * worked.cpu_ms / 1e3 / shift.processes
        yield Held(name, load, said, worked.per_s, busy, worked.stalled_share)


def table(held: list[Held]) -> str:
    """Markdown."""
    heads = ["load", "", "articles/s: said", "found", "off", "p50, s: said", "found", "p95, s: said", "found"]
    heads += ["shed: said", "found", "interpreters: said", "found"]
    return markdown(heads, [_row(one) for one in held])


def _row(one: Held) -> list[str]:
    said = one.predicted
    cells = [one.name, one.load, f"{said.per_s:.1f}", f"{one.per_s:.1f}", f"{one.off:+.0%}"]
    if one.p50_s is None or one.p95_s is None or one.shed_share is None:
        cells += [f"{said.made_s.p50:.2f}", "", f"{said.made_s.p95:.2f}", "", "", ""]
    else:
        cells += [f"{said.made_s.p50:.2f}", f"{one.p50_s:.2f}", f"{said.made_s.p95:.2f}", f"{one.p95_s:.2f}"]
        cells += [f"{said.shed_share:.0%}", f"{one.shed_share:.0%}"]
    return [*cells, f"{said.utilisation['interpreter']:.0%}", f"{one.busy:.0%}"]


def words(calibration: Calibration, held: list[Held]) -> str:
    """What was measured on, and the worst of it."""
    worst = max(held, key=lambda one: abs(one.off))
    within = sum(abs(one.off) <= WANTED for one in held)
    stalled = max(held, key=lambda one: one.stalled_share)
    costs = ", ".join(
        f"{costs.article_ms:.1f} ms and {costs.call_ms:.1f} ms a call ({kind})"
        for kind, costs in calibration.by_kind.items()
    )
    return (
        f"{machine()}. Processor time as calibrated, without load: {costs}. Throughput is predicted within "
        f"{WANTED:.0%} for {within} of {len(held)} loads; worst is {worst.off:+.0%} ({worst.name}). "
        "Threads that were ready waited for a core, all together, for at most "
        f"{stalled.stalled_share:.0%} of a run ({stalled.name})."
    )


def main() -> int:
    """Calibrate, predict, measure, and say where the prediction is too far off."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each load (default 4)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go besides")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scale.md, and the figures beside")
    options = parser.parse_args()
    calibration = calibrate()
    held = list(hold(calibration, options.seconds))
    page = f"{table(held)}\n\n{words(calibration, held)}"
    print(page)
    if options.write:
        put("check", page)
    whole = {"machine": machine(), "calibration": asdict(calibration), "held": [asdict(one) for one in held]}
    for file in ([RESULTS] if options.write else []) + ([options.json] if options.json else []):
        keep(file, whole)
    return any(abs(one.off) > WANTED for one in held)


if __name__ == "__main__":
    raise SystemExit(main())

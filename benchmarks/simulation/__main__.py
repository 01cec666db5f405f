"""Simulates one way to run Groundwire: `python -m benchmarks.simulation one-machine --per-day 20000`."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TypeVar

from benchmarks.simulation.ladder import rungs
from benchmarks.simulation.run import simulate
from benchmarks.simulation.scenario import Endpoint, Fleet, Scenario
from benchmarks.simulation.tally import Outcome

_Part = TypeVar("_Part", Fleet, Endpoint)


def scenario(arguments: Sequence[str] | None = None) -> tuple[Scenario, int]:
    """What the command line asks for, and the seed."""
    known = {rung.name: rung for rung in rungs()}
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulation", description=__doc__)
    parser.add_argument("scenario", choices=known, help="a rung of docs/scale.md")
    parser.add_argument("--load", choices=("noon", "burst", "backlog"), default="noon", help="default: noon")
    parser.add_argument("--per-day", type=float, help="articles that come a day, in place of the rung's")
    parser.add_argument("--machines", type=int, help="in place of the rung's")
    parser.add_argument("--processes", type=int, help="on each, in place of the rung's")
    parser.add_argument("--calls", type=int, help="GROUNDWIRE_CONCURRENCY of each, in place of the rung's")
    parser.add_argument("--places", type=int, help="articles at once of each, in place of the rung's")
    parser.add_argument("--latency", dest="latency_s", type=float, help="mean seconds of a call, likewise")
    parser.add_argument("--requests-per-minute", type=float, help="to the model, in place of the rung's")
    parser.add_argument("--tokens-per-minute", type=float, help="likewise")
    parser.add_argument("--seconds", type=float, help="to look at it, in place of the rung's")
    parser.add_argument("--seed", type=int, default=1, help="of chance (default 1)")
    options = parser.parse_args(arguments)
    rung = known[options.scenario]
    chosen = replace(
        rung,
        per_day=options.per_day or rung.per_day,
        look_s=options.seconds or rung.look_s,
        fleet=_with(rung.fleet, options, ("machines", "processes", "calls", "places")),
        endpoint=_with(rung.endpoint, options, ("latency_s", "requests_per_minute", "tokens_per_minute")),
    )
    loads = {"noon": chosen.noon, "burst": chosen.burst, "backlog": chosen.backlog}
    return loads[options.load](), options.seed


def _with(part: _Part, options: argparse.Namespace, names: Sequence[str]) -> _Part:
    """The same, but for what was given."""
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    return replace(part, **given)


def as_json(outcome: Outcome) -> str:
    """What was found, with what follows from it."""
    return json.dumps({**asdict(outcome), "per_day": outcome.per_day, "bottleneck": outcome.bottleneck}, indent=1)


def main() -> None:
    """Simulate and print."""
    print(as_json(simulate(*scenario())))


if __name__ == "__main__":
    main()

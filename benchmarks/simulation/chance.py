"""Random times, each kind from a stream of its own, so that changing one leaves the others as they were."""

import math
from collections.abc import Iterator
from random import Random

from benchmarks.simulation.scenario import Arrivals, Endpoint

DAY_S = 86_400.0


def stream(seed: int, name: str) -> Random:
    """A stream of numbers that seed and name alone determine."""
    return Random(f"{seed} {name}")  # noqa: S311 - for chance, not for secrets


def duration(chance: Random, endpoint: Endpoint) -> float:
    """Seconds of a call."""
    mean = endpoint.latency_s
    if mean <= 0 or endpoint.spread == "constant":
        return mean
    if endpoint.spread == "exponential":
        return chance.expovariate(1 / mean)
    return chance.lognormvariate(math.log(mean) - endpoint.sigma**2 / 2, endpoint.sigma)


def bursts(chance: Random, load: Arrivals) -> list[float]:
    """When news breaks, in seconds of the day."""
    whole, part = divmod(load.bursts_per_day, 1)
    by_chance = (chance.uniform(0, DAY_S) for _ in range(int(whole) + (chance.random() < part)))
    return sorted((*load.breaks_at_s, *by_chance))


def rate(load: Arrivals, breaking: list[float], time_s: float) -> float:
    """Articles a second at a time of the day."""
    mean = load.per_day / DAY_S
    daily = 1 - load.swing * math.cos(2 * math.pi * time_s / DAY_S)
    broken = any(begin <= time_s % DAY_S < begin + load.burst_s for begin in breaking)
    return mean * daily * (load.burst_times if broken else 1.0)


def arrivals(chance: Random, load: Arrivals) -> Iterator[float]:
    """Seconds from the start to each article: a Poisson process of that rate, by thinning, unless they come evenly."""
    breaking = bursts(chance, load)
    most = load.per_day / DAY_S * (1 + load.swing) * (max(1.0, load.burst_times) if breaking else 1.0)
    now = 0.0
    while most > 0:
        now += 1 / most if load.even else chance.expovariate(most)
        if chance.random() * most < rate(load, breaking, load.start_s + now):
            yield now

"""Counts what happens in a simulation, and sums it up."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.simulation.chance import DAY_S


class End(StrEnum):
    """What became of an article."""

    MADE = "made"
    HIT = "hit"
    SHARED = "shared"
    SHED = "shed"
    LATE = "late"


ANSWERED = (End.MADE, End.HIT, End.SHARED)


@dataclass(frozen=True)
class Quantiles:
    """Of some durations, in seconds; 0 if there are none."""

    mean: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0

    @classmethod
    def of(cls, values: list[float]) -> "Quantiles":
        """Of these values."""
        if not values:
            return cls()
        ranked = sorted(values)
        p50, p95, p99 = (ranked[min(len(ranked) - 1, int(share * len(ranked)))] for share in (0.5, 0.95, 0.99))
        return cls(sum(ranked) / len(ranked), p50, p95, p99)


@dataclass(frozen=True)
class Outcome:
    """What a simulation found, while it was looked at.

    Attributes:
        scenario: Its name.
        seconds: How long it was looked at.
        arrived: Articles that came.
        ends: How many ended how.
        under_way: Articles at the beginning and at the end that had come and not ended.
        per_s: Articles read or answered, a second.
        made_s: Seconds of those that were read, from their coming to their answer.
        hit_s: Seconds of those that were in the cache.
        waited_s: Seconds that articles waited for a place.
        shed_share: Part of the ended that was turned away.
        mean_under_way: Mean number of articles that had come and not ended.
        utilisation: Part of the time that was used: of interpreters, cores, calls, endpoint, database, places.
        tokens_per_day: Read and written, if it went on like this.
        calls_per_s: To the model.
    """

    scenario: str
    seconds: float
    arrived: int
    ends: dict[str, int]
    under_way: tuple[int, int]
    per_s: float
    made_s: Quantiles
    hit_s: Quantiles
    waited_s: Quantiles
    shed_share: float
    mean_under_way: float
    utilisation: dict[str, float]
    tokens_per_day: tuple[float, float]
    calls_per_s: float

    @property
    def per_day(self) -> float:
        """Articles a day, if it went on like this."""
        return self.per_s * DAY_S

    @property
    def bottleneck(self) -> str:
        """What was used most."""
        return max(self.utilisation, key=lambda name: self.utilisation[name])


@dataclass
class Gauge:
    """How much of something is used, over time.

    Attributes:
        size: How much there is.
        used: How much is used now.
        area: Seconds times what was used, since it was last emptied.
    """

    size: float
    used: float = 0.0
    area: float = 0.0
    _since: float = 0.0

    def change(self, now: float, by: float) -> None:
        """Use more or less from now on."""
        self.area += self.used * (now - self._since)
        self._since = now
        self.used += by


@dataclass
class Tally:
    """What is counted while a simulation runs; `begin` forgets the warm-up."""

    arrived: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    ends: Counter[End] = field(default_factory=Counter)
    seconds: dict[End, list[float]] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    gauges: dict[str, Gauge] = field(default_factory=dict)
    under_way: Gauge = field(default_factory=lambda: Gauge(1.0))
    _began: float = 0.0
    _at_begin: int = 0

    def gauge(self, name: str, size: float) -> Gauge:
        """That gauge, larger by so much."""
        gauge = self.gauges.setdefault(name, Gauge(0.0))
        gauge.size += size
        return gauge

    def begin(self, now: float) -> None:
        """Count from now on."""
        self.arrived = self.calls = self.prompt_tokens = self.completion_tokens = 0
        self.ends.clear()
        self.seconds.clear()
        self.waited.clear()
        for gauge in (*self.gauges.values(), self.under_way):
            gauge.change(now, 0.0)
            gauge.area = 0.0
        self._began, self._at_begin = now, round(self.under_way.used)

    def came(self, now: float) -> None:
        """An article came."""
        self.arrived += 1
        self.under_way.change(now, 1)

    def ended(self, now: float, end: End, seconds: float) -> None:
        """It ended."""
        self.ends[end] += 1
        self.seconds.setdefault(end, []).append(seconds)
        self.under_way.change(now, -1)

    def outcome(self, scenario: str, now: float) -> Outcome:
        """Sum up."""
        took = now - self._began
        for gauge in (*self.gauges.values(), self.under_way):
            gauge.change(now, 0.0)
        answered = sum(self.ends[end] for end in ANSWERED)
        per_day = DAY_S / took
        return Outcome(
            scenario=scenario,
            seconds=took,
            arrived=self.arrived,
            ends={end.value: self.ends[end] for end in End},
            under_way=(self._at_begin, round(self.under_way.used)),
            per_s=answered / took,
            made_s=Quantiles.of(self.seconds.get(End.MADE, [])),
            hit_s=Quantiles.of(self.seconds.get(End.HIT, [])),
            waited_s=Quantiles.of(self.waited),
            shed_share=self.ends[End.SHED] / max(1, self.ends.total()),
            mean_under_way=self.under_way.area / took,
            utilisation={name: gauge.area / took / gauge.size for name, gauge in self.gauges.items() if gauge.size > 0},
            tokens_per_day=(self.prompt_tokens * per_day, self.completion_tokens * per_day),
            calls_per_s=self.calls / took,
        )

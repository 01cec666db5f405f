"""Runs all rungs and writes the tables and the picture of docs/scale.md.

    python -m benchmarks.simulation.table

The figures are those of parameters.toml; what the simulation finds is kept in benchmarks/results/scale.json.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Final

from benchmarks.simulation.chance import DAY_S
from benchmarks.simulation.ladder import Rung, rungs
from benchmarks.simulation.pages import PAGE, keep, markdown, put
from benchmarks.simulation.parameters import parameters
from benchmarks.simulation.plot import plot
from benchmarks.simulation.run import simulate
from benchmarks.simulation.scenario import Article
from benchmarks.simulation.tally import Outcome

RESULTS: Final = Path(__file__).resolve().parents[1] / "results" / "scale.json"
PICTURE: Final = PAGE.parent / "pictures" / "scale.svg"
_NAMES: Final = {
    "endpoint": "the model",
    "database": "PostgreSQL",
    "cores": "cores",
    "interpreter": "interpreters",
    "calls": "calls to the model at once",
}
_ALIKE: Final = 0.03
_UNITS: Final = ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k"))


@dataclass(frozen=True)
class Climbed:
    """What a rung is like.

    Attributes:
        rung: The rung.
        noon: A day like any other, at its busiest.
        burst: News breaks at noon.
        backlog: An archive.
    """

    rung: Rung
    noon: Outcome
    burst: Outcome
    backlog: Outcome


def climb(rung: Rung) -> Climbed:
    """Simulate it."""
    return Climbed(rung, simulate(rung.noon()), simulate(rung.burst()), simulate(rung.backlog()))


def used(rung: Rung, outcome: Outcome) -> tuple[str, float]:
    """What is used most, limits of the provider included, and how much of it; places only wait for others."""
    shares: dict[str, float] = {}
    if rung.endpoint.requests_per_minute:
        shares["requests a minute"] = outcome.calls_per_s * 60 / rung.endpoint.requests_per_minute
    if rung.endpoint.tokens_per_minute:
        shares["tokens a minute"] = sum(outcome.tokens_per_day) / 1440 / rung.endpoint.tokens_per_minute
    shares |= {words: outcome.utilisation[name] for name, words in _NAMES.items() if name in outcome.utilisation}
    most = max(shares.values())
    # Of several that are used up, the one that is told of first is the cause: who waits for the model holds a call.
    return next(name for name, share in shares.items() if share >= most * (1 - _ALIKE)), min(1.0, most)


def short(number: float) -> str:
    """Two digits and a unit."""
    for size, unit in _UNITS:
        if number >= size * 0.995:
            return f"{number / size:.3g}{unit}"
    return f"{number:.3g}"


def rungs_table(climbed: list[Climbed]) -> str:
    """What runs, and how long an article takes."""
    heads = ["articles a day", "what runs", "processes × calls", "noon: p50, s", "p95, s", "used most"]
    heads += ["news breaks: p95, s", "not answered"]
    return markdown(heads, [_rung_row(one) for one in climbed])


def _rung_row(one: Climbed) -> list[str]:
    fleet = one.rung.fleet
    most, share = used(one.rung, one.noon)
    ended = max(1, sum(one.burst.ends.values()))
    return [
        f"{one.rung.per_day:,.0f}",
        one.rung.runs,
        f"{fleet.machines * fleet.processes} × {fleet.calls}",
        f"{one.noon.made_s.p50:.3g}",
        f"{one.noon.made_s.p95:.3g}",
        f"{most}, {share:.0%}" if share >= 0.01 else "nothing",
        f"{one.burst.made_s.p95:.3g}",
        f"{(one.burst.ends['shed'] + one.burst.ends['late']) / ended:.0%}",
    ]


def ends_table(climbed: list[Climbed]) -> str:
    """Where each way to run ends."""
    heads = ["what runs", "machines × cores", "articles a day at most", "ended by", "interpreters", "PostgreSQL"]
    rows = []
    for one in {one.rung.name: one for one in climbed}.values():
        fleet, outcome = one.rung.fleet, one.backlog
        cells = [one.rung.runs, f"{fleet.machines} × {fleet.cores}", short(outcome.per_day)]
        cells += [used(one.rung, outcome)[0], f"{outcome.utilisation['interpreter']:.0%}"]
        rows.append([*cells, f"{outcome.utilisation['database']:.0%}" if "database" in outcome.utilisation else ""])
    return markdown(heads, rows)


def tokens_of(articles: Sequence[Article]) -> tuple[float, float]:
    """Tokens read and written, an article."""
    return mean(each.prompt_tokens for each in articles), mean(each.completion_tokens for each in articles)


def data_table(all_rungs: list[Rung]) -> str:
    """What piles up in a day in which no article comes twice."""
    known = parameters()
    heads = ["articles a day", "tokens read, written", "tokens a minute: mean, noon, news", "cache on disk", "in Redis"]
    heads += ["jobs, kept for 7 days", "transactions a second, news", "rows written", "written ahead"]
    rows = []
    for rung in all_rungs:
        read, written = (each * rung.per_day for each in tokens_of(rung.articles))
        minute = (read + written) / 1440
        noon = minute * (1 + known["swing"])
        peak_s = rung.per_day / DAY_S * (1 + known["swing"]) * known["burst_times"]
        cells = [f"{rung.per_day:,.0f}", f"{short(read)}, {short(written)}"]
        cells += [", ".join(short(each) for each in (minute, noon, noon * known["burst_times"]))]
        cells += [f"{short(rung.per_day * known[name])}B" for name in ("cache_bytes_disk", "cache_bytes_redis")]
        kept = known["kept_bytes_sqlite" if rung.engine == "SQLite" else "kept_bytes_postgres"]
        cells += [f"{short(7 * rung.per_day * kept)}B ({rung.engine})"]
        if rung.engine == "SQLite":
            cells += ["", "", ""]
        else:
            cells += [short(peak_s * known["transactions_postgres"]), short(rung.per_day * known["rows_postgres"])]
            cells += [f"{short(rung.per_day * known['wal_bytes_postgres'])}B"]
        rows.append(cells)
    return markdown(heads, rows)


def cost_table(all_rungs: list[Rung]) -> str:
    """US dollars a day."""
    known = parameters()
    heads = ["articles a day", "tokens an article: read, written", *known.prices]
    read, written = tokens_of(known.large)
    rows = []
    for rung in all_rungs:
        costs = [rung.per_day * (read * price + written * more) / 1e6 for price, more in known.prices.values()]
        rows.append([f"{rung.per_day:,.0f}", f"{read:,.0f}, {written:,.0f}", *(_dollars(cost) for cost in costs)])
    return markdown(heads, rows)


def _dollars(cost: float) -> str:
    return f"{cost:,.0f} ({cost / 2:,.0f})" if cost >= 10 else f"{cost:.3g} ({cost / 2:.2g})"


def figures_table() -> str:
    """Every figure and its source."""
    known = parameters()
    rows = [[f"`{name}`", f"{figure.value:,g}", figure.source] for name, figure in known.figures.items()]
    return markdown(["figure", "", "source"], rows + [[name, "", source] for name, source in known.sources.items()])


def tables(climbed: list[Climbed]) -> dict[str, str]:
    """By their markers."""
    all_rungs = [one.rung for one in climbed]
    return {
        "rungs": rungs_table(climbed),
        "ends": ends_table(climbed),
        "data": data_table(all_rungs),
        "cost": cost_table(all_rungs),
        "figures": figures_table(),
    }


def picture(climbed: list[Climbed]) -> str:
    """What each rung is for and what it can do, as SVG."""
    return plot([(one.rung.name, one.rung.per_day, one.backlog.per_day) for one in climbed])


def main() -> None:
    """Simulate and write."""
    climbed = [climb(rung) for rung in rungs()]
    keep(RESULTS, [asdict(one) for one in climbed])
    for name, table in tables(climbed).items():
        put(name, table)
        print(f"{table}\n")
    PICTURE.write_text(picture(climbed), encoding="utf-8")


if __name__ == "__main__":
    main()

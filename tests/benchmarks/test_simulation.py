"""The simulation against what queueing theory says, and against itself."""

import json
import math
from functools import cache
from itertools import pairwise

import pytest
from benchmarks.simulation.__main__ import as_json, scenario
from benchmarks.simulation.chance import DAY_S, arrivals, stream
from benchmarks.simulation.ladder import rungs
from benchmarks.simulation.pages import PAGE, replaced
from benchmarks.simulation.parameters import parameters
from benchmarks.simulation.quota import Quota
from benchmarks.simulation.run import simulate
from benchmarks.simulation.scenario import (
    Arrivals,
    Article,
    Backlog,
    Callers,
    Costs,
    Database,
    Endpoint,
    Fleet,
    Scenario,
)
from benchmarks.simulation.table import climb, cost_table, data_table, ends_table, figures_table, rungs_table
from benchmarks.simulation.tally import ANSWERED, End, Outcome
from benchmarks.simulation.tokens import asked

from groundwire.extraction.profiles import Profile

ONE = (Article(questions=1, characters=3_000, prompt_tokens=900, completion_tokens=100),)
FREE = Fleet(cores=1000, calls=10**6, places=10**6, waiting=10**6, timeout_s=1e9)
"""Nothing of ours is in short supply."""


@cache
def queue(places: int, load: float, spread: str = "exponential") -> Outcome:
    """An endpoint with so many places, each of a second, and Poisson arrivals that use such a share of them."""
    return simulate(
        Scenario(
            name="queue",
            articles=ONE,
            costs=Costs(),
            endpoint=Endpoint(1.0, spread, places=places),  # type: ignore[arg-type]
            fleet=FREE,
            load=Arrivals(load * places * DAY_S),
            seconds=9_000 / places,
            warm_up_s=200,
        ),
        seed=3,
    )


def erlang_c(places: int, offered: float) -> float:
    """Share of those who must wait in M/M/c."""
    tail = offered**places / math.factorial(places) / (1 - offered / places)
    return tail / (sum(offered**k / math.factorial(k) for k in range(places)) + tail)


@pytest.mark.parametrize(("places", "load"), [(1, 0.5), (1, 0.7), (4, 0.7)])
def test_the_mean_wait_is_that_of_the_textbook(places: int, load: float) -> None:
    expected = erlang_c(places, places * load) / (places * (1 - load))
    assert queue(places, load).made_s.mean - 1 == pytest.approx(expected, rel=0.15)


def test_calls_of_one_length_wait_half_as_long() -> None:
    """Pollaczek and Khinchine: M/D/1."""
    assert queue(1, 0.7, "constant").made_s.mean - 1 == pytest.approx(0.7 / 0.3 / 2, rel=0.2)


def test_an_interpreter_that_is_shared_evenly_is_as_slow_as_a_queue() -> None:
    """M/M/1 and processor sharing have the same mean, whatever the lengths: here all are the same."""
    found = simulate(
        Scenario("shared", ONE, Costs(article_ms=1_000), Endpoint(0), FREE, Arrivals(0.7 * DAY_S), seconds=6_000)
    )
    assert found.made_s.mean == pytest.approx(1 / 0.3, rel=0.1)
    assert found.utilisation["interpreter"] == pytest.approx(0.7, rel=0.05)


@pytest.mark.parametrize(("places", "load"), [(1, 0.5), (4, 0.7)])
def test_what_is_under_way_is_what_comes_times_how_long_it_stays(places: int, load: float) -> None:
    """Little's law."""
    found = queue(places, load)
    assert found.mean_under_way == pytest.approx(found.per_s * found.made_s.mean, rel=0.02)


def crowded(**changes: object) -> Scenario:
    """Twice as many articles as one small process can read, news breaking, a third of them known."""
    given: dict[str, object] = {
        "name": "crowded",
        "articles": (*ONE, Article(3, 6_000, 2_000, 300)),
        "costs": Costs(article_ms=10, characters_us=5, call_ms=5, request_ms=1),
        "endpoint": Endpoint(0.5),
        "fleet": Fleet(calls=8, places=8, waiting=4, timeout_s=2),
        "load": Arrivals(20 * DAY_S, swing=0.5, bursts_per_day=50, repeats=0.3, start_s=DAY_S / 2),
        "seconds": 30.0,
        "warm_up_s": 10.0,
        **changes,
    }
    return Scenario(**given)  # type: ignore[arg-type]


def test_no_article_is_lost_or_doubled() -> None:
    found = simulate(crowded())
    before, after = found.under_way
    assert found.arrived + before == sum(found.ends.values()) + after
    assert min(found.ends[end] for end in (End.MADE, End.HIT, End.SHED)) > 0


def test_the_same_seed_gives_the_same_and_another_one_another() -> None:
    assert simulate(crowded(), seed=5) == simulate(crowded(), seed=5)
    assert simulate(crowded(), seed=5) != simulate(crowded(), seed=6)


def test_who_waits_too_long_gives_up() -> None:
    found = simulate(crowded(fleet=Fleet(calls=1, places=2, waiting=50, timeout_s=1.5), endpoint=Endpoint(1.0)))
    assert found.ends[End.LATE] > 0
    assert found.waited_s.p99 <= 1.5


def test_requests_a_minute_bound_the_calls_of_all_processes() -> None:
    fleet = Fleet(machines=3, processes=2, calls=50, places=50)
    found = simulate(crowded(fleet=fleet, load=Backlog(), endpoint=Endpoint(0.5, requests_per_minute=600)))
    assert found.calls_per_s == pytest.approx(10, rel=0.02)


def test_tokens_a_minute_bound_the_articles_of_all_processes() -> None:
    fleet = Fleet(machines=3, processes=2, calls=50, places=50)
    endpoint = Endpoint(0.5, tokens_per_minute=60_000)
    found = simulate(crowded(articles=ONE, fleet=fleet, load=Backlog(), endpoint=endpoint))
    assert found.per_s == pytest.approx(1.0, rel=0.05)
    assert sum(found.tokens_per_day) == pytest.approx(60_000 * 24 * 60, rel=0.05)


def test_a_quota_lets_so_much_pass_and_a_burst_besides() -> None:
    quota = Quota(per_minute=60, burst_s=2)
    assert [quota.wait_s(0.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert quota.wait_s(100.0) == 0


def test_a_worker_is_as_fast_as_its_interpreter() -> None:
    costs = Costs(article_ms=30, call_ms=5, engine_ms=5)
    fleet = Fleet(calls=32, places=32)
    found = simulate(crowded(articles=ONE, costs=costs, endpoint=Endpoint(0.2), load=Backlog(), fleet=fleet))
    assert found.per_s == pytest.approx(1 / 0.040, rel=0.03)
    assert found.utilisation["interpreter"] > 0.99


def test_processes_beyond_the_cores_add_nothing() -> None:
    costs = Costs(article_ms=40, call_ms=0)
    two, six = (
        simulate(
            crowded(
                articles=ONE, costs=costs, endpoint=Endpoint(0.1), load=Backlog(), fleet=Fleet(processes=n, places=16)
            )
        )
        for n in (2, 6)
    )
    assert two.per_s == pytest.approx(50, rel=0.05)
    assert six.per_s == pytest.approx(two.per_s, rel=0.05)


def test_one_writer_bounds_all_workers() -> None:
    """SQLite: however many processes there are, one writes at a time."""
    fleet = Fleet(machines=1, cores=32, processes=8, places=8, calls=8)
    found = simulate(crowded(articles=ONE, fleet=fleet, load=Backlog(), database=Database(article_ms=10), seconds=10.0))
    assert found.per_s == pytest.approx(100, rel=0.05)
    assert found.bottleneck == "database"


def test_callers_have_one_request_each() -> None:
    found = simulate(crowded(articles=ONE, load=Callers(4), endpoint=Endpoint(0.5, "constant")))
    assert found.mean_under_way == pytest.approx(4)
    assert found.per_s <= 4 / 0.5


def test_a_known_article_costs_no_tokens() -> None:
    fresh, known = (simulate(crowded(load=Arrivals(4 * DAY_S, repeats=share))) for share in (0.0, 0.8))
    assert sum(known.tokens_per_day) < 0.35 * sum(fresh.tokens_per_day)
    assert sum(known.ends[end] for end in ANSWERED) == pytest.approx(sum(fresh.ends[end] for end in ANSWERED), rel=0.2)


def test_articles_come_as_often_as_they_should() -> None:
    load = Arrivals(20_000, swing=0.8, bursts_per_day=2, burst_times=4)
    moments = []
    for moment in arrivals(stream(1, "arrivals"), load):
        if moment > DAY_S:
            break
        moments.append(moment)
    bursts = load.bursts_per_day * load.burst_s / DAY_S * (load.burst_times - 1)
    assert len(moments) == pytest.approx(20_000 * (1 + bursts), rel=0.05)
    assert all(before < after for before, after in pairwise(moments))
    noon = sum(DAY_S * 3 / 8 < moment < DAY_S * 5 / 8 for moment in moments)
    night = sum(moment < DAY_S / 8 or moment > DAY_S * 7 / 8 for moment in moments)
    assert noon > 4 * night


def test_the_page_says_what_the_parameters_and_the_simulation_say() -> None:
    """The rungs that take a second; `python -m benchmarks.simulation.table` writes them all."""
    page = PAGE.read_text(encoding="utf-8")
    one_machine = [climb(rung) for rung in rungs() if rung.name == "one-machine"]
    tables = [
        data_table(rungs()),
        cost_table(rungs()),
        figures_table(),
        rungs_table(one_machine),
        ends_table(one_machine),
    ]
    stale = [line for table in tables for line in table.splitlines() if line not in page]
    assert stale == [], "python -m benchmarks.simulation.table"


def test_a_table_goes_between_its_markers_and_nowhere_else() -> None:
    page = "A\n<!-- x begins -->\nold\n<!-- x ends -->\nB\n"
    assert replaced(page, "x", "new") == "A\n<!-- x begins -->\n\nnew\n\n<!-- x ends -->\nB\n"
    with pytest.raises(ValueError, match="0 places for y"):
        replaced(page, "y", "new")


def test_every_figure_has_a_source() -> None:
    known = parameters()
    for source in (*(figure.source for figure in known.figures.values()), *known.sources.values()):
        assert "python -m" in source or source.startswith(
            ("measured: ", "cited: ", "assumed", "the small one is cited")
        )


def test_the_articles_of_the_plan_are_those_of_the_evals() -> None:
    counted = [(each.calls, each.characters) for each in asked(Profile.LARGE)]
    assert counted == [(each.questions, each.characters) for each in parameters().large]


def test_the_command_line_changes_a_rung() -> None:
    chosen, seed = scenario(
        ["ten-machines", "--load", "backlog", "--machines", "3", "--latency", "2", "--seconds", "5"]
    )
    assert (chosen.fleet.machines, chosen.endpoint.latency_s, chosen.seconds, seed) == (3, 2.0, 5.0, 1)
    found = json.loads(as_json(simulate(chosen, seed)))
    assert found["per_s"] > 0
    assert found["bottleneck"] in found["utilisation"]

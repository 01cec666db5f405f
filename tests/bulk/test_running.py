"""A corpus is carried over an engine: in order, within its budget, with patience, and in a memory that stays flat."""

import asyncio
import gc
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.bulk.corpora import INTAKE, ReadEngine, done, open_store, problem, rows_of, write_lines

from groundwire.bulk.chunks import PIECES, cut
from groundwire.bulk.errors import BudgetSpent, Refused, Unfit
from groundwire.bulk.ids import Ids
from groundwire.bulk.running import REFUSALS, Bounds, Run, Standing, refusal
from groundwire.bulk.sources import open_source
from groundwire.bulk.store import publish
from groundwire.jobs.engine import EngineUnavailable, IdempotencyConflict, NewItem, NewJob, Result
from groundwire.schemas import ProblemType
from groundwire.schemas.jobs import JobStatus, ResultState

REJECTED = (ResultState.FAILED, problem(ProblemType.MODEL_REJECTED))


def run(
    corpus: Path,
    engine: ReadEngine,
    bounds: Bounds | None = None,
    tell: Callable[[Standing], None] = lambda _: None,
) -> Path:
    """One command; the file that it wrote."""
    out = corpus.with_name("out.jsonl")
    with open_store(corpus, out) as (place, store), Ids(place.folder / "ids.db") as ids:
        pieces = open_source(corpus, 10_000).pieces(store.checkpoint.place)
        chunks = cut(pieces, INTAKE, ids, store.checkpoint.chunk)
        asyncio.run(Run(engine, store, place.run.id, bounds or Bounds(), tell).carry(chunks))
        publish(place, out)
    return out


def ids_of(out: Path) -> list[object]:
    return [row["id"] for row in rows_of(out)]


def test_everything_is_carried_in_order_and_no_job_is_left(tmp_path: Path) -> None:
    engine = ReadEngine()
    told: list[Standing] = []
    out = run(write_lines(tmp_path / "in.jsonl", 2 * PIECES + 3), engine, tell=told.append)
    assert ids_of(out) == [f"a{n}" for n in range(2 * PIECES + 3)]
    assert engine.jobs == {}
    assert [key.rpartition("-")[2] for key in engine.submitted] == ["0", "1", "2"]
    assert told[-1].bill.articles == told[-1].read == 2 * PIECES + 3


def test_no_more_chunks_are_handed_in_than_ahead(tmp_path: Path) -> None:
    engine = ReadEngine()
    most = 0

    def tell(_: Standing) -> None:
        nonlocal most
        most = max(most, len(engine.jobs))

    run(write_lines(tmp_path / "in.jsonl", 7 * PIECES), engine, Bounds(ahead=3), tell)
    assert most == 3


def test_a_corpus_without_articles_is_empty_not_wrong(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_text("no\n" * (PIECES + 1))
    engine = ReadEngine()
    assert ids_of(run(corpus, engine)) == []
    assert engine.submitted == []
    assert len(rows_of(tmp_path / "out.errors.jsonl")) == PIECES + 1


def test_the_budget_stops_and_a_larger_one_goes_on(tmp_path: Path) -> None:
    corpus, engine = write_lines(tmp_path / "in.jsonl", 3 * PIECES), ReadEngine()
    with pytest.raises(BudgetSpent, match=r"\$2\.00"):
        run(corpus, engine, Bounds(ahead=1, budget_usd=2.0))
    assert len(engine.submitted) == 1
    with pytest.raises(BudgetSpent):
        run(corpus, engine, Bounds(ahead=1, budget_usd=2.0))
    assert len(engine.submitted) == 1, "nothing is begun on a budget that is spent"
    out = run(corpus, engine, Bounds(ahead=1, budget_usd=10.0))
    assert len(engine.submitted) == 3
    assert ids_of(out) == [f"a{n}" for n in range(3 * PIECES)]


def test_what_was_handed_in_before_a_kill_is_the_same_job(tmp_path: Path) -> None:
    corpus, engine = write_lines(tmp_path / "in.jsonl", 2 * PIECES), ReadEngine()
    engine.held = True

    def stop(_: Standing) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(corpus, engine, tell=stop)
    before = list(engine.submitted)
    engine.held = False
    run(corpus, engine)
    assert engine.submitted[len(before) :] == before


@pytest.mark.parametrize("kind", [ProblemType.MODEL_REJECTED, ProblemType.MODEL_UNAVAILABLE])
def test_an_endpoint_that_fails_all_stops_the_run_and_nothing_is_kept(kind: ProblemType, tmp_path: Path) -> None:
    corpus = write_lines(tmp_path / "in.jsonl", 3 * PIECES)
    engine = ReadEngine(lambda _: (ResultState.FAILED, problem(kind)))
    with pytest.raises(Refused, match="it said no"):
        run(corpus, engine)
    assert engine.jobs == {}
    assert ids_of(run(corpus, ReadEngine())) == [f"a{n}" for n in range(3 * PIECES)]


def test_that_is_seen_before_the_chunk_has_ended(tmp_path: Path) -> None:
    engine = ReadEngine(lambda item: REJECTED if int((item.name or "a0")[1:]) < REFUSALS else done(item))
    engine.held = True
    with pytest.raises(Refused):
        run(write_lines(tmp_path / "in.jsonl", PIECES), engine)


def test_articles_that_fail_by_themselves_stop_nothing(tmp_path: Path) -> None:
    engine = ReadEngine(lambda _: (ResultState.FAILED, problem(ProblemType.INVALID_ANSWER)))
    out = run(write_lines(tmp_path / "in.jsonl", 30), engine)
    assert {row["state"] for row in rows_of(out)} == {"failed"}


def test_one_refused_article_at_the_end_stops_nothing(tmp_path: Path) -> None:
    engine = ReadEngine(lambda item: REJECTED if item.name == f"a{PIECES}" else done(item))
    assert len(ids_of(run(write_lines(tmp_path / "in.jsonl", PIECES + 1), engine))) == PIECES + 1


def results(states: str) -> Sequence[Result]:
    return [Result(n, None, *(done(NewItem("")) if state == "+" else REJECTED)) for n, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "most", "refused"),
    [("---", 3, True), ("--+--", 3, False), ("+---+", 3, True), ("", 3, False), ("", 0, False)],
)
def test_refusals_count_in_a_row(states: str, most: int, *, refused: bool) -> None:
    assert (refusal(results(states), most) is not None) is refused


class _Away(ReadEngine):
    """An engine whose database is away for some calls."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.left = calls

    async def submit(self, job: NewJob) -> JobStatus:
        if self.left:
            self.left -= 1
            raise EngineUnavailable("the database is away")
        return await super().submit(job)


def test_an_engine_that_is_away_is_waited_for(tmp_path: Path) -> None:
    told: list[Standing] = []
    out = run(write_lines(tmp_path / "in.jsonl", 3), _Away(5), tell=told.append)
    assert ids_of(out) == ["a0", "a1", "a2"]
    assert [standing.away for standing in told] == [True] * 5 + [False] * (len(told) - 5)


def test_but_not_for_ever(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable):
        run(write_lines(tmp_path / "in.jsonl", 3), _Away(10**9), Bounds(patience_s=0.0))


class _Conflicting(ReadEngine):
    async def submit(self, job: NewJob) -> JobStatus:  # noqa: ARG002 - the port's signature
        raise IdempotencyConflict("another body")


class _Forgetful(ReadEngine):
    async def status(self, job_id: str, owner: str | None) -> JobStatus | None:  # noqa: ARG002 - the port's signature
        return None


@pytest.mark.parametrize(("engine", "said"), [(_Conflicting(), "other articles"), (_Forgetful(), "by somebody else")])
def test_jobs_that_others_have_touched_are_told(engine: ReadEngine, said: str, tmp_path: Path) -> None:
    engine.held = True
    with pytest.raises(Unfit, match=said):
        run(write_lines(tmp_path / "in.jsonl", 3), engine)


def peak(folder: Path, articles: int) -> int:
    """Most bytes that Python held while a corpus was carried."""
    folder.mkdir()
    corpus = write_lines(folder / "in.jsonl", articles)
    gc.collect()
    tracemalloc.start()
    try:
        run(corpus, ReadEngine(lambda _: TINY), Bounds(ahead=1))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


TINY = (ResultState.FAILED, problem(ProblemType.INVALID_ANSWER))


def test_memory_does_not_grow_with_the_corpus(tmp_path: Path) -> None:
    peak(tmp_path / "first", 200)  # what is made at first use
    small, large = peak(tmp_path / "small", 2 * PIECES), peak(tmp_path / "large", 12 * PIECES)
    assert large < small * 1.5, (small, large)

"""Carries out a bulk run: the engine, the workers of this command, the display, and the summary in the end."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from groundwire.bulk.checkpoint import Bill
from groundwire.bulk.chunks import PIECES, cut
from groundwire.bulk.ids import Ids
from groundwire.bulk.parquet_out import need_pyarrow
from groundwire.bulk.running import Bounds, Run
from groundwire.bulk.store import Store, names_of, publish
from groundwire.bulk.workplace import Workplace, open_workplace
from groundwire.cli import endpoints
from groundwire.cli.bulk.corpus import Corpus
from groundwire.cli.bulk.display import Display, span_of
from groundwire.cli.bulk.workers import Workers, work
from groundwire.cli.engines import open_engine
from groundwire.cli.exits import Exit, harmless
from groundwire.cli.job_work import articles_at_once
from groundwire.cli.settings import Settings, SettingsError
from groundwire.extraction.waiting import end
from groundwire.jobs.engine import Engine
from groundwire.jobs.sqlite_engine import open_sqlite_engine

QUEUE: Final = "jobs.db"
_IDS: Final = "ids.db"
_KEEP_DAYS: Final = 3650.0
"""The jobs of a run that was stopped wait for it; its folder holds nothing else."""
_DISK_PATIENCE_S: Final = 5.0
_SERVER_PATIENCE_S: Final = 3600.0
_AHEAD_HERE: Final = 3
_AHEAD_ELSEWHERE: Final = 20
"""Chunks that are handed in beside those that the workers of this command hold; how many hold some elsewhere, nobody
knows."""


@dataclass(frozen=True)
class Plan:
    """How a run is carried out.

    Attributes:
        workers: Processes here that read articles.
        budget_usd: What the run may cost in US dollars; None for no bound.
        restart: Begin anew.
    """

    workers: int
    budget_usd: float | None
    restart: bool


def perform(corpus: Corpus, settings: Settings, plan: Plan) -> Exit:
    """Carry out a run to its end, from where an earlier command left it.

    Returns:
        OK; INCOMPLETE if an article failed or was read in part only, or IN held what is none.

    Raises:
        BulkError: It cannot, or was stopped before its end.
        EngineError: The engine cannot be used.
        SettingsError: There is a budget, but no prices.
    """
    if plan.budget_usd is not None and endpoints.prices(settings) is None:
        raise SettingsError("--budget-usd needs GROUNDWIRE_PRICE_PROMPT_USD and GROUNDWIRE_PRICE_COMPLETION_USD")
    if corpus.out.suffix == ".parquet":
        need_pyarrow()
    begin = time.monotonic()
    outputs = list(names_of(corpus.out).values())
    with open_workplace(corpus.path, outputs, corpus.terms, restart=plan.restart) as place:
        before = place.checkpoint().bill
        bill = before if place.checkpoint().ended else asyncio.run(_carried(corpus, settings, plan, place))
        files = publish(place, corpus.out)
    _summarise(bill, bill.articles - before.articles, time.monotonic() - begin, files)
    return Exit.INCOMPLETE if bill.failed or bill.incomplete or bill.flaws else Exit.OK


async def _carried(corpus: Corpus, settings: Settings, plan: Plan, place: Workplace) -> Bill:
    """Read what is left; then the bill of the whole run."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with ExitStack() as stack:
        store = stack.enter_context(Store(place))
        ids = stack.enter_context(Ids(place.folder / _IDS))
        display = stack.enter_context(Display(corpus.source.size))
        done = store.checkpoint
        pieces = stack.enter_context(closing(corpus.source.pieces(done.place)))
        async with _engine(settings, place) as engine:
            run = Run(engine, store, place.run.id, _bounds(settings, plan), display.tell)
            carrying = run.carry(cut(pieces, corpus.intake, ids, done.chunk))

            async def working() -> None:
                await run.begun.wait()
                await work(engine, settings, Workers(plan.workers, place.folder / QUEUE), display.model)

            await _until_carried(carrying, working())
    return store.checkpoint.bill


async def _until_carried(carry: Coroutine[object, object, None], work: Coroutine[object, object, None]) -> None:
    """Work until all is carried; what ends the work before ends all."""
    carrying, working = asyncio.ensure_future(carry), asyncio.ensure_future(work)
    try:
        await asyncio.wait([carrying, working], return_when=asyncio.FIRST_COMPLETED)
        if working.done() and not carrying.done():
            working.result()
        await carrying
    finally:
        await end([carrying, working])


@asynccontextmanager
async def _engine(settings: Settings, place: Workplace) -> AsyncIterator[Engine]:
    """The one that the settings name, or one in the folder of the run."""
    if settings.database_url is not None:
        async with open_engine(settings) as shared:
            yield shared
        return
    engine = await asyncio.to_thread(open_sqlite_engine, place.folder / QUEUE, _KEEP_DAYS)
    try:
        yield engine
    finally:
        await engine.close()


def _bounds(settings: Settings, plan: Plan) -> Bounds:
    prices = endpoints.prices(settings)
    slots = plan.workers * articles_at_once(settings)
    alone = settings.database_url is None
    return Bounds(
        ahead=(_AHEAD_HERE if alone else _AHEAD_ELSEWHERE) + 2 * slots // PIECES,
        patience_s=_DISK_PATIENCE_S if alone else _SERVER_PATIENCE_S,
        budget_usd=plan.budget_usd,
        price=prices.of if prices else lambda _: None,
    )


def _summarise(bill: Bill, now_read: int, seconds: float, files: Sequence[Path]) -> None:
    rate = f", {now_read / seconds:,.1f} articles a second" if now_read else ""
    print(f"articles  {bill.articles:,}: {bill.done:,} done ({bill.incomplete:,} in part), {bill.failed:,} failed")
    print(f"errors    {bill.flaws:,} (lines that are no article, in {harmless(files[-1].name)})")
    print(f"records   {bill.records:,}")
    tokens = f"{bill.usage.prompt_tokens:,} tokens read, {bill.usage.completion_tokens:,} written"
    print(f"model     {bill.usage.calls:,} calls, {bill.usage.failed_calls:,} of them failed; {tokens}")
    print(f"cost      {'unknown: no prices are set' if bill.cost_usd is None else f'${bill.cost_usd:,.4f}'}")
    print(f"time      {span_of(seconds)} for {now_read:,} articles{rate}")
    print(f"written   {', '.join(harmless(str(file)) for file in files)}")

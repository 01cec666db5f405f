"""What `groundwire bulk submit` and `bulk collect` do once their options are known."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from groundwire.bulk import batch_run
from groundwire.bulk.batch_assembly import Finish, put_together
from groundwire.bulk.batch_book import Book, open_book
from groundwire.bulk.batch_collect import Collector
from groundwire.bulk.batch_desk import Desk, State
from groundwire.bulk.batch_parcel import Limits
from groundwire.bulk.batch_run import Asked, Corpus, Tally
from groundwire.bulk.batch_submit import Handover, submit
from groundwire.bulk.errors import Refused
from groundwire.cli.endpoints import remote_endpoint
from groundwire.cli.exits import Exit, warn
from groundwire.cli.settings import Settings
from groundwire.cli.wiring import Parts, open_parts
from groundwire.extraction.errors import ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm_batch import BatchClient
from groundwire.extraction.prices import Prices
from groundwire.extraction.retry import RetryPolicy

_MOST_REASONS: Final = 10
"""So many reasons for open questions are told; the file of them has all."""
_ARTICLES: Final = {
    State.KEPT: "in the cache before",
    State.MADE: "put together",
    State.PARTIAL: "with answers that cannot be used whole",
    State.OPEN: "with open questions",
}


@dataclass(frozen=True)
class _Office:
    """All that both commands work with."""

    book: Book
    parts: Parts
    asked: Asked
    client: BatchClient

    def desk(self, price_factor: float) -> Desk:
        """Where articles are put together, at the price of a batch."""
        prices = self.parts.prices
        halved = prices and Prices(prices.prompt_usd * price_factor, prices.completion_usd * price_factor)
        endpoint, profile = self.asked.endpoint, self.asked.profile
        return Desk(endpoint, batch_run.dialect_of(self.book), profile, self.parts.cache, self.book.waits, halved)

    async def finish(self) -> Finish:
        """How the rest is asked at once; that the model can be asked is on no article's bill."""
        await self.parts.model.dialect(Ledger())
        return Finish(self.parts.model, self.parts.prices)


async def hand_in(settings: Settings, folder: Path, corpus: Corpus, limits: Limits) -> None:
    """Hand in what is not answered yet.

    Raises:
        BulkError: The folder is about something else, IN cannot be read, the disk is full, or the provider refuses.
    """
    async with _open(settings, folder) as office:
        if not office.book.terms:
            # The one question that is asked at once: a batch in a dialect that is not understood is refused whole.
            dialect = await office.parts.model.dialect(Ledger())
            batch_run.begin(office.book, office.asked, corpus, dialect)
        batch_run.check(office.book, office.asked, corpus)
        desk = office.desk(corpus.price_factor)
        tally = await submit(Handover(office.book, office.client, warn), desk, corpus, settings.max_chars, limits)
        under_way = office.book.under_way()
        print(_of_articles(tally))
        questions = _many(sum(parcel.questions for parcel in under_way), "question", "questions")
        print(f"{questions} with the provider, in {_many(len(under_way), 'batch', 'batches')}")


async def fetch(settings: Settings, folder: Path, every_s: float | None, *, finish_live: bool) -> Exit:
    """Fetch answers, and put articles together.

    Args:
        settings: Of the same model as when they were handed in.
        folder: Where that is noted.
        every_s: Seconds between two looks while batches are under way; None to look once.
        finish_live: Ask at once for what no batch has answered.

    Returns:
        INCOMPLETE if an article is not in the cache now; else OK.

    Raises:
        BulkError: The folder is about something else, IN cannot be read, the disk is full, or the provider refuses.
    """
    async with _open(settings, folder) as office:
        batch_run.check(office.book, office.asked)
        corpus = batch_run.corpus_of(office.book)
        collector = Collector(office.book, office.client, office.parts.cache, warn)
        await (collector.collect() if every_s is None else collector.wait(every_s))
        finish = await office.finish() if finish_live else None
        desk = office.desk(corpus.price_factor)
        tally = await put_together(office.book, desk, corpus, settings.max_chars, finish)
        print(_of_articles(tally))
        for why, count in tally.questions.most_common(_MOST_REASONS):
            print(f"  {count:,} open: {why}")
        print(_bill(office.book, desk))
    done = tally.articles[State.KEPT] + tally.articles[State.MADE] == tally.articles.total()
    return Exit.OK if done else Exit.INCOMPLETE


@asynccontextmanager
async def _open(settings: Settings, folder: Path) -> AsyncIterator[_Office]:
    endpoint = remote_endpoint(settings)
    client = BatchClient(endpoint, RetryPolicy(transport=settings.retries, corrections=settings.corrections))
    try:
        with open_book(folder) as book:
            async with open_parts(settings, lambda *_: None) as parts:
                yield _Office(book, parts, Asked(endpoint, settings.profile_in_use), client)
    except ModelError as error:
        raise Refused(str(error)) from None
    finally:
        await client.close()


def _of_articles(tally: Tally) -> str:
    told = [f"{tally.articles[state]:,} {words}" for state, words in _ARTICLES.items() if tally.articles[state]]
    flaws = _many(tally.flaws, "line that is no article", "lines that are no articles")
    see = f"; {flaws}, see {batch_run.FLAWS}" if tally.flaws else ""
    return f"{_many(tally.articles.total(), 'article', 'articles')}: {', '.join(told) or 'none'}{see}"


def _bill(book: Book, desk: Desk) -> str:
    usage = book.bill()
    cost = f", {desk.prices.of(usage):,.4f} USD" if desk.prices else ""
    return f"the batches so far took {usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens{cost}"


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"

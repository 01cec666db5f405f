"""Walks over a corpus and puts the articles together of which the answers are there."""

import asyncio
from dataclasses import dataclass

from groundwire.bulk.articles import Flaw
from groundwire.bulk.batch_book import Book
from groundwire.bulk.batch_desk import Desk, Settled
from groundwire.bulk.batch_run import Corpus, Report, Tally
from groundwire.extraction.model import StructuredModel
from groundwire.extraction.prices import Prices
from groundwire.extraction.waiting import end
from groundwire.schemas import ExtractRequest


@dataclass(frozen=True)
class Finish:
    """How to ask at once for what no batch has answered.

    Attributes:
        live: The same model.
        prices: Of what is asked at once; None if they are not known.
    """

    live: StructuredModel
    prices: Prices | None


async def put_together(book: Book, desk: Desk, corpus: Corpus, max_chars: int, finish: Finish | None = None) -> Tally:
    """Put all articles together of which the answers are there.

    Args:
        book: Of the folder.
        desk: What they are put together with.
        corpus: The articles.
        max_chars: Longest article in code points.
        finish: How to ask for what is missing; None to leave it open.

    Raises:
        Unfit: IN cannot be read.
        OutOfRoom: The disk is full.
    """
    articles = corpus.articles(max_chars)
    with Report(book.folder) as report:

        async def work() -> None:
            for article in articles:
                if isinstance(article, Flaw):
                    report.flaw(article)
                else:
                    row, request = article
                    report.settled(row, await _settled(desk, request, finish), book)

        workers = [asyncio.create_task(work()) for _ in range(finish.live.concurrency if finish else 1)]
        try:
            await asyncio.gather(*workers)
        finally:
            await end(workers)
    return report.tally


async def _settled(desk: Desk, request: ExtractRequest, finish: Finish | None) -> Settled:
    return await (desk.settle(request) if finish is None else desk.finish(request, finish.live, finish.prices))

"""Hands in what there is to ask about a corpus, as batches of a provider."""

from collections.abc import Callable
from dataclasses import dataclass

from groundwire.bulk.articles import Flaw
from groundwire.bulk.batch_book import Book, Parcel
from groundwire.bulk.batch_desk import Desk
from groundwire.bulk.batch_parcel import Limits, file_of, packing, sweep
from groundwire.bulk.batch_run import Corpus, Report, Tally, marks_of
from groundwire.extraction.llm_batch import BatchClient
from groundwire.extraction.llm_posted import WAITING


@dataclass(frozen=True)
class Handover:
    """Where parcels are handed in.

    Attributes:
        book: Notes them.
        client: Of the provider.
        tell: Is told of each, for people.
    """

    book: Book
    client: BatchClient
    tell: Callable[[str], None]

    async def resume(self) -> None:
        """Hand in what an earlier command packed, unless the provider has it.

        Raises:
            ModelError: The provider does not take it.
        """
        for parcel in self.book.packed():
            there = await self.client.find(marks_of(self.book, parcel.number))
            if there is not None:
                self._noted(parcel, there.id)
            elif file_of(self.book.folder, parcel).exists():
                await self.hand_in(parcel)
            else:
                self.book.unpack(parcel)
        sweep(self.book)

    async def hand_in(self, parcel: Parcel) -> None:
        """Put a parcel's file there, and begin its batch. Killed in between, `resume` goes on.

        Raises:
            ModelError: The provider does not take it.
        """
        marks = marks_of(self.book, parcel.number)
        name = f"groundwire-{marks['groundwire_run']}-{parcel.number}.jsonl"
        file = await self.client.upload(file_of(self.book.folder, parcel), name)
        self._noted(parcel, (await self.client.create(file, marks)).id)

    def _noted(self, parcel: Parcel, batch: str) -> None:
        self.book.handed_in(parcel, batch)
        file_of(self.book.folder, parcel).unlink(missing_ok=True)
        self.tell(f"batch {parcel.number}: {parcel.questions:,} questions handed in as {batch}")


async def submit(handover: Handover, desk: Desk, corpus: Corpus, max_chars: int, limits: Limits) -> Tally:
    """Hand in every question that has no usable answer and is not with the provider.

    Articles whose answers are all there are put together on the way. A question that several articles put goes once.

    Raises:
        ModelError: The provider takes no more; what it took is noted, and the same command goes on.
        Unfit: IN cannot be read.
        OutOfRoom: The disk is full.
    """
    book = handover.book
    await handover.resume()
    with Report(book.folder) as report, packing(book, limits) as packer:
        for article in corpus.articles(max_chars):
            if isinstance(article, Flaw):
                report.flaw(article)
                continue
            row, request = article
            settled = await desk.settle(request)
            report.settled(row, settled, book)
            for digest, question in settled.open.items():
                if question.why != WAITING:
                    await _hand_in(handover, packer.add(digest, question.body))
        await _hand_in(handover, packer.close())
    return report.tally


async def _hand_in(handover: Handover, parcel: Parcel | None) -> None:
    if parcel is not None:
        await handover.hand_in(parcel)

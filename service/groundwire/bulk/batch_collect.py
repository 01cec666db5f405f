"""Fetches what came of batches: answers into the cache, what failed into the book."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from groundwire.bulk.articles import Flaw
from groundwire.bulk.batch_book import Book, Fetching, Parcel
from groundwire.bulk.batch_desk import Desk, Settled
from groundwire.bulk.batch_run import Corpus, Report, Tally
from groundwire.bulk.errors import OutOfRoom
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.errors import DeadlineExceeded, ModelUnavailable
from groundwire.extraction.llm_batch import Batch, BatchClient
from groundwire.extraction.llm_posted import Letter
from groundwire.extraction.model import StructuredModel
from groundwire.extraction.prices import Prices
from groundwire.extraction.waiting import end
from groundwire.schemas import ExtractRequest

_DRAFT: Final = "answers.new"
_OK: Final = 200


@dataclass(frozen=True)
class Collector:
    """Where answers are fetched.

    Attributes:
        book: Knows the batches.
        client: Of the provider.
        answers: The cache that keeps them.
        tell: Is told how the batches do, for people.
    """

    book: Book
    client: BatchClient
    answers: Cache
    tell: Callable[[str], None]

    async def collect(self) -> bool:
        """Fetch what has ended; whether all has.

        Raises:
            ModelError: The provider does not tell, or does not give the answers.
            OutOfRoom: The disk is full, or the cache keeps nothing.
        """
        (self.book.folder / _DRAFT).unlink(missing_ok=True)  # a kill may have left it
        ended = True
        for parcel in self.book.under_way():
            batch = await self.client.get(parcel.batch or "")
            self.tell(_news(parcel, batch))
            if batch.ended:
                await self._fetch(parcel, batch)
            ended = ended and batch.ended
        return ended

    async def wait(self, every_s: float) -> None:
        """The same until all batches have ended; an endpoint that is out of reach meanwhile is waited for, too.

        Args:
            every_s: Seconds between two looks.

        Raises:
            ModelError: The provider refuses us.
            OutOfRoom: The disk is full, or the cache keeps nothing.
        """
        while True:
            try:
                if await self.collect():
                    return
            except (ModelUnavailable, DeadlineExceeded) as error:
                self.tell(f"{error}; waiting on")
            await asyncio.sleep(every_s)

    async def _fetch(self, parcel: Parcel, batch: Batch) -> None:
        """Everything is noted at once, so a kill in between costs another look and nothing else."""
        draft = self.book.folder / _DRAFT
        try:
            with self.book.fetching(parcel, batch.status, _why(batch)) as notes:
                for file in batch.files:
                    await self._client_file(file, draft)
                    for line in _lines(draft):
                        await self._take(line, notes)
        finally:
            draft.unlink(missing_ok=True)

    async def _client_file(self, file: str, draft: Path) -> None:
        try:
            await self.client.fetch(file, draft)
        except OSError as error:
            raise OutOfRoom(f"cannot write {draft}: {error.strerror or error}") from None

    async def _take(self, line: dict[str, Any], notes: Fetching) -> None:
        digest, response = line.get("custom_id"), line.get("response")
        if not isinstance(digest, str) or not notes.asked(digest):
            return
        body = response.get("body") if isinstance(response, dict) else None
        if isinstance(response, dict) and response.get("status_code") == _OK and isinstance(body, dict):
            name = line.get("id")
            letter = Letter(line=name if isinstance(name, str) else "", completion=body)
            await self._keep(digest, letter)
            notes.usage += letter.usage
            notes.answered(digest)
        else:
            notes.failed(digest, _failure(line))

    async def _keep(self, digest: str, letter: Letter) -> None:
        """Keep an answer beside what earlier ones cost, of which none was of use."""
        before = _letter(await self.answers.get(digest))
        if before is not None:
            again = before.line == letter.line and before.completion == letter.completion
            letter.spent = before.spent if again else before.usage
        await self.answers.put(digest, letter.model_dump_json())
        if await self.answers.get(digest) is None:
            raise OutOfRoom("the cache does not keep the answers; nothing is lost, collect them again when it does")


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


def _news(parcel: Parcel, batch: Batch) -> str:
    refused = f", refused: {', '.join(batch.flaws)}" if batch.flaws else ""
    failed = f", {batch.failed:,} failed" if batch.failed else ""
    return (
        f"batch {parcel.number}: {batch.status}, {batch.answered:,} of {parcel.questions:,} answered{failed}{refused}"
    )


def _why(batch: Batch) -> str:
    """Why a question was not answered of which no file says anything."""
    return (
        f"the batch was refused: {', '.join(batch.flaws)}" if batch.flaws else f"no answer; the batch is {batch.status}"
    )


def _failure(line: dict[str, Any]) -> str:
    """Why a question has failed, by codes only: messages may quote it."""
    error, response = line.get("error"), line.get("response")
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, str) and code.isidentifier():
        return code
    status = response.get("status_code") if isinstance(response, dict) else None
    return f"the endpoint answered {status}" if isinstance(status, int) else "failed"


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """Lines of JSON objects; whatever else stands there is passed over, and its question has no answer."""
    with file.open("rb") as lines:
        for line in lines:
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found


def _letter(text: str | None) -> Letter | None:
    try:
        return None if text is None else Letter.model_validate_json(text)
    except ValidationError:
        return None

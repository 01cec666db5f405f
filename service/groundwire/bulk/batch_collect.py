"""Fetches what came of batches: answers into the cache, what failed into the book."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from groundwire.bulk.batch_book import Book, Fetching, Parcel
from groundwire.bulk.errors import OutOfRoom
from groundwire.bulk.lines import Lines
from groundwire.bulk.sources import Place
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.errors import DeadlineExceeded, ModelUnavailable
from groundwire.extraction.llm_batch import Batch, BatchClient
from groundwire.extraction.llm_posted import Letter

_DRAFT: Final = "answers.new"
_OK: Final = 200
_MOST_BYTES: Final = 16_000_000
"""Longest line of a file of answers; what is longer is no answer to a question of ours."""


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
                    await self._download(file, draft)
                    for line in _lines(draft):
                        await self._take(line, notes)
        finally:
            draft.unlink(missing_ok=True)

    async def _download(self, file: str, draft: Path) -> None:
        try:
            await self.client.fetch(file, draft)
        except OSError as error:
            raise OutOfRoom(f"cannot write {draft}: {error.strerror or error}") from None

    async def _take(self, line: dict[str, Any], notes: Fetching) -> None:
        digest, response = line.get("custom_id"), line.get("response")
        if not isinstance(digest, str) or not notes.asked(digest):
            return
        body = None
        if isinstance(response, dict) and response.get("status_code") == _OK:
            body = _json(response.get("body"))
        if body is not None:
            letter = Letter(line=_text(line.get("id")), completion=body)
            await self._keep(digest, letter)
            notes.usage += letter.usage
            notes.answered(digest)
        else:
            notes.failed(digest, _failure(line))

    async def _keep(self, digest: str, letter: Letter) -> None:
        """Keep an answer beside what earlier ones cost, of which none was of use."""
        before = Letter.read(await self.answers.get(digest))
        if before is not None:
            again = before.line == letter.line and before.completion == letter.completion
            letter.spent = before.spent if again else before.usage
        await self.answers.put(digest, letter.model_dump_json())
        if await self.answers.get(digest) is None:
            raise OutOfRoom("the cache does not keep the answers; nothing is lost, collect them again when it does")


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
        for line in Lines(lines, Place(), _MOST_BYTES):
            try:
                found = json.loads(line or b"")
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found


def _json(value: object) -> str | None:
    """A value as JSON; None if it is nested too deeply to be written, or read again."""
    try:
        return json.dumps(value)
    except RecursionError:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

"""What the tests of batches share: commands on one folder, each with connections and a cache of its own."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from tests.cli.support import AID, ARTICLE, ATTACK, KEY, PUBLISHED, reader
from tests.fakes.batch_endpoint import BatchEndpoint, Plan
from tests.fakes.canary import Script
from tests.fakes.endpoint import Json, enforcing

from groundwire.bulk import batch_run
from groundwire.bulk.batch_assembly import Finish, put_together
from groundwire.bulk.batch_book import Book, open_book
from groundwire.bulk.batch_collect import Collector
from groundwire.bulk.batch_desk import Desk
from groundwire.bulk.batch_parcel import Limits
from groundwire.bulk.batch_run import Asked, Corpus, Tally
from groundwire.bulk.batch_submit import Handover, submit
from groundwire.extraction.cache import DiskCache
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm import Endpoint, OpenAIModel
from groundwire.extraction.llm_batch import BatchClient
from groundwire.extraction.model import Dialect, Mode
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.retry import RetryPolicy
from groundwire.schemas import Extraction, ExtractRequest, Usage

POLICY = RetryPolicy(transport=2, corrections=1, base_s=0.002)
PRICES = Prices(1000.0, 2000.0)
DIALECT = Dialect(Mode.JSON_SCHEMA, enforced=True)
ROW: Json = {"text": ARTICLE, "published": PUBLISHED}
OTHER: Json = {"text": AID.replace("Sweden", "Norway"), "published": PUBLISHED}
THIRD: Json = {"text": ATTACK.replace("20", "30"), "published": PUBLISHED}


def rows(count: int) -> list[Json]:
    """Articles with one question each."""
    return [{"text": AID.replace("314", str(100 + n)), "published": PUBLISHED} for n in range(count)]


KEPT, MADE, OPEN = ({state: 3} for state in ("kept", "made", "open"))
"""What becomes of these three."""


@dataclass
class Bench:
    """An endpoint, a corpus and a folder."""

    endpoint: BatchEndpoint
    folder: Path
    wishes: Json = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    model: str = "scripted"
    profile: Profile = Profile.LARGE

    @property
    def state(self) -> Path:
        """Where it is noted what is with the provider."""
        return self.folder / "state"

    @property
    def asked(self) -> Asked:
        """Who is asked."""
        url = self.endpoint.base_url
        return Asked(
            Endpoint(url, SecretStr(KEY), self.model, f"{url} {self.model}", Mode.JSON_SCHEMA, call_timeout_s=20.0),
            self.profile,
        )

    def corpus(self, rows: Iterable[object]) -> None:
        """Write IN; text as it is, else as JSON."""
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        (self.folder / "in.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def submit(self, **limits: int) -> Tally:
        """Hand in."""

        async def main() -> Tally:
            async with self.opened() as (book, client, cache):
                corpus = Corpus(str(self.folder / "in.jsonl"), self.wishes)
                if not book.terms:
                    batch_run.begin(book, self.asked, corpus, DIALECT)
                batch_run.check(book, self.asked, corpus)
                handover = Handover(book, client, self.told.append)
                return await submit(handover, self.desk(book, cache), corpus, 100_000, replace(Limits(), **limits))

        return asyncio.run(main())

    def collect(self, *, live: bool = False, wait_s: float | None = None) -> Tally:
        """Fetch, and put together."""

        async def main() -> Tally:
            async with self.opened() as (book, client, cache), self.live() as model:
                batch_run.check(book, self.asked)
                collector = Collector(book, client, cache, self.told.append)
                await (collector.collect() if wait_s is None else collector.wait(wait_s))
                finish = None
                if live:
                    await model.dialect(Ledger())
                    finish = Finish(model, PRICES)
                desk, corpus = self.desk(book, cache), batch_run.corpus_of(book)
                return await put_together(book, desk, corpus, 100_000, finish)

        return asyncio.run(main())

    def extract(self, row: Json, cache: str = "cache") -> Extraction:
        """What the ordinary way makes of a row, with the cache of that name."""

        async def main() -> Extraction:
            with DiskCache(self.folder / cache) as kept:
                async with self.live() as model:
                    await model.dialect(Ledger())
                    request = ExtractRequest.model_validate({**self.wishes, **row})
                    return await Extractor(Reader(model, self.profile), kept).extract(request)

        return asyncio.run(main())

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[Book, BatchClient, DiskCache]]:
        """What a command works with."""
        client = BatchClient(self.asked.endpoint, POLICY)
        try:
            with open_book(self.state) as book, DiskCache(self.folder / "cache") as cache:
                yield book, client, cache
        finally:
            await client.close()

    @asynccontextmanager
    async def live(self) -> AsyncIterator[OpenAIModel]:
        """The model, asked at once."""
        model = OpenAIModel(self.asked.endpoint, POLICY)
        try:
            yield model
        finally:
            await model.close()

    def desk(self, book: Book, cache: DiskCache) -> Desk:
        """Where articles are put together."""
        half = Prices(PRICES.prompt_usd / 2, PRICES.completion_usd / 2)
        return Desk(self.asked.endpoint, DIALECT, self.profile, cache, book.waits, half)

    def open_questions(self) -> list[Json]:
        """What the last command has named."""
        return lines_of(self.state / batch_run.OPEN)

    def bill(self) -> Usage:
        """What the batches took."""
        with open_book(self.state) as book:
            return book.bill()

    def sent(self) -> list[list[str]]:
        """What was asked in each batch, by digest."""
        return [[line["custom_id"] for line in self.endpoint.sent(n)] for n in range(len(self.endpoint.batches))]


@contextmanager
def bench(folder: Path, *plans: Plan, script: Script = reader) -> Iterator[Bench]:
    """An endpoint where batches go like that, and a corpus of three articles."""
    with BatchEndpoint(enforcing(script), plans or (Plan(),)) as endpoint:
        made = Bench(endpoint, folder)
        made.corpus([ROW, OTHER, THIRD])
        yield made


def lines_of(file: Path) -> list[Json]:
    """The lines of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def alike(first: Extraction, second: Extraction, *but: str) -> bool:
    """Whether two Extractions differ in nothing but when, how fast and whence they came."""
    return bare(first, *but) == bare(second, *but)


def bare(made: Extraction, *but: str) -> dict[str, Any]:
    """An Extraction without that."""
    told = made.model_dump()
    for name in ("created", "stage_ms", "cache", "cost_usd", *but):
        del told["meta"][name]
    return told


def canonical(bodies: Iterable[object]) -> Sequence[str]:
    """Bodies of requests, so that they can be compared."""
    return sorted(json.dumps(body, sort_keys=True) for body in bodies)

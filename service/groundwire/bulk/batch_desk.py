"""Puts an article together of the answers that batches brought, by the very pipeline that asks at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from groundwire.extraction.cache_port import Cache
from groundwire.extraction.errors import ModelError
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm import Endpoint
from groundwire.extraction.llm_posted import WAITING, OpenQuestion, PostedModel, Posting
from groundwire.extraction.model import Dialect, StructuredModel
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task
from groundwire.schemas import CacheMode, ExtractRequest


class State(StrEnum):
    """What became of an article."""

    KEPT = "kept"
    """Its Extraction was in the cache."""
    MADE = "made"
    """Its Extraction was put there now."""
    PARTIAL = "partial"
    """All its questions are answered, and part of an answer cannot be used: nothing was kept."""
    OPEN = "open"
    """Questions about it have no answer."""


@dataclass(frozen=True)
class Settled:
    """An article, looked at once.

    Attributes:
        state: What became of it.
        open: Its questions without an answer, by digest.
    """

    state: State
    open: Mapping[str, OpenQuestion] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """What articles are put together with.

    Attributes:
        endpoint: Whose model reads them.
        dialect: How it is asked.
        profile: How an article is put to it.
        cache: Of Extractions, and of answers.
        waits: Whether the question of a digest is with the endpoint.
        prices: Of batches; None if they are not known.
    """

    endpoint: Endpoint
    dialect: Dialect
    profile: Profile
    cache: Cache
    waits: Callable[[str], bool]
    prices: Prices | None

    async def settle(self, request: ExtractRequest) -> Settled:
        """Put an article together if all its answers are there, and keep it under its ordinary key; ask nothing."""
        posting = Posting(self.cache, self.waits)
        reader, request = self._reader(posting, self.prices), _plain(request)
        task = Task.of(request)
        if await self.cache.get(reader.key(task)) is not None:
            return Settled(State.KEPT)
        if task.recall_pass and not await _all_answered(reader, replace(task, recall_pass=False), posting):
            # What a second look asks about depends on all that the first one found.
            return Settled(State.OPEN, posting.open)
        return await self._extract(reader, request, posting)

    async def finish(self, request: ExtractRequest, live: StructuredModel, prices: Prices | None) -> Settled:
        """The same, asking at once for what no batch has answered; an article that waits for one is left alone.

        Args:
            request: What is asked about the article.
            live: The same model.
            prices: Of what is asked at once; the whole article is reckoned by them.
        """
        settled = await self.settle(request)
        if not settled.open or any(question.why == WAITING for question in settled.open.values()):
            return settled
        posting = Posting(self.cache, self.waits, live)
        return await self._extract(self._reader(posting, prices), _plain(request), posting)

    def _reader(self, posting: Posting, prices: Prices | None) -> Reader:
        return Reader(PostedModel(self.endpoint, self.dialect, posting), self.profile, prices=prices)

    async def _extract(self, reader: Reader, request: ExtractRequest, posting: Posting) -> Settled:
        try:
            made = await Extractor(reader, self.cache).extract(request)
        except ModelError:
            return Settled(State.OPEN, posting.open)
        if posting.open:
            return Settled(State.OPEN, posting.open)
        return Settled(State.MADE if made.meta.complete else State.PARTIAL)


async def _all_answered(reader: Reader, task: Task, posting: Posting) -> bool:
    try:
        await reader.read(task, Ledger())
    except ModelError:
        return False
    return not posting.open


def _plain(request: ExtractRequest) -> ExtractRequest:
    """The request as it is answered in a batch: from the cache and into it, however long it takes."""
    return request.model_copy(update={"cache": CacheMode.USE, "timeout_s": None})

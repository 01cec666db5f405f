"""The one use case: a request in, an Extraction out, from the cache if it may be, by the second model if it must be."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Final

from pydantic import ValidationError

from groundwire.extraction.admission import Admission
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import (
    DeadlineExceeded,
    ModelError,
    ModelRejected,
    ModelUnavailable,
    Overloaded,
)
from groundwire.extraction.flights import Flight, Flights, Job
from groundwire.extraction.leases import Leases, NoLeases
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.observer import Observer
from groundwire.extraction.reader import Reader, Task
from groundwire.extraction.streaming import Event, events_of
from groundwire.extraction.waiting import end
from groundwire.schemas import CacheMode, CacheState, Extraction, ExtractRequest, Usage

WARM_UP_EVERY_S: Final = 5.0
"""Seconds between tries to reach a model that did not answer yet."""

_log = logging.getLogger("groundwire.extraction")

_STATES: Final = {
    CacheMode.USE: CacheState.MISS,
    CacheMode.REFRESH: CacheState.REFRESH,
    CacheMode.OFF: CacheState.OFF,
}


class Extractor:
    """Turns requests into Extractions. Belongs to one event loop, `cached`, `refusal` and `ready` aside."""

    def __init__(
        self,
        reader: Reader,
        cache: Cache | None,
        *,
        fallback: Reader | None = None,
        admission: Admission | None = None,
        leases: Leases | None = None,
        observer: Observer | None = None,
    ) -> None:
        """Nothing is sent or read yet.

        Args:
            reader: Reads articles.
            cache: Keeps Extractions; None to keep none.
            fallback: Reads those that the first reader cannot; None for none.
            admission: How many articles are read at once.
            leases: Keeps processes that share the cache from reading the same article at once.
            observer: Is told of every Extraction that is handed out.
        """
        self._reader = reader
        self._cache = cache
        self._fallback = fallback
        self._admission = admission or Admission()
        self._leases = leases or NoLeases()
        self._observer = observer or Observer()
        self._not_ready = "the model has not answered yet"
        self._flights = Flights(self._run)

    async def cached(self, request: ExtractRequest) -> str | None:
        """The Extraction as JSON if it is in the cache and may come from there; from any event loop.

        It is kept as it is sent, so that it is neither parsed nor written anew, and no model is needed.
        """
        if request.cache is not CacheMode.USE or self._cache is None:
            return None
        text = await self._cache.get(self._reader.key(Task.of(request)))
        if text is not None:
            self._observer.answered(CacheState.HIT)
        return text

    def refusal(self, request: ExtractRequest) -> Overloaded | None:
        """What a request is turned away with that would have to be read now; None if there is room. From any thread.

        Who would join others needs no room. That a request is not turned away here promises nothing.
        """
        return None if self._flights.under_way(self._job(request)) else self._admission.refusal()

    async def extract(self, request: ExtractRequest) -> Extraction:
        """All records of the wanted types that the article supports.

        Raises:
            ModelError: The model gave nothing; what succeeds in part is returned with `meta.complete` false.
            Overloaded: Too many articles are being read; nothing was done.
        """
        deadline = _deadline(request)
        if (kept := await self._look_up(request)) is not None:
            return kept
        with self._flights.aboard(self._job(request), deadline) as seat:
            return self._handed_out(await seat.arrival(), joined=seat.joined)

    async def stream(self, request: ExtractRequest) -> AsyncGenerator[Event, None]:
        """The records as they are found, then what `extract` returns; it raises what that raises."""
        deadline = _deadline(request)
        if (kept := await self._look_up(request)) is not None:
            for event in events_of(kept):
                yield event
            return
        with self._flights.aboard(self._job(request), deadline) as seat:
            arrival = asyncio.create_task(seat.arrival())
            try:
                async for event in seat.flight.sightings.follow(arrival):
                    yield self._handed_out(event, joined=seat.joined) if isinstance(event, Extraction) else event
            finally:
                await end([arrival])

    async def ready(self) -> str | None:
        """None if a model has answered once; else one sentence that says why not."""
        return None if any(reader.reached for reader in self._readers) else self._not_ready

    async def warm_up(self) -> None:
        """Reach a model, however often that takes, and from then on be ready; then rehearse."""
        while not await self._reach_one():  # noqa: ASYNC110 - it is a pause, not a wait for something
            await asyncio.sleep(WARM_UP_EVERY_S)
        for reader in self._readers:
            await reader.rehearse()

    @property
    def _readers(self) -> tuple[Reader, ...]:
        return (self._reader,) if self._fallback is None else (self._reader, self._fallback)

    async def _reach_one(self) -> bool:
        for reader in self._readers:
            try:
                if not reader.reached:
                    await reader.reach(Ledger())
            except ModelError as error:
                self._not_ready = str(error)
                _log.warning("the model is not ready: %s", error)
            else:
                return True
        return False

    async def _look_up(self, request: ExtractRequest) -> Extraction | None:
        if request.cache is not CacheMode.USE:
            return None
        kept = await self._kept(self._reader.key(Task.of(request)))
        return None if kept is None else self._handed_out(kept, joined=False)

    def _job(self, request: ExtractRequest) -> Job:
        task = Task.of(request)
        return Job(self._reader.key(task), task, request.cache)

    def _handed_out(self, made: Extraction, *, joined: bool) -> Extraction:
        if joined:
            made = _with_meta(made, cache=CacheState.SHARED)
        self._observer.answered(made.meta.cache)
        return made

    async def _run(self, flight: Flight) -> Extraction:
        job = flight.job
        if job.mode is not CacheMode.USE or self._cache is None:
            return await self._admitted(flight)
        async with self._leases.lease(job.key, flight.deadline):
            # Between the caller's look and now, another process or an earlier run may have kept it.
            kept = await self._kept(job.key)
            return await self._admitted(flight) if kept is None else _with_meta(kept, cache=CacheState.SHARED)

    async def _admitted(self, flight: Flight) -> Extraction:
        async with self._admission.place(flight.deadline):
            return await self._read(flight)

    async def _read(self, flight: Flight) -> Extraction:
        """By the first reader, or by the second if the first one's endpoint fails while there is time."""
        ledger = Ledger(flight.deadline)
        try:
            reading = await self._reader.read(flight.job.task, ledger, flight.sightings)
        except (ModelUnavailable, ModelRejected, DeadlineExceeded) as error:
            if self._fallback is None or flight.deadline.over:
                raise
            return await self._instead(self._fallback, flight, error, None)
        if reading.cut_off is None or self._fallback is None or flight.deadline.over:
            return await self._keep(flight.job, flight.job.key, reading.extraction)
        return await self._instead(self._fallback, flight, reading.cut_off, reading.extraction)

    async def _instead(
        self, fallback: Reader, flight: Flight, failure: ModelError, partial: Extraction | None
    ) -> Extraction:
        """The whole article by the second reader; if that fails too, what there is of the first, or its error."""
        spent = failure.usage if partial is None else partial.meta.usage
        ledger = Ledger(flight.deadline)
        try:
            second = await self._by_fallback(fallback, flight, ledger)
        except ModelError:
            second = None
        if second is not None and (second.meta.complete or partial is None):
            self._observer.fell_back()
            return _also_spent(_with_meta(second, fallback=True), spent, self._reader.cost(spent))
        if partial is not None:
            return _also_spent(_stated(partial, flight.job), ledger.usage, fallback.cost(ledger.usage))
        failure.usage = spent + ledger.usage
        raise failure

    async def _by_fallback(self, fallback: Reader, flight: Flight, ledger: Ledger) -> Extraction:
        job, key = flight.job, fallback.key(flight.job.task)
        if job.mode is CacheMode.USE and (kept := await self._kept(key)) is not None:
            return kept
        reading = await fallback.read(job.task, ledger, flight.sightings)
        return await self._keep(job, key, reading.extraction)

    async def _kept(self, key: str) -> Extraction | None:
        text = await self._cache.get(key) if self._cache is not None else None
        if text is None or self._cache is None:
            return None
        try:
            return Extraction.model_validate_json(text)
        except ValidationError:
            await self._cache.delete(key)
            _log.warning("removed a cached extraction that does not fit its schema")
            return None

    async def _keep(self, job: Job, key: str, made: Extraction) -> Extraction:
        """Keep it, as it is to be sent when it is asked for again, if it may be kept; then say how it was made."""
        if job.mode is not CacheMode.OFF and made.meta.complete and self._cache is not None:
            await self._cache.put(key, _with_meta(made, cache=CacheState.HIT).model_dump_json())
        return _stated(made, job)


def _deadline(request: ExtractRequest) -> Deadline:
    return Deadline() if request.timeout_s is None else Deadline(request.timeout_s)


def _stated(made: Extraction, job: Job) -> Extraction:
    return _with_meta(made, cache=_STATES[job.mode])


def _also_spent(made: Extraction, usage: Usage, cost_usd: float | None) -> Extraction:
    """With what another model took beside it."""
    before = made.meta.cost_usd
    cost = None if before is None or cost_usd is None else round(before + cost_usd, 6)
    return _with_meta(made, usage=made.meta.usage + usage, cost_usd=cost)


def _with_meta(made: Extraction, **changes: object) -> Extraction:
    """The same Extraction, differently told of."""
    return made.model_copy(update={"meta": made.meta.model_copy(update=changes)})

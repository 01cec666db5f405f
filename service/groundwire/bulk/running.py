"""Carries a corpus to the workers of an engine and the results back, chunk by chunk, in order.

Each chunk is a job whose idempotency key is the run and the chunk's number: handed in again after a kill, it is the
same job, and what was read of it is not read again. A few chunks are handed in ahead, so that no worker waits; a chunk
is taken in when it has ended and all before it have been, and then its job is deleted. So neither memory nor the
engine's database grows with the corpus.
"""

import asyncio
import hashlib
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, ParamSpec, TypeVar

from groundwire.bulk.checkpoint import Bill
from groundwire.bulk.chunks import Chunk
from groundwire.bulk.errors import BudgetSpent, Refused, Unfit
from groundwire.bulk.store import Store
from groundwire.jobs.engine import Engine, EngineFull, EngineUnavailable, IdempotencyConflict, NewItem, NewJob, Result
from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobStatus, ResultState

LOOK_EVERY_S: Final = 0.2
"""Seconds between two looks at the jobs under way."""
TRY_AGAIN_S: Final = 1.0
"""Seconds after which an engine that was away is tried again."""
REFUSALS: Final = 20
"""Articles in a row that the endpoint fails, after which it is believed to fail all."""
_FAILING: Final = ("model-rejected", "model-unavailable")
_PAGE: Final = 100

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How a run goes on, and until when.

    Attributes:
        ahead: Chunks that are handed in before the first of them has been taken in.
        patience_s: Seconds that an engine may be away.
        budget_usd: What the run may cost in US dollars; None for no bound.
        price: What a usage costs, where the engine does not know; None if nobody does.
    """

    ahead: int = 4
    patience_s: float = 600.0
    budget_usd: float | None = None
    price: Callable[[Usage], float | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a run stands.

    Attributes:
        bill: Of all articles that have ended, taken in or not.
        read: Articles that were read from IN.
        offset: How far IN was read, in the unit of its size.
        away: Whether the engine is being waited for.
    """

    bill: Bill
    read: int
    offset: int
    away: bool = False


@dataclass
class _UnderWay:
    """A chunk that was handed in."""

    chunk: Chunk
    status: JobStatus | None
    """Of its job; None if it has no article."""

    @property
    def ended(self) -> bool:
        return self.status is None or self.status.ended


class Run:
    """One command's part of a run.

    Attributes:
        begun: Set once there is work to be done and money to do it.
    """

    def __init__(
        self, engine: Engine, store: Store, run_id: str, bounds: Bounds, tell: Callable[[Standing], None]
    ) -> None:
        """Nothing is handed in yet.

        Args:
            engine: Hands articles to workers.
            store: Takes in the results.
            run_id: Begins the idempotency keys.
            bounds: See there.
            tell: Is told how the run stands, several times a second.
        """
        self.begun = asyncio.Event()
        self._engine = engine
        self._store = store
        self._run_id = run_id
        self._bounds = bounds
        self._tell = tell
        self._under_way: deque[_UnderWay] = deque()
        self._read = store.checkpoint.bill.articles
        self._offset = store.checkpoint.place.offset
        self._exhausted = False

    async def carry(self, chunks: Iterator[Chunk]) -> None:
        """Carry all chunks, from the store's checkpoint on.

        Raises:
            BudgetSpent: The run has cost as much as it may, and articles are left.
            Refused: The endpoint fails every article; nothing was kept of that.
            OutOfRoom: A file cannot be written.
            EngineUnavailable: The engine was away for too long.
        """
        while True:
            await self._hand_in(chunks)
            if not self._under_way and self._exhausted:
                break
            await self._look()
            head = self._under_way[0] if self._under_way else None
            if head is not None and head.ended:
                await self._take_in(head)
                continue
            self._mind_the_budget()
            if head is not None:
                await self._mind_refusals(head)
                self.begun.set()
                await asyncio.sleep(LOOK_EVERY_S)
        self._store.end()

    async def _hand_in(self, chunks: Iterator[Chunk]) -> None:
        while len(self._under_way) < self._bounds.ahead and not self._exhausted and self._may_spend:
            # Parsing takes a while: workers of this process go on meanwhile.
            chunk = await _in_thread(next, chunks, None)
            if chunk is None:
                self._exhausted = True
                return
            self._read, self._offset = self._read + len(chunk.rows), chunk.end.offset
            status = await self._submit(chunk) if chunk.rows else None
            light = tuple(replace(row, request="") for row in chunk.rows)
            self._under_way.append(_UnderWay(replace(chunk, rows=light), status))

    async def _submit(self, chunk: Chunk) -> JobStatus:
        items = tuple(NewItem(row.request, row.id) for row in chunk.rows)
        digest = hashlib.sha256("\0".join(item.request for item in items).encode()).hexdigest()
        job = NewJob(items, idempotency_key=f"bulk-{self._run_id}-{chunk.number}", digest=digest)
        try:
            return await self._patiently(self._engine.submit, job)
        except IdempotencyConflict:
            raise Unfit("the jobs of this run hold other articles than IN; --restart begins anew") from None

    async def _look(self) -> None:
        for each in self._under_way:
            if each.status is not None and not each.status.ended:
                each.status = await self._patiently(self._engine.status, each.status.id, None)
                if each.status is None or each.status.cancelled:
                    raise Unfit("a job of this run was cancelled or deleted by somebody else; --restart begins anew")
        self._tell(self._standing())

    async def _take_in(self, head: _UnderWay) -> None:
        results: list[Result] = []
        if head.status is not None:
            results = await self._results(head.status.id, len(head.chunk.rows))
            await self._stop_if_refused(results)
        usage, cost_usd = self._paid(head.status)
        await _in_thread(self._store.take_in, head.chunk, results, usage, cost_usd)
        self._under_way.popleft()
        if head.status is not None:
            await self._patiently(self._engine.delete, head.status.id, None)

    async def _results(self, job: str, count: int) -> list[Result]:
        results: list[Result] = []
        while len(results) < count:
            page = await self._patiently(self._engine.results, job, None, len(results), _PAGE)
            if not page:
                raise Unfit("a job of this run was deleted by somebody else; --restart begins anew")
            results += page
        return results

    async def _mind_refusals(self, head: _UnderWay) -> None:
        """Look early whether the endpoint fails all: a chunk of long articles takes a while."""
        if head.status is not None and head.status.failed >= REFUSALS and head.status.done == 0:
            results = await self._patiently(self._engine.results, head.status.id, None, 0, REFUSALS) or ()
            if len(results) == REFUSALS:
                await self._stop_if_refused(results)

    async def _stop_if_refused(self, results: Sequence[Result]) -> None:
        nothing_yet = self._standing().bill.done == 0
        why = refusal(results, min(REFUSALS, len(results)) if nothing_yet else REFUSALS)
        if why is None:
            return
        for each in self._under_way:
            if each.status is not None:  # or the next command would be handed these failures
                await self._patiently(self._engine.cancel, each.status.id, None)
                await self._patiently(self._engine.delete, each.status.id, None)
        raise Refused(f"the endpoint fails every article: {why}")

    def _mind_the_budget(self) -> None:
        if not self._may_spend:
            raise BudgetSpent(f"the budget of ${self._bounds.budget_usd:,.2f} is spent")

    @property
    def _may_spend(self) -> bool:
        bound, cost_usd = self._bounds.budget_usd, self._standing().bill.cost_usd
        return bound is None or cost_usd is None or cost_usd < bound

    def _standing(self, *, away: bool = False) -> Standing:
        bill = self._store.checkpoint.bill
        for each in self._under_way:
            bill = bill.plus(*self._paid(each.status))
            if each.status is not None:
                ended = {"done": bill.done + each.status.done, "failed": bill.failed + each.status.failed}
                bill = bill.model_copy(update=ended)
        return Standing(bill, self._read, self._offset, away)

    def _paid(self, status: JobStatus | None) -> tuple[Usage, float | None]:
        if status is None:
            return Usage(), 0.0
        cost_usd = self._bounds.price(status.usage) if status.cost_usd is None else status.cost_usd
        return status.usage, cost_usd

    async def _patiently(self, call: Callable[_P, Awaitable[_T]], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do it, and again while the engine is away."""
        since = time.monotonic()
        while True:
            try:
                return await call(*args, **kwargs)
            except (EngineUnavailable, EngineFull) as error:
                if isinstance(error, EngineUnavailable) and time.monotonic() - since > self._bounds.patience_s:
                    raise
                self._tell(self._standing(away=True))
                await asyncio.sleep(TRY_AGAIN_S)


async def _in_thread(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do in a thread what takes long; who is cancelled meanwhile waits for its end, as nobody may close its files."""
    doing = asyncio.ensure_future(asyncio.to_thread(call, *args, **kwargs))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing])
        raise


def refusal(results: Sequence[Result], most: int) -> str | None:
    """Why the endpoint failed so many articles in a row through no fault of theirs; None if it did not."""
    in_a_row = 0
    for result in results:
        why = _why_failed(result)
        in_a_row = 0 if why is None else in_a_row + 1
        if why is not None and in_a_row == most:
            return why
    return None


def _why_failed(result: Result) -> str | None:
    if result.state is not ResultState.FAILED:
        return None
    problem = json.loads(result.text)
    return str(problem["detail"]) if str(problem["type"]).rpartition(":")[2] in _FAILING else None

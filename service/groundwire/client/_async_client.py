"""The client that awaits: it does what a flow says."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from types import TracebackType
from typing import Self, Unpack

import httpx

from groundwire.client._async_connection import AsyncConnection
from groundwire.client._events import Event
from groundwire.client._flow import Calls
from groundwire.client._jobs import AnyArticle, Job, JobCalls, JobProgress
from groundwire.client._many import Line, Outcome, Progress
from groundwire.client._steps import Flow, Model, Read, Received, Send, Sleep, StreamFlow, Told
from groundwire.client._wishes import Wishes, plain
from groundwire.client.loopback import is_loopback
from groundwire.schemas import Article, Extraction
from groundwire.schemas.jobs import JobResult, JobStatus
from groundwire.schemas.wire import Health


class AsyncClient:
    """Calls a Groundwire service from asyncio; arguments and errors are those of `Client`.

    Cancelling a call closes its connection, upon which the service stops working on it.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        *,
        api_key: str | None = None,
        timeout_s: float = 600.0,
        retries: int = 2,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        self._calls = Calls(base_url, api_key, timeout_s, retries)
        self._jobs = JobCalls(self._calls)
        self._http = http_client or httpx.AsyncClient(trust_env=not is_loopback(base_url))
        self._owns_http = http_client is None

    async def extract(self, article: Article | str, **wishes: Unpack[Wishes]) -> Extraction:
        """Find the records of an article; see `Client.extract`."""
        return await self._run(self._calls.extract(article, wishes))

    def extract_stream(self, article: Article | str, **wishes: Unpack[Wishes]) -> AsyncGenerator[Event, None]:
        """Find the records of an article, and get each as soon as it is found; see `Client.extract_stream`."""
        return self._stream(self._calls.stream(article, wishes))

    def extract_many(
        self,
        articles: Iterable[Article | str],
        *,
        concurrency: int = 4,
        progress: Progress | None = None,
        **wishes: Unpack[Wishes],
    ) -> AsyncGenerator[Outcome, None]:
        """Find the records of many articles; see `Client.extract_many`.

        Whoever stops earlier should close the generator (`contextlib.aclosing`): the calls under way are cancelled.
        """
        shared = plain(wishes)

        def begin(article: Article | str) -> asyncio.Task[Extraction]:
            return asyncio.create_task(self._run(self._calls.extract(article, shared)))

        return _each(Line(articles, concurrency, begin, progress))

    async def submit(
        self, articles: Iterable[AnyArticle], *, idempotency_key: str | None = None, **wishes: Unpack[Wishes]
    ) -> JobStatus:
        """Hand in many articles at once; see `Client.submit`."""
        return await self._run(self._jobs.submit(articles, idempotency_key, wishes))

    async def job(self, job: Job) -> JobStatus:
        """How a job stands now; see `Client.job`."""
        return await self._run(self._jobs.job(job))

    async def wait(self, job: Job, *, progress: JobProgress | None = None, timeout_s: float | None = None) -> JobStatus:
        """Wait until a job has ended; see `Client.wait`."""
        return await self._run(self._jobs.wait(job, progress, timeout_s))

    def results(self, job: Job, *, cursor: int = 0) -> AsyncGenerator[JobResult, None]:
        """The results of a job in order, as they come; see `Client.results`."""
        return self._stream(self._jobs.results(job, cursor))

    async def cancel(self, job: Job) -> JobStatus:
        """Cancel a job; see `Client.cancel`."""
        return await self._run(self._jobs.cancel(job))

    async def health(self) -> Health:
        """The service is alive, and of which version; raises as `extract` does if it is not."""
        return await self._run(self._calls.health())

    async def close(self) -> None:
        """Close the connections, unless they are your own `http_client`'s."""
        if self._owns_http:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()

    async def _run(self, flow: Flow[Model]) -> Model:
        received: Received = None
        async with aclosing(AsyncConnection(self._http)) as connection:
            try:
                while True:
                    step = flow.send(received)
                    received = None
                    if isinstance(step, Send):
                        received = await connection.send(step)
                    else:
                        await asyncio.sleep(step.seconds)
            except StopIteration as done:
                result: Model = done.value
                return result

    async def _stream(self, flow: StreamFlow[Told]) -> AsyncGenerator[Told, None]:
        received: Received = None
        async with aclosing(AsyncConnection(self._http)) as connection:
            try:
                while True:
                    step = flow.send(received)
                    received = None
                    if isinstance(step, Send):
                        received = await connection.send(step)
                    elif isinstance(step, Read):
                        received = await connection.read()
                    elif isinstance(step, Sleep):
                        await asyncio.sleep(step.seconds)
                    else:
                        yield step
            except StopIteration:
                return


async def _each(line: Line[asyncio.Task[Extraction]]) -> AsyncGenerator[Outcome, None]:
    try:
        while True:
            for outcome in line.outcomes():
                yield outcome
            underway = line.underway()
            if not underway:
                return
            await asyncio.wait(underway, return_when=asyncio.FIRST_COMPLETED)
    finally:
        left = line.underway()
        for call in left:
            call.cancel()
        await asyncio.gather(*left, return_exceptions=True)

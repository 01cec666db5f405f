"""Client and AsyncClient: each does what a flow says, one by waiting, one by awaiting."""

import asyncio
import time
from collections.abc import Iterable
from datetime import date
from types import TracebackType
from typing import Self

import httpx

from groundwire.client._flow import Calls, Flow, Model, Received, Send
from groundwire.client.errors import Answer
from groundwire.client.loopback import is_loopback
from groundwire.schemas import Article, CacheMode, Extraction, RecordType, Unsupported
from groundwire.schemas.wire import Health


class Client:
    """Calls a Groundwire service and waits for the answer. Threads may share one.

    Args:
        base_url: Where the service listens.
        api_key: Sent as a bearer token.
        timeout_s: Seconds for a whole call, further attempts and waits included. It is looked at whenever bytes
            arrive: a service that drips them can take longer. AsyncClient cuts such a one off in time.
        retries: Further attempts after connection errors and statuses 429 and 503, never after others.
        http_client: Your own httpx client, with its proxies and certificates; it stays open. Without one, proxies
            of the environment are used, but not for a service on this machine's loopback.

    Raises:
        ValueError: `base_url`, `timeout_s` or `retries` could never work.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        *,
        api_key: str | None = None,
        timeout_s: float = 600.0,
        retries: int = 2,
        http_client: httpx.Client | None = None,
    ) -> None:
        self._calls = Calls(base_url, api_key, timeout_s, retries)
        self._http = http_client or httpx.Client(trust_env=not is_loopback(base_url))
        self._owns_http = http_client is None

    def extract(  # noqa: PLR0913 - the fields of a request
        self,
        article: Article | str,
        *,
        published: date | str | None = None,
        title: str | None = None,
        source_url: str | None = None,
        record_types: Iterable[RecordType | str] | None = None,
        cache: CacheMode | str = "use",
        unsupported: Unsupported | str = "drop",
        recall_pass: bool = False,
    ) -> Extraction:
        """Find the records of an article.

        Args:
            article: Its text, or an Article; what is given besides replaces the Article's own.
            published: Day of publication, as a date or YYYY-MM-DD; "on Friday" needs it.
            title: Headline, if it is not part of the text.
            source_url: Where the article came from; never fetched.
            record_types: `attack`, `diplomatic_event`, `aid_pledge`; all by default, fewer cost less.
            cache: `use`, `refresh` or `off`.
            unsupported: What becomes of values that the article does not state: `drop`, `flag` or `repair`.
            recall_pass: Ask once more about sentences with facts that no record claims.

        Raises:
            ConnectionFailed: No answer in time.
            ApiError: The service answered with a problem; `groundwire.client.errors` has the tree.
        """
        return self._run(
            self._calls.extract(
                article,
                {
                    "published": published,
                    "title": title,
                    "source_url": source_url,
                    "record_types": record_types,
                    "cache": cache,
                    "unsupported": unsupported,
                    "recall_pass": recall_pass,
                },
            )
        )

    def health(self) -> Health:
        """The service is alive, and of which version; raises as `extract` does if it is not."""
        return self._run(self._calls.health())

    def close(self) -> None:
        """Close the connections, unless they are your own `http_client`'s."""
        if self._owns_http:
            self._http.close()

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _run(self, flow: Flow[Model]) -> Model:
        received: Received = None
        try:
            while True:
                step = flow.send(received)
                received = None
                if isinstance(step, Send):
                    received = self._send(step)
                else:
                    time.sleep(step.seconds)
        except StopIteration as done:
            result: Model = done.value
            return result

    def _send(self, step: Send) -> Answer | httpx.RequestError:
        deadline = time.monotonic() + step.timeout_s
        content = bytearray()
        try:
            with self._http.stream(
                step.method, step.url, headers=step.headers, content=step.content or None, timeout=step.timeout_s
            ) as response:
                for piece in response.iter_bytes():
                    content += piece
                    if time.monotonic() > deadline:
                        return httpx.ReadTimeout("the answer is not complete in time")
                return Answer(response.status_code, response.headers, bytes(content))
        except httpx.RequestError as error:
            return error


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
        self._http = http_client or httpx.AsyncClient(trust_env=not is_loopback(base_url))
        self._owns_http = http_client is None

    async def extract(  # noqa: PLR0913 - the fields of a request
        self,
        article: Article | str,
        *,
        published: date | str | None = None,
        title: str | None = None,
        source_url: str | None = None,
        record_types: Iterable[RecordType | str] | None = None,
        cache: CacheMode | str = "use",
        unsupported: Unsupported | str = "drop",
        recall_pass: bool = False,
    ) -> Extraction:
        """Find the records of an article; see `Client.extract`."""
        return await self._run(
            self._calls.extract(
                article,
                {
                    "published": published,
                    "title": title,
                    "source_url": source_url,
                    "record_types": record_types,
                    "cache": cache,
                    "unsupported": unsupported,
                    "recall_pass": recall_pass,
                },
            )
        )

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
        try:
            while True:
                step = flow.send(received)
                received = None
                if isinstance(step, Send):
                    received = await self._send(step)
                else:
                    await asyncio.sleep(step.seconds)
        except StopIteration as done:
            result: Model = done.value
            return result

    async def _send(self, step: Send) -> Answer | httpx.RequestError:
        try:
            async with asyncio.timeout(step.timeout_s):
                response = await self._http.request(
                    step.method, step.url, headers=step.headers, content=step.content or None, timeout=step.timeout_s
                )
        except TimeoutError:
            return httpx.ReadTimeout("the answer is not complete in time")
        except httpx.RequestError as error:
            return error
        return Answer(response.status_code, response.headers, response.content)

"""One request of an `AsyncClient` on the wire; what is late is cancelled."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from groundwire.client._connection import is_stream
from groundwire.client._steps import Ended, Opened, Send
from groundwire.client.errors import Answer


class AsyncConnection:
    """Sends requests, one after the other, and reads what comes back. To be closed."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._response: httpx.Response | None = None
        self._pieces: AsyncIterator[bytes] = _nothing()
        self._deadline = 0.0

    async def send(self, step: Send) -> Answer | Opened | httpx.RequestError:
        """Send a request. The answer comes whole, unless it is the stream that was asked for."""
        await self.aclose()
        self._deadline = asyncio.get_running_loop().time() + step.timeout_s
        request = self._http.build_request(
            step.method, step.url, headers=step.headers, content=step.content or None, timeout=step.timeout_s
        )
        try:
            async with asyncio.timeout_at(self._deadline):
                self._response = response = await self._http.send(request, stream=True)
                if step.streamed and is_stream(response):
                    self._pieces = response.aiter_bytes()
                    return Opened()
                return Answer(response.status_code, response.headers, await response.aread())
        except TimeoutError:
            return httpx.ReadTimeout("the answer is not complete in time")
        except httpx.RequestError as error:
            return error

    async def read(self) -> bytes | Ended | httpx.RequestError:
        """The next piece of the stream that was opened."""
        try:
            async with asyncio.timeout_at(self._deadline):
                return await anext(self._pieces, None) or Ended()
        except TimeoutError:
            return httpx.ReadTimeout("the stream is not complete in time")
        except httpx.RequestError as error:
            return error

    async def aclose(self) -> None:
        """Let go of the answer; a service that is still at it sees the connection close."""
        if self._response is not None:
            await self._response.aclose()
            self._response = None


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""

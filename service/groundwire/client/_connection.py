"""One request of a `Client` on the wire: the head of its answer in time, then the rest, whole or piece by piece."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import httpx

from groundwire.client._steps import Ended, Opened, Send
from groundwire.client._threads import started
from groundwire.client.errors import Answer


class Connection:
    """Sends requests, one after the other, and reads what comes back. To be closed."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._response: httpx.Response | None = None
        self._pieces: Iterator[bytes] = iter(())

    def send(self, step: Send) -> Answer | Opened | httpx.RequestError:
        """Send a request. The answer comes whole, unless it is the stream that was asked for.

        httpx bounds each read, not all of them together. So the caller waits for the head in time whatever the service
        does, and looks at the clock after each piece of the body: it is held longer by one silent read at most.
        """
        self.close()
        deadline = time.monotonic() + step.timeout_s
        try:
            self._response = response = self._head(step)
            self._pieces = response.iter_bytes()
            if step.streamed and is_stream(response):
                return Opened()
            return self._whole(response, deadline)
        except httpx.RequestError as error:
            return error

    def read(self) -> bytes | Ended | httpx.RequestError:
        """The next piece of the stream that was opened."""
        try:
            return next(self._pieces, None) or Ended()
        except httpx.RequestError as error:
            return error

    def close(self) -> None:
        """Let go of the answer; a service that is still at it sees the connection close."""
        if self._response is not None:
            self._response.close()
            self._response = None

    def _head(self, step: Send) -> httpx.Response:
        request = self._http.build_request(
            step.method, step.url, headers=step.headers, content=step.content or None, timeout=step.timeout_s
        )
        coming = started(lambda: self._http.send(request, stream=True))
        try:
            return coming.result(step.timeout_s)
        except TimeoutError:
            coming.add_done_callback(_discard)
            raise httpx.ReadTimeout("there is no answer in time") from None
        except BaseException:  # the caller is interrupted
            coming.add_done_callback(_discard)
            raise

    def _whole(self, response: httpx.Response, deadline: float) -> Answer:
        content = bytearray()
        for piece in self._pieces:
            content += piece
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer is not complete in time")
        return Answer(response.status_code, response.headers, bytes(content))


class Connections:
    """The connections of a `Client`, shared by threads.

    Args:
        http: Where they come from.
        owned: Whether closing closes that.
    """

    def __init__(self, http: httpx.Client, *, owned: bool) -> None:
        self._http = http
        self._owned = owned
        self._lock = threading.Lock()
        self._users = 0
        self._closing = False

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """A connection for one call."""
        with self._lock:
            self._users += 1
        connection = Connection(self._http)
        try:
            yield connection
        finally:
            connection.close()
            self._release()

    def close(self) -> None:
        """Close them all. Calls that other threads are at end first: what they open would never be closed."""
        with self._lock:
            self._users += 1
            self._closing = True
        self._release()

    def _release(self) -> None:
        with self._lock:
            self._users -= 1
            last = self._closing and self._users == 0
        if last and self._owned:
            self._http.close()


def is_stream(response: httpx.Response) -> bool:
    """Whether this is a stream of events, not the problem that came instead."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return response.status_code == 200 and kind == "text/event-stream"


def _discard(late: Future[httpx.Response]) -> None:
    if late.exception() is None:
        late.result().close()

"""A service on a port of loopback that answers as a test wants it to."""

import json
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self, TypeAlias
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from groundwire.client.testing._fake_jobs import FakeJobs, articles_in
from groundwire.client.testing._problems import problem_of
from groundwire.client.testing._sample import sample_extraction
from groundwire.schemas import Extraction, ExtractRequest, FieldError, Problem, ProblemType, RecordType
from groundwire.schemas.jobs import JobStatus
from groundwire.schemas.wire import Health

_PATHS: Final = frozenset({"/v1/extract", "/v1/extract/stream"})
_JOBS: Final = "/v1/jobs"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the fake.

    Attributes:
        content: What it says.
        delay_s: Seconds that it waits before.
        retry_after_s: Whole seconds of the `Retry-After` header; None for none.
    """

    content: Extraction | Problem
    delay_s: float = 0.0
    retry_after_s: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A valid request that the fake was sent.

    Attributes:
        path: `/v1/extract`, `/v1/extract/stream`, or `/v1/jobs` for each article of a job.
        headers: By names in lower case.
        request: The body, or one article of it.
    """

    path: str
    headers: Mapping[str, str]
    request: ExtractRequest


Answering: TypeAlias = Callable[[ExtractRequest], Extraction | Reply]


def problem(kind: ProblemType | str, *, delay_s: float = 0.0, retry_after_s: int | None = None) -> Reply:
    """A reply with the problem of that name ("overloaded"), with its own status.

    Raises:
        ValueError: There is no such problem.
    """
    return Reply(problem_of(ProblemType(kind)), delay_s, retry_after_s)


class FakeGroundwire:
    """Serves while its `with` block lasts. Requests are judged by the real schema; 422 names the first wrong field.

    `POST /v1/extract` answers with the Extraction, `POST /v1/extract/stream` with its records one by one and the
    Extraction at last; a problem answers by its status in both. `GET /healthz` is always well.

    A job waits until it is first asked how it stands; then all its articles are answered at once, without delays: by
    an Extraction, or by a problem, and the article has failed.

    Args:
        replies: Given in this order, one for each request, or article of a job.
        answer: Says what to answer once they are used up; `sample_extraction` of the article by default.

    Attributes:
        requests: The valid requests so far, in order of arrival.
    """

    def __init__(self, *replies: Extraction | Reply, answer: Answering | None = None) -> None:
        self.requests: list[Received] = []
        self._replies = list(replies)
        self._answer = answer or (lambda request: sample_extraction(request.article()))
        self._lock = threading.Lock()
        self._server = _Server(self._reply_to)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="fake-groundwire")

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections, also those of requests that wait for their delay."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def _reply_to(self, received: Received) -> Reply:
        with self._lock:
            self.requests.append(received)
            reply = self._replies.pop(0) if self._replies else None
        reply = reply or self._answer(received.request)
        return reply if isinstance(reply, Reply) else Reply(reply)


@dataclass
class _Connections:
    """Those that are open, and whether new ones are still wanted."""

    closing: threading.Event = field(default_factory=threading.Event)
    open: set[socket.socket] = field(default_factory=set)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
    request_queue_size = 128

    def __init__(self, reply_to: Callable[[Received], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply_to = reply_to
        self.connections = _Connections()
        self.jobs = FakeJobs()

    def hang_up(self) -> None:
        self.connections.closing.set()
        for connection in tuple(self.connections.open):
            _hang_up(connection)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), OSError):  # a client may go when it likes
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections.open.add(self.connection)
        if self.server.connections.closing.is_set():
            _hang_up(self.connection)

    def finish(self) -> None:
        self.server.connections.open.discard(self.connection)
        super().finish()

    def log_message(self, *_: object) -> None:
        """Say nothing: tests have output of their own."""

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._send(200, Health(version="0"))
            return
        path, _, query = self.path.removeprefix(f"{_JOBS}/").partition("?")
        job_id, _, below = path.partition("/")
        if below == "results":
            self._send_lines(job_id, dict(parse_qsl(query)))
        else:
            self._send_found(self.server.jobs.status(job_id))

    def do_DELETE(self) -> None:
        self._send_found(self.server.jobs.cancel(self.path.removeprefix(f"{_JOBS}/")))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.path == _JOBS:
            self._take_in(body, headers)
            return
        if self.path not in _PATHS:
            self._refuse(ProblemType.NOT_FOUND)
            return
        try:
            request = ExtractRequest.model_validate(json.loads(body))
        except ValidationError as error:
            self._refuse(ProblemType.INVALID_REQUEST, error)
            return
        except ValueError:
            self._refuse(ProblemType.MALFORMED_BODY)
            return
        reply = self.server.reply_to(Received(self.path, headers, request))
        self.server.connections.closing.wait(reply.delay_s)
        self._give(reply)

    def _give(self, reply: Reply) -> None:
        if isinstance(reply.content, Problem):
            wait = {} if reply.retry_after_s is None else {"Retry-After": str(reply.retry_after_s)}
            self._send(reply.content.status, reply.content, **wait)
        elif self.path == "/v1/extract":
            self._send(200, reply.content)
        else:
            self._stream(reply.content)

    def _take_in(self, body: bytes, headers: Mapping[str, str]) -> None:
        try:
            articles = articles_in(body, headers)
        except ValidationError as error:
            self._refuse(ProblemType.INVALID_REQUEST, error)
            return
        except ValueError:
            self._refuse(ProblemType.MALFORMED_BODY)
            return

        def read(request: ExtractRequest) -> Extraction | Problem:
            return self.server.reply_to(Received(_JOBS, headers, request)).content

        status = self.server.jobs.submit(articles, headers.get("idempotency-key"), read)
        if status is None:
            self._refuse(ProblemType.IDEMPOTENCY_CONFLICT)
        else:
            self._send(202, status, Location=f"{_JOBS}/{status.id}")

    def _send_found(self, status: JobStatus | None) -> None:
        if status is None:
            self._refuse(ProblemType.NOT_FOUND)
        else:
            self._send(200, status)

    def _send_lines(self, job_id: str, query: Mapping[str, str]) -> None:
        limit = query.get("limit")
        lines = self.server.jobs.results(job_id, int(query.get("cursor", 0)), int(limit) if limit else None)
        if lines is None:
            self._refuse(ProblemType.NOT_FOUND)
            return
        self._head(200, {"Content-Type": "application/x-ndjson", "Content-Length": str(len(lines))})
        self.wfile.write(lines)

    def _refuse(self, kind: ProblemType, error: ValidationError | None = None) -> None:
        refusal = problem_of(kind)
        if error is not None:
            first = error.errors()[0]
            wrong = (FieldError(field=".".join(map(str, first["loc"])) or "body", message=first["msg"]),)
            refusal = refusal.model_copy(update={"errors": wrong})
        self._send(refusal.status, refusal)

    def _send(self, status: int, content: BaseModel, **headers: str) -> None:
        body = content.model_dump_json().encode()
        kind = "application/problem+json" if isinstance(content, Problem) else "application/json"
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def _stream(self, extraction: Extraction) -> None:
        self._head(200, {"Content-Type": "text/event-stream", "Connection": "close"})
        of_type = {
            RecordType.ATTACK: extraction.attacks,
            RecordType.DIPLOMATIC_EVENT: extraction.diplomatic_events,
            RecordType.AID_PLEDGE: extraction.aid_pledges,
        }
        for kind, records in of_type.items():
            for number, record in enumerate(records):
                head = f'{{"id":"{kind}-{number}","record_type":"{kind}","record":'
                self._event("record", f"{head}{record.model_dump_json()}}}")
        self._event("extraction", extraction.model_dump_json())

    def _event(self, name: str, data: str) -> None:
        self.wfile.write(f"event: {name}\ndata: {data}\n\n".encode())

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # the client may have gone
        connection.shutdown(socket.SHUT_RDWR)

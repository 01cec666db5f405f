"""Jobs with both clients: against the real service, the fake, what breaks, and without any network or clock."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.client.raw import raw_server, sending
from tests.server.jobs.support import UNREADABLE, bureau, worker_of
from tests.server.support import serving

from groundwire.client import (
    ApiError,
    AsyncClient,
    Client,
    ConnectionFailed,
    IdempotencyConflictError,
    InvalidRequest,
    JobsUnavailableError,
    JobUnfinished,
    UnexpectedResponse,
)
from groundwire.client._flow import Calls
from groundwire.client._jobs import LEAST_RETRIES, PAGE, JobCalls
from groundwire.client._steps import Received, Send, Sleep
from groundwire.client.errors import Answer
from groundwire.client.testing import SAMPLE_ARTICLE, FakeGroundwire, problem, sample_extraction
from groundwire.schemas import Article, ProblemType
from groundwire.schemas.jobs import JobArticle, JobResult, JobState, JobStatus, ResultState

Seen = tuple[list[JobStatus], list[JobResult]]


def _with_client(url: str, articles: list[Any], **given: Any) -> Seen:  # noqa: ANN401 - as given
    told: list[JobStatus] = []
    with Client(url) as client:
        job = client.submit(articles, **given)
        results = list(client.results(job))
        assert client.wait(job.id, progress=told.append, timeout_s=30) == client.job(job) == client.cancel(job)
    return [job, *told], results


def _with_async_client(url: str, articles: list[Any], **given: Any) -> Seen:  # noqa: ANN401 - as given
    async def call() -> Seen:
        told: list[JobStatus] = []
        async with AsyncClient(url) as client:
            job = await client.submit(articles, **given)
            results = [result async for result in client.results(job)]
            waited = await client.wait(job.id, progress=told.append, timeout_s=30)
            assert waited == await client.job(job) == await client.cancel(job)
        return [job, *told], results

    return asyncio.run(call())


EITHER = pytest.mark.parametrize("run", [_with_client, _with_async_client])
Run = Callable[..., Seen]


@EITHER
def test_the_real_service_reads_a_job_of_several_pages(run: Run, tmp_path: Path) -> None:
    articles = [{"text": f"report {number}", "id": f"n{number}"} for number in range(2 * PAGE + 17)]
    articles[5] = {"text": UNREADABLE, "id": "n5"}
    with bureau(tmp_path) as there, serving(there.app) as url, worker_of(there.engine):
        (submitted, ended), results = run(url, articles)
    assert (submitted.total, submitted.state) == (len(articles), JobState.QUEUED)
    assert (ended.state, ended.done, ended.failed) == (JobState.DONE, len(articles) - 1, 1)
    assert [(result.index, result.id) for result in results] == [(n, f"n{n}") for n in range(len(articles))]
    assert {result.index for result in results if result.state is ResultState.FAILED} == {5}
    assert results[5].problem is not None
    assert results[5].problem.kind == ProblemType.INVALID_ANSWER


@EITHER
def test_the_fake_reads_a_job(run: Run) -> None:
    with FakeGroundwire(problem("invalid-answer")) as fake:
        (submitted, ended), results = run(fake.url, ["a", SAMPLE_ARTICLE], published="2024-03-16")
    assert (submitted.state, submitted.waiting) == (JobState.QUEUED, 2)
    assert (ended.state, ended.done, ended.failed) == (JobState.DONE, 1, 1)
    assert results[1].extraction == sample_extraction()
    assert [received.path for received in fake.requests] == ["/v1/jobs"] * 2
    assert {received.request.published for received in fake.requests} == {date(2024, 3, 16)}


def test_the_fake_is_as_strict_as_the_service(tmp_path: Path) -> None:
    with FakeGroundwire() as fake, bureau(tmp_path) as there, serving(there.app) as real:
        for url in (fake.url, real):
            with Client(url) as client:
                with pytest.raises(InvalidRequest) as caught:
                    client.submit(["a", "b", {"text": ""}])
                assert caught.value.problem is not None
                assert [wrong.field for wrong in caught.value.problem.errors] == ["articles.2.text"]
                job = client.submit(["a"], idempotency_key="k")
                assert client.submit(["a"], idempotency_key="k").id == job.id
                with pytest.raises(IdempotencyConflictError):
                    client.submit(["b"], idempotency_key="k")
                cancelled = client.cancel(job)
                assert (cancelled.state, cancelled.cancelled) == (JobState.CANCELLED, 1)
                assert [result.state for result in client.results(job)] == [ResultState.CANCELLED]
                for call in (client.job, client.cancel, client.wait):
                    with pytest.raises(ApiError, match="404"):
                        call("no-such-job/at all")


# Without network and clock.

CREATED = datetime(2024, 3, 16, tzinfo=UTC)
RESET = httpx.RemoteProtocolError("broke off")
BUSY = Answer(503, {}, b"")


def status(done: int, total: int = 5, state: JobState = JobState.RUNNING) -> JobStatus:
    """A job that has not failed yet."""
    return JobStatus(
        id="j", state=state, total=total, waiting=total - done, running=0, done=done, failed=0, cancelled=0,
        created=CREATED,
    )  # fmt: skip


def told(content: JobStatus) -> Answer:
    """The answer that says so."""
    return Answer(200, {}, content.model_dump_json().encode())


def page(*places: int, broken: bytes = b"") -> Answer:
    """The answer with results."""
    made = (JobResult(index=place, state=ResultState.CANCELLED) for place in places)
    return Answer(200, {}, b"".join(result.model_dump_json().encode() + b"\n" for result in made) + broken)


ENDED = status(5, state=JobState.DONE)


@dataclass
class Played:
    """A flow that is played against answers; the clock goes by what it sleeps."""

    answers: Iterator[Received]
    now_s: float = 1000.0
    sent: list[Send] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    given: list[object] = field(default_factory=list)

    @property
    def jobs(self) -> JobCalls:
        """The calls to be played."""
        return JobCalls(Calls("http://test", "gw_key", clock=lambda: self.now_s, jitter=lambda: 0.5))

    def play(self, flow: Any) -> object:  # noqa: ANN401 - any flow
        """What it returns."""
        received: Received = None
        while True:
            try:
                step = flow.send(received)
            except StopIteration as done:
                return done.value
            received = None
            if isinstance(step, Send):
                self.sent.append(step)
                received = next(self.answers)
            elif isinstance(step, Sleep):
                self.slept.append(step.seconds)
                self.now_s += step.seconds
            else:
                self.given.append(step)


def played(*answers: Received) -> Played:
    """To be played against these."""
    return Played(iter(answers))


def test_a_job_is_handed_in_as_lines_under_one_key_however_often_it_is_sent() -> None:
    there = played(RESET, BUSY, told(status(0)))
    articles = (
        "a",
        Article(text="b", title="T", published=date(2024, 1, 1)),
        JobArticle(text="c", id="third", cache="off"),
        {"text": "d\ud800", "id": "fourth", "published": date(2024, 2, 2)},
    )
    job = there.play(there.jobs.submit(iter(articles), None, {"published": "2024-03-16", "cache": "use"}))
    assert job == status(0)
    first, *others = there.sent
    assert (first.method, first.url) == ("POST", "http://test/v1/jobs")
    assert first.headers["Content-Type"] == "application/x-ndjson"
    assert first.headers["Authorization"] == "Bearer gw_key"
    assert [json.loads(line) for line in first.content.splitlines()] == [
        {"published": "2024-03-16", "cache": "use", "text": "a"},
        {"published": "2024-01-01", "cache": "use", "text": "b", "title": "T"},
        {"published": "2024-03-16", "cache": "off", "text": "c", "id": "third"},
        {"published": "2024-02-02", "cache": "use", "text": "d\ud800", "id": "fourth"},
    ]
    assert len(others) == 2
    assert {(send.content, send.headers["Idempotency-Key"]) for send in there.sent} == {
        (first.content, first.headers["Idempotency-Key"])
    }
    again = played(told(status(0)))
    again.play(again.jobs.submit(["a"], None, {}))
    assert again.sent[0].headers["Idempotency-Key"] != first.headers["Idempotency-Key"]


@pytest.mark.parametrize(
    ("articles", "key", "error", "words"),
    [
        ([], None, ValueError, "at least one"),
        (("a" for _ in range(10_001)), None, ValueError, "bulk run"),
        ("one article", None, TypeError, "list"),
        ({"text": "one"}, None, TypeError, "list"),
        (["a"], "na\u00efve", ValueError, "ASCII"),
        (["a"], "a\nb", ValueError, "ASCII"),
    ],
)
def test_what_cannot_be_handed_in_is_not_sent(articles: Any, key: str, error: type[Exception], words: str) -> None:  # noqa: ANN401
    there = played()
    with pytest.raises(error, match=words):
        there.play(there.jobs.submit(articles, key, {}))
    assert there.sent == []


def test_waiting_asks_often_at_first_and_tells_of_changes() -> None:
    seen: list[JobStatus] = []
    there = played(*[told(status(1))] * 12, told(status(2)), told(ENDED))
    assert there.play(there.jobs.wait("j", seen.append, None)) == ENDED
    assert seen == [status(1), status(2), ENDED]
    assert there.slept[:3] == pytest.approx([0.2, 0.3, 0.45])
    assert there.slept == sorted(there.slept)
    assert there.slept[-1] == 5.0


def test_waiting_ends_when_it_was_told_to() -> None:
    there = played(*[told(status(1))] * 100)
    with pytest.raises(JobUnfinished, match="1 of 5") as caught:
        there.play(there.jobs.wait(status(0), None, 10.0))
    assert caught.value.status == status(1)
    assert sum(there.slept) == pytest.approx(10)
    assert len(there.sent) == len(there.slept) + 1  # it is looked at when the time is over, too
    with pytest.raises(ValueError, match="timeout_s"):
        there.jobs.wait("j", None, 0.0)


def test_waiting_outlasts_a_restart_but_not_for_ever() -> None:
    outage: list[Received] = [RESET, BUSY] * 5
    there = played(told(status(1)), *outage, told(ENDED))
    assert there.play(there.jobs.wait("j", None, None)) == ENDED
    dead = played(*[httpx.ConnectError("refused")] * 100)
    with pytest.raises(ConnectionFailed):
        dead.play(dead.jobs.wait("j", None, None))
    assert len(dead.sent) == LEAST_RETRIES + 1
    away = played(*[Answer(503, {"content-type": "application/problem+json"}, _unavailable())] * 100)
    with pytest.raises(JobsUnavailableError):
        away.play(away.jobs.wait("j", None, None))


def _unavailable() -> bytes:
    return problem("jobs-unavailable").content.model_dump_json().encode()


def test_results_are_followed_from_the_cursor_to_the_end() -> None:
    there = played(page(2), told(status(3)), page(), told(status(3)), RESET, page(3), told(ENDED), page(4), told(ENDED))
    there.play(there.jobs.results("j", 2))
    assert [result.index for result in there.given if isinstance(result, JobResult)] == [2, 3, 4]
    asked = [send.url.partition("cursor=")[2] for send in there.sent if "results" in send.url]
    assert asked == [f"{cursor}&limit={PAGE}" for cursor in (2, 3, 3, 3, 4)]


def test_a_line_that_is_broken_off_is_asked_for_again() -> None:
    there = played(page(0, broken=b'{"index": 1, "sta'), told(ENDED), page(1, 2, 3, 4), told(ENDED))
    there.play(there.jobs.results("j", 0))
    assert [result.index for result in there.given if isinstance(result, JobResult)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("content", [b"<html>\n", b"{}\n", page(1).content, page(0, 2).content])
def test_what_are_no_results_is_no_answer(content: bytes) -> None:
    there = played(Answer(200, {"x-request-id": "r"}, content))
    with pytest.raises(UnexpectedResponse):
        there.play(there.jobs.results("j", 0))
    assert there.given == []


def _http(answer: Answer, cut: int = 0) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer.content)}\r\nConnection: close\r\n\r\n"
    return head.encode() + answer.content[: len(answer.content) - cut]


@EITHER
def test_a_connection_that_breaks_in_the_middle_of_results_is_made_anew(run: Run) -> None:
    done = told(ENDED)
    scripts = [told(status(0)), page(0, 1), done, page(2, 3, 4), done]
    with raw_server(
        sending(_http(scripts[0])), sending(_http(scripts[1])), sending(_http(scripts[2])),
        sending(_http(scripts[3], cut=30)), sending(_http(scripts[3])), sending(_http(done)),
    ) as raw:  # fmt: skip
        _, results = run(raw.url, ["a"] * 5)
    assert [result.index for result in results] == [0, 1, 2, 3, 4]
    paths = [request.split()[1].decode() for request in raw.requests]
    assert [path for path in paths if "results" in path] == [
        f"/v1/jobs/j/results?cursor={cursor}&limit={PAGE}" for cursor in (0, 2, 2)
    ]

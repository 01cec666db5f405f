"""Jobs are taken whole, told of, given out in order, and cancelled."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from tests.server.jobs.support import NDJSON, UNREADABLE, Bureau, app_on, as_document, as_ndjson, bureau, known, reading
from tests.server.support import JSON_HEADERS, ask, problem_of

from groundwire.jobs.engine import Delivery, EngineUnavailable, Later, Outcome, Result
from groundwire.jobs.sqlite_engine import SqliteEngine, open_sqlite_engine
from groundwire.schemas import ProblemType
from groundwire.schemas.jobs import JobState, JobStatus, ResultState
from groundwire.server.jobs import JobDesk


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Bureau]:
    """A service with jobs."""
    with bureau(tmp_path) as made:
        yield made


def test_a_job_is_taken_read_and_given_out_in_order(there: Bureau) -> None:
    response = there.submit(["a", {"text": "b", "id": "the second"}, UNREADABLE])
    assert response.status_code == 202
    status = JobStatus.model_validate_json(response.content)
    assert response.headers["location"] == f"/v1/jobs/{status.id}"
    assert int(response.headers["retry-after"]) >= 1
    assert (status.state, status.total, status.waiting) == (JobState.QUEUED, 3, 3)
    assert there.results(status.id) == []

    there.finish(status.id)
    ended = there.status(status.id)
    assert (ended.state, ended.done, ended.failed) == (JobState.DONE, 2, 1)
    results = there.results(status.id)
    assert [(result.index, result.id, result.state) for result in results] == [
        (0, None, ResultState.DONE),
        (1, "the second", ResultState.DONE),
        (2, None, ResultState.FAILED),
    ]
    found = [result.extraction.article_id for result in results if result.extraction]
    assert found == [sha256(text).hexdigest() for text in (b"a", b"b")]
    assert results[2].problem is not None
    assert results[2].problem.kind == ProblemType.INVALID_ANSWER


def test_who_asks_how_a_job_stands_is_told_when_to_come_back_while_it_has_not_ended(there: Bureau) -> None:
    status = there.submitted(["a"] * 500)
    waiting = ask(there.app, "GET", f"/v1/jobs/{status.id}")
    assert waiting.headers["retry-after"] == "25"
    ended = ask(there.app, "DELETE", f"/v1/jobs/{status.id}")
    assert "retry-after" not in ended.headers


def test_results_go_on_from_any_place_over_many_pages(there: Bureau) -> None:
    status = there.submitted([f"article {number}" for number in range(120)])
    there.finish(status.id)
    assert [result.index for result in there.results(status.id)] == list(range(120))
    assert [result.index for result in there.results(status.id, cursor=37, limit=60)] == list(range(37, 97))
    assert [result.index for result in there.results(status.id, cursor=119)] == [119]
    assert there.results(status.id, cursor=120) == []


def test_results_end_before_the_first_article_that_has_none(there: Bureau) -> None:
    status = there.submitted(["a", "b", "c"])

    async def two_done() -> bool:
        return (await known(there.engine.status(status.id, None))).done == 2

    async def all_but_the_second(delivery: Delivery) -> Outcome | Later:
        if delivery.index == 1:
            await asyncio.Event().wait()
        return await reading()(delivery)

    there.work(two_done, all_but_the_second)
    assert [result.index for result in there.results(status.id)] == [0]
    assert [result.index for result in there.results(status.id, cursor=2)] == [2]


class GoesAway(SqliteEngine):
    """A database that is away after the first page of results."""

    async def results(self, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:
        """The first page."""
        if cursor:
            raise EngineUnavailable("the disk is full")
        return await super().results(job_id, owner, cursor, most)


def test_results_that_break_off_are_whole_lines_and_the_rest_is_told_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = GoesAway(tmp_path / "jobs.db", keep_days=1, most_waiting=1000)
    there = Bureau(app_on(JobDesk(engine)), engine)
    status = there.submitted(["a"] * 120)
    there.finish(status.id)
    assert [result.index for result in there.results(status.id)] == list(range(50))
    assert "the disk is full" in caplog.text
    rest = ask(there.app, "GET", f"/v1/jobs/{status.id}/results?cursor=50")
    assert problem_of(rest).kind == ProblemType.JOBS_UNAVAILABLE
    asyncio.run(engine.close())


@pytest.mark.parametrize("query", ["cursor=-1", "cursor=x", "cursor=10001", "limit=0", "limit=10001", "limit=1.5"])
def test_a_wrong_place_is_told(there: Bureau, query: str) -> None:
    status = there.submitted(["a"])
    problem = problem_of(ask(there.app, "GET", f"/v1/jobs/{status.id}/results?{query}"))
    assert (problem.status, [wrong.field for wrong in problem.errors]) == (422, [f"query.{query.partition('=')[0]}"])


def test_cancelling_keeps_what_ended_and_can_be_repeated(there: Bureau) -> None:
    status = there.submitted(["a", "b"])
    first = ask(there.app, "DELETE", f"/v1/jobs/{status.id}")
    assert first.status_code == 200
    cancelled = JobStatus.model_validate_json(first.content)
    assert (cancelled.state, cancelled.cancelled, cancelled.waiting) == (JobState.CANCELLED, 2, 0)
    assert JobStatus.model_validate_json(ask(there.app, "DELETE", f"/v1/jobs/{status.id}").content) == cancelled
    assert [(result.state, result.extraction) for result in there.results(status.id)] == [
        (ResultState.CANCELLED, None)
    ] * 2

    done = there.submitted(["a"])
    there.finish(done.id)
    assert ask(there.app, "DELETE", f"/v1/jobs/{done.id}").json()["state"] == "done"


@pytest.mark.parametrize("job_id", ["nothing", "a" * 100, "%00", "..", "a%2Fb", "*", "1 OR 1=1"])
@pytest.mark.parametrize(("method", "below"), [("GET", ""), ("GET", "/results"), ("DELETE", "")])
def test_an_unknown_job_is_not_found(there: Bureau, job_id: str, method: str, below: str) -> None:
    there.submitted(["a"])
    assert problem_of(ask(there.app, method, f"/v1/jobs/{job_id}{below}")).kind in {"not-found", "method-not-allowed"}


def test_the_same_key_and_content_is_the_same_job_however_it_is_written(there: Bureau) -> None:
    articles = ["a", {"text": "b", "id": "2"}]
    key = {"Idempotency-Key": "night of the 16th"}
    first = there.submit(articles, **key)
    again = there.post(as_document(articles), **JSON_HEADERS, **key)
    spelled = there.submit(["a", {"id": "2", "cache": "use", "text": "b"}], **key)
    assert [answer.status_code for answer in (first, again, spelled)] == [202] * 3
    assert {answer.json()["id"] for answer in (first, again, spelled)} == {first.json()["id"]}
    assert there.submit(articles).json()["id"] != first.json()["id"]

    for other in (["a"], ["a", "b"], [{"text": "b", "id": "2"}, "a"], ["a", {"text": "b", "id": "2", "title": "T"}]):
        problem = problem_of(there.submit(other, **key))
        assert (problem.status, problem.kind) == (409, ProblemType.IDEMPOTENCY_CONFLICT)


@pytest.mark.parametrize("key", ["", " ", "\u00e9", "k" * 256, "a\tb"])
def test_an_idempotency_key_is_short_and_printable(there: Bureau, key: str) -> None:
    response = ask(
        there.app, "POST", "/v1/jobs", content=as_ndjson(["a"]), headers={**NDJSON, "Idempotency-Key": key.encode()}
    )
    assert [wrong.field for wrong in problem_of(response).errors] == ["Idempotency-Key"]


def test_without_a_database_jobs_are_unavailable_and_articles_are_read() -> None:
    app = app_on(JobDesk())
    for method, path in (("POST", ""), ("GET", "/a"), ("GET", "/a/results"), ("DELETE", "/a")):
        response = ask(app, method, f"/v1/jobs{path}", content=as_ndjson(["a"]), headers=NDJSON)
        assert problem_of(response).kind == ProblemType.JOBS_UNAVAILABLE
        assert int(response.headers["retry-after"]) >= 1
    assert ask(app, "POST", "/v1/extract", json={"text": "a"}).status_code == 200


def test_as_many_articles_as_can_be_kept(tmp_path: Path) -> None:
    engine = open_sqlite_engine(tmp_path / "jobs.db", most_waiting=3)
    app = app_on(JobDesk(engine))
    try:
        for number, kind in ((2, None), (2, ProblemType.TOO_MANY_JOBS), (1, None)):
            response = ask(app, "POST", "/v1/jobs", content=as_ndjson(["a"] * number), headers=NDJSON)
            assert response.status_code == (202 if kind is None else problem_of(response).status)
            if kind:
                assert problem_of(response).kind == kind
                assert int(response.headers["retry-after"]) >= 1
    finally:
        asyncio.run(engine.close())


def test_the_document_tells_of_jobs_and_their_limits(there: Bureau) -> None:
    document = ask(there.app, "GET", "/openapi.json").json()
    told = {path: set(methods) for path, methods in document["paths"].items() if "jobs" in path}
    assert told == {
        "/v1/jobs": {"post"},
        "/v1/jobs/{job_id}": {"get", "delete"},
        "/v1/jobs/{job_id}/results": {"get"},
    }
    submit = document["paths"]["/v1/jobs"]["post"]
    assert set(submit["requestBody"]["content"]) == {"application/json", "application/x-ndjson"}
    assert "Location" in submit["responses"]["202"]["headers"]
    schemas = document["components"]["schemas"]
    assert schemas["JobRequest"]["properties"]["articles"]["maxItems"] == 10_000
    assert schemas["JobArticle"]["properties"]["text"]["maxLength"] == 200_000
    text = json.dumps(document)
    assert "HTTPValidationError" not in text

"""Jobs of a service as a process: nothing is lost or doubled by SIGKILL, and nobody waits because of them.

GROUNDWIRE_KILLS says how often the service is killed in the middle of a job (default 1).
"""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from tests.cli.support import ATTACK, PUBLISHED, Shell, endpoint_variables, make_shell, reader, wait_until
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, delay, enforcing
from tests.service.support import PATIENCE_S, Serving, serving

from groundwire.schemas.jobs import JobResult, JobState, JobStatus, ResultState

KILLS = int(os.environ.get("GROUNDWIRE_KILLS", "1"))
ARTICLES = 50
TEXTS = [f"{ATTACK} Report {number}.\n" for number in range(ARTICLES)]
NDJSON = {"Content-Type": "application/x-ndjson"}


def jobs(service: Serving, method: str, path: str = "", **request: object) -> httpx.Response:
    """A request below /v1/jobs."""
    headers = {**service.headers, **(request.pop("headers", None) or {})}  # type: ignore[dict-item]
    url = f"{service.url}/v1/jobs{path}"
    # Without certificates, which a client takes 20 ms to load: jobs are asked for often.
    return httpx.request(
        method,
        url,
        headers=headers,
        timeout=PATIENCE_S,
        trust_env=False,
        verify=False,  # noqa: S501
        **request,  # type: ignore[arg-type]
    )


def submit(service: Serving, texts: list[str], key: str = "") -> JobStatus:
    """Hand in a job, by default without an idempotency key."""
    lines = [
        json.dumps({"text": text, "id": f"n{number}", "published": PUBLISHED, "record_types": ["attack"]})
        for number, text in enumerate(texts)
    ]
    headers = NDJSON | ({"Idempotency-Key": key} if key else {})
    answer = jobs(service, "POST", content="\n".join(lines).encode(), headers=headers)
    assert answer.status_code == 202, answer.text
    return JobStatus.model_validate_json(answer.content)


def status(service: Serving, job_id: str) -> JobStatus:
    """How a job stands."""
    return JobStatus.model_validate_json(jobs(service, "GET", f"/{job_id}").raise_for_status().content)


def results(service: Serving, job_id: str) -> list[JobResult]:
    """The results that are there."""
    answer = jobs(service, "GET", f"/{job_id}/results").raise_for_status()
    return [JobResult.model_validate_json(line) for line in answer.text.splitlines()]


def slow_reader(body: Json, n: int) -> Reply:
    """A model that takes its time."""
    return delay(0.05, reader(body, n))


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    """That model."""
    with ScriptedEndpoint(enforcing(slow_reader)) as scripted:
        yield scripted


@pytest.fixture
def shell(endpoint: ScriptedEndpoint, tmp_path: Path) -> Shell:
    """A service's folder; two articles at once."""
    return make_shell(tmp_path, endpoint_variables(endpoint.base_url) | {"GROUNDWIRE_JOB_CONCURRENCY": "2"})


def test_a_kill_in_the_middle_of_a_job_loses_and_doubles_nothing(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    log, had, job_id = shell.folder / "serve.log", 0, ""
    for _ in range(KILLS):
        with shell.serving(log=log) as (running, url):
            service = Serving(url, log)
            job_id = submit(service, TEXTS, key="night").id
            wait_until(lambda: status(service, job_id).done >= had + 5, PATIENCE_S)  # noqa: B023 - ends here
            before = results(service, job_id)
            had = status(service, job_id).done
            running.process.kill()
        if had + 10 > ARTICLES:
            break
    with serving(shell) as service:
        assert submit(service, TEXTS, key="night").id == job_id
        assert status(service, job_id).done >= had  # what was done stays done
        wait_until(lambda: status(service, job_id).ended, 2 * PATIENCE_S)
        ended, found = status(service, job_id), results(service, job_id)
    assert (ended.state, ended.total, ended.done) == (JobState.DONE, ARTICLES, ARTICLES)
    assert found[: len(before)] == before
    assert [(result.index, result.id) for result in found] == [(n, f"n{n}") for n in range(ARTICLES)]
    made = [result.extraction for result in found if result.extraction]
    assert [extraction.article_id for extraction in made] == [sha256(text.encode()).hexdigest() for text in TEXTS]
    assert {len(extraction.attacks) for extraction in made} == {1}
    # Each article is asked for once, but for those that were under way at a kill.
    asked = Counter(request.body["messages"][-1]["content"] for request in endpoint.requests if not request.canary)
    assert sum(asked.values()) <= ARTICLES + 2 * KILLS


def test_sigterm_gives_back_what_was_begun_and_the_next_start_reads_it(shell: Shell) -> None:
    log = shell.folder / "serve.log"
    with shell.serving(log=log) as (running, url):
        service = Serving(url, log)
        job_id = submit(service, TEXTS[:20], key="k").id
        wait_until(lambda: status(service, job_id).done >= 3, PATIENCE_S)
        running.signal(signal.SIGTERM)
        assert running.finish(PATIENCE_S).status == 0
    with serving(shell) as service:
        wait_until(lambda: status(service, job_id).ended, PATIENCE_S)
        assert {result.state for result in results(service, job_id)} == {ResultState.DONE}
        other = jobs(service, "POST", content=b'{"text": "a"}', headers={**NDJSON, "Idempotency-Key": "k"})
        assert other.status_code == 409  # a key holds over a restart too
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_a_job_can_be_cancelled_and_holds_up_nobody(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    with serving(shell) as service:
        job_id = submit(service, [f"{text} And more." for text in TEXTS * 20]).id
        wait_until(lambda: status(service, job_id).done >= 1, PATIENCE_S)
        answers = [service.extract(f"{ATTACK} Now {number}.") for number in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        cancelled = JobStatus.model_validate_json(jobs(service, "DELETE", f"/{job_id}").content)
        assert cancelled.state is JobState.CANCELLED
        assert cancelled.cancelled > 0
        assert cancelled.done + cancelled.cancelled == 1000
        calls = endpoint.calls
        assert status(service, job_id) == cancelled
        assert len(results(service, job_id)) == 1000
        assert endpoint.calls <= calls + 2
        counted = service.samples()
        assert counted["groundwire_jobs_submitted_total"] == 1
        read = counted['groundwire_job_articles_total{state="done"}']
        assert cancelled.done <= read <= cancelled.done + 2  # those under way may end in the same moment


def test_a_key_without_tokens_waits_and_holds_up_no_other(shell: Shell) -> None:
    poor = shell.run("keys", "create", "poor", "--tokens-per-day", "40").stdout.strip()
    rich = shell.run("keys", "create", "rich").stdout.strip()
    with serving(shell, key=poor) as service:
        other = Serving(service.url, service.log, rich)
        first = submit(service, TEXTS[:20]).id
        second = submit(other, [f"{text} Again." for text in TEXTS[:20]]).id
        wait_until(lambda: status(other, second).ended, PATIENCE_S)
        assert status(other, second).done == 20
        stands = status(service, first)
        assert (stands.state, stands.failed) == (JobState.RUNNING, 0)
        assert 3 <= stands.done <= 6  # 15 tokens each, and those that were under way when they were used up
        assert jobs(service, "GET", f"/{second}").status_code == 404
        assert jobs(other, "DELETE", f"/{first}").status_code == 404

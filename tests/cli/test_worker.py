"""`groundwire worker` as a process: what it reads, how it ends, and what it says where it cannot begin."""

import json
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.cli.support import (
    ARTICLE,
    ATTACK,
    Running,
    Shell,
    endpoint_variables,
    free_port,
    reader,
    without,
)
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, enforcing, hang
from tests.jobs.opening import ended, opened, results_of, status_of, until
from tests.servers.postgres import PASSWORD

from groundwire.cli.job_work import job_work
from groundwire.cli.settings import load_settings
from groundwire.jobs.engine import Delivery, Engine, NewItem, NewJob, Outcome
from groundwire.schemas import Extraction, ExtractRequest, Problem
from groundwire.schemas.jobs import JobState, ResultState

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Model:
    """Reads rightly; from when it is told to, it lets questions hang, until it is told otherwise."""

    def __init__(self) -> None:
        self.hangs = threading.Event()
        self._good = enforcing(reader)

    def __call__(self, body: Json, n: int) -> Reply:
        """See `Script`."""
        return hang() if self.hangs.is_set() else self._good(body, n)


def job_of(*texts: str) -> NewJob:
    """A job of those articles."""
    return NewJob([NewItem(ExtractRequest(text=text).model_dump_json()) for text in texts])


def has_begun(running: Running) -> None:
    """Wait until a worker is ready."""
    line = running.line()
    assert line.startswith("Groundwire reads the articles of jobs in "), line + running.finish(5).stderr


async def in_flight(engine: Engine, job_id: str, count: int) -> None:
    """Wait until so many articles are being read."""

    async def are_read() -> bool:
        return (await status_of(engine, job_id)).running == count

    await until(are_read)


async def test_it_reads_jobs_and_finishes_what_it_reads(bare: Shell) -> None:
    """At the first signal, it begins nothing more; what it was at is kept."""
    model, queue = Model(), bare.folder / "jobs.db"
    released = threading.Event()

    def slow(body: Json, n: int) -> Reply:
        if model.hangs.is_set():
            released.wait(30)
        return enforcing(reader)(body, n)

    with ScriptedEndpoint(slow) as endpoint:
        variables = endpoint_variables(endpoint.base_url)
        async with opened(str(queue)) as engine:
            first = (await engine.submit(job_of(ARTICLE, ATTACK))).id
            with bare.start("worker", "--queue", str(queue), "--concurrency", "1", variables=variables) as running:
                has_begun(running)
                assert (await ended(engine, first)).done == 2
                model.hangs.set()
                second = (await engine.submit(job_of(f"{ATTACK} More.", f"{ATTACK} Again."))).id
                await in_flight(engine, second, 1)
                running.signal(signal.SIGTERM)
                running.wait_for_stderr("stopping: nothing is begun any more; 1 articles under way have 910 s")
                released.set()
                said = running.finish(30).calm()
            status = await status_of(engine, second)
            whole, part = await results_of(engine, first), await results_of(engine, second)
    assert said.status == 0
    assert [json.loads(line)["event"] for line in said.stderr.splitlines()][-1] == "stopped"
    assert (status.state, status.done, status.waiting, status.running) == (JobState.RUNNING, 1, 1, 0)
    assert [result.state for result in (*whole, *part)] == [ResultState.DONE] * 3
    assert [len(Extraction.model_validate_json(result.text).attacks) for result in (*whole, *part)] == [1, 1, 1]


async def test_told_twice_it_gives_back_what_it_reads(bare: Shell, database_url: str) -> None:
    model = Model()
    with ScriptedEndpoint(model) as endpoint:
        variables = {**endpoint_variables(endpoint.base_url), "GROUNDWIRE_DATABASE_URL": database_url}
        async with opened(database_url) as engine:
            first = (await engine.submit(job_of(ARTICLE))).id
            with bare.start("worker", "--concurrency", "2", variables=variables) as running:
                has_begun(running)
                assert (await ended(engine, first)).done == 1
                model.hangs.set()
                second = (await engine.submit(job_of(f"{ATTACK} 1", f"{ATTACK} 2", f"{ATTACK} 3"))).id
                await in_flight(engine, second, 2)
                running.signal(signal.SIGINT)
                running.wait_for_stderr("stopping")
                running.signal(signal.SIGINT)
                said = running.finish(30).calm()
            status = await status_of(engine, second)
    assert said.status == 0
    assert (status.state, status.waiting, status.running) == (JobState.QUEUED, 3, 0)
    assert PASSWORD not in said.stdout + said.stderr


async def test_it_ends_with_a_pipe_that_it_was_started_on(bare: Shell) -> None:
    """As that of a command that has started it, whatever ends that one."""
    model, queue = Model(), bare.folder / "jobs.db"
    with ScriptedEndpoint(model) as endpoint:
        environment = bare.environment(endpoint_variables(endpoint.base_url))
        command = [sys.executable, "-m", "groundwire.cli", "worker", "--queue", str(queue)]
        async with opened(str(queue)) as engine:
            with subprocess.Popen(  # noqa: ASYNC220, S603 - our own interpreter
                command, cwd=bare.folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as process:
                has_begun(Running(process))
                model.hangs.set()
                job_id = (await engine.submit(job_of(ATTACK))).id
                await in_flight(engine, job_id, 1)
                assert process.stdin is not None
                process.stdin.close()
                assert process.wait(30) == 0
            assert (await status_of(engine, job_id)).waiting == 1


def test_why_it_cannot_begin(shell: Shell) -> None:
    nowhere = f"postgresql://user:{PASSWORD}@127.0.0.1:{free_port()}/name"
    flaws: list[tuple[list[str], dict[str, str], int, str]] = [
        (["--database-url", nowhere], {}, 8, "PostgreSQL cannot be used now: nobody listens there"),
        ([], {"GROUNDWIRE_DATABASE_URL": "mysql://user@host/name"}, 2, "must begin with postgresql://"),
        (["--database-url", nowhere], without(shell, "psycopg"), 2, "pip install 'groundwire[bulk]'"),
        (["--database-url", nowhere, "--queue", "jobs.db"], {}, 2, "exclude each other"),
        (["--queue", "article.txt"], {}, 2, "article.txt"),
    ]
    with ThreadPoolExecutor(2) as pool:
        ran = pool.map(lambda flaw: shell.run("worker", *flaw[0], variables=flaw[1]), flaws)
        for said, (*_, status, words) in zip(ran, flaws, strict=True):
            assert (said.calm().status, said.stdout) == (status, ""), said.stderr
            assert words in said.stderr
            assert len(said.stderr.splitlines()) == 1
            assert PASSWORD not in said.stderr


class Asked:
    """An Extractor that notes what it is asked, and has nothing to say."""

    def __init__(self) -> None:
        self.requests: list[ExtractRequest] = []

    async def extract(self, request: ExtractRequest) -> Extraction:
        """See `Extractor.extract`."""
        self.requests.append(request)
        raise ValueError(request.text)


@pytest.mark.parametrize(("wanted", "given"), [(None, 30.0), (7.0, 7.0), (50.0, 40.0)])
async def test_the_deadline_of_an_article(wanted: float | None, given: float, caplog: pytest.LogCaptureFixture) -> None:
    settings = load_settings(request_timeout_s=30.0, max_request_timeout_s=40.0)
    asked = Asked()
    delivery = Delivery("job", 0, ExtractRequest(text=ATTACK, timeout_s=wanted).model_dump_json(), None, 1)
    made = await job_work(asked, settings)(delivery)
    assert [request.timeout_s for request in asked.requests] == [given]
    assert isinstance(made, Outcome)
    assert Problem.model_validate_json(made.text).kind == "internal-error"
    assert ATTACK not in caplog.text + made.text

"""A service whose jobs are kept by PostgreSQL, which is away when it starts, and goes away again for a while."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.cli.support import ATTACK, endpoint_variables, make_shell, reader, wait_until
from tests.fakes.endpoint import ScriptedEndpoint, enforcing
from tests.servers.postgres import PASSWORD, PostgresServer
from tests.service.support import PATIENCE_S, Serving, serving
from tests.service.test_jobs import NDJSON, TEXTS, jobs, results, status, submit

from groundwire.schemas.jobs import ResultState


@pytest.fixture
def away(postgres_server: PostgresServer, database_url: str, tmp_path: Path) -> Iterator[Serving]:
    """A service that started while the database was away, and is ready; the database is back now."""
    with ScriptedEndpoint(enforcing(reader)) as endpoint, ExitStack() as stack:
        shell = make_shell(tmp_path, endpoint_variables(endpoint.base_url) | {"GROUNDWIRE_DATABASE_URL": database_url})
        with postgres_server.away():
            service = stack.enter_context(serving(shell))
            assert unavailable(service)
            assert service.extract(ATTACK).status_code == 200
        yield service


def unavailable(service: Serving) -> bool:
    """Whether jobs are."""
    answer = jobs(service, "POST", content=b'{"text": "a"}', headers=NDJSON)
    if answer.status_code != 503:
        return False
    return bool(answer.json()["type"].endswith(":jobs-unavailable") and "retry-after" in answer.headers)


def test_jobs_come_with_the_database_and_outlast_its_absence(away: Serving, postgres_server: PostgresServer) -> None:
    wait_until(lambda: not unavailable(away), PATIENCE_S)
    job_id = submit(away, TEXTS[:30]).id
    wait_until(lambda: status(away, job_id).done >= 1, PATIENCE_S)
    with postgres_server.away():
        wait_until(lambda: unavailable(away), PATIENCE_S)
        assert away.extract(f"{ATTACK} Meanwhile.").status_code == 200
    wait_until(lambda: not unavailable(away), PATIENCE_S)
    wait_until(lambda: status(away, job_id).ended, 2 * PATIENCE_S)
    found = results(away, job_id)
    assert [(result.index, result.state) for result in found] == [(n, ResultState.DONE) for n in range(30)]
    log = away.log.read_text(encoding="utf-8")
    assert "jobs are unavailable" in log
    assert PASSWORD not in log
    assert "Traceback" not in log

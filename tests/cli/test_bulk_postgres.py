"""A bulk run over a real PostgreSQL: read here or by workers elsewhere, and waiting while the database is away."""

import json
import os
import time
from collections.abc import Iterator

import pytest
from tests.cli.support import ARTICLE, PUBLISHED, Shell, endpoint_variables, make_shell, reader, wait_until
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, delay, enforcing
from tests.servers.postgres import PASSWORD, PostgresServer

from groundwire.cli.exits import Exit

ARTICLES = 40
AWAY_S = float(os.environ.get("GROUNDWIRE_OUTAGE_S", "3"))
"""Seconds that the database is away."""


def slowly(body: Json, n: int) -> Reply:
    """A model that takes its time."""
    return delay(0.2, reader(body, n))


@pytest.fixture
def slow() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint(enforcing(slowly)) as endpoint:
        yield endpoint


@pytest.fixture
def shared(slow: ScriptedEndpoint, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder with a corpus, and the settings of a model and a database."""
    variables = {**endpoint_variables(slow.base_url), "GROUNDWIRE_DATABASE_URL": database_url}
    shell = make_shell(tmp_path_factory.mktemp("shared"), variables)
    with (shell.folder / "in.jsonl").open("w", encoding="utf-8") as file:
        for n in range(ARTICLES):
            file.write(json.dumps({"text": f"Report {n}. {ARTICLE}", "id": f"a{n}", "published": PUBLISHED}) + "\n")
    return shell


def test_a_database_that_goes_away_is_waited_for(
    shared: Shell, slow: ScriptedEndpoint, postgres_server: PostgresServer
) -> None:
    arguments = ("bulk", "run", "in.jsonl", "--out", "out.jsonl", "--type", "attack", "--concurrency", "2")
    with (
        shared.start(*arguments, log=shared.folder / "bulk.log") as command,
        shared.start("worker", "--concurrency", "2", log=shared.folder / "worker.log"),
    ):
        wait_until(lambda: slow.calls > 4, 60)
        with postgres_server.away():
            time.sleep(AWAY_S)
        command.process.wait(timeout=120)
    said = (shared.folder / "bulk.log").read_text()
    assert command.process.returncode == Exit.OK, said
    assert "the database is away; waiting for it" in said
    assert PASSWORD not in said
    rows = [json.loads(line) for line in (shared.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["state"]) for row in rows] == [(f"a{n}", "done") for n in range(ARTICLES)]

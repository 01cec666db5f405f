"""Whatever the endpoint does: one exact answer, a bounded number of calls in bounded time, a log line, a metric.

After each fault the same article is extracted for real: nothing was cached, and no place is held. With
GROUNDWIRE_FAULTS=FILE the matrix is written there as a table (`make faults`).
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

import httpx
import pytest
from tests.cli.support import ATTACK, endpoint_variables, free_port, make_shell
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, answer, enforcing
from tests.service.rows import ANSWERS, CALL_TIMEOUT_S, GOOD, SLACK_S, TRANSPORT, Row
from tests.service.support import Serving, serving

SETTINGS = {
    "GROUNDWIRE_RETRIES": "1",
    "GROUNDWIRE_CORRECTIONS": "1",
    "GROUNDWIRE_CALL_TIMEOUT_S": str(CALL_TIMEOUT_S),
    "GROUNDWIRE_MODE": "json_schema",
}
ROWS = [row for row in chain.from_iterable(zip_longest(TRANSPORT, ANSWERS)) if row]
"""Failures between answers, so that the breaker sees an endpoint that mostly answers."""
HALVES = {"first": ROWS[: len(ROWS) // 2], "second": ROWS[len(ROWS) // 2 :]}
"""Each with a service of its own, so that none spends its budget of retries."""


@dataclass
class Faulty:
    """A service, and the fault that its endpoint has now."""

    service: Serving
    endpoint: ScriptedEndpoint
    fault: Reply | None = None

    def script(self, _body: Json, _n: int) -> Reply:
        """What the endpoint answers."""
        return self.fault or answer(GOOD)


class Table:
    """The matrix as it was found."""

    def __init__(self, file: str | None) -> None:
        self._file = Path(file) if file else None
        self._rows = ["| fault | answer | Retry-After | calls | seconds |", "|---|---|---|---|---|"]

    def add(self, name: str, answered: httpx.Response, calls: int, seconds: float) -> None:
        """Enter a row."""
        kind = "an Extraction" if answered.status_code == 200 else answered.json()["type"].rpartition(":")[2]
        wait = answered.headers.get("retry-after", "")
        self._rows.append(f"| {name} | {answered.status_code} {kind} | {wait} | {calls} | {seconds:.1f} |")

    def write(self) -> None:
        """Write it, if it is wanted."""
        if self._file:
            self._file.write_text("\n".join([*self._rows, ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    """The matrix, written at the end."""
    made = Table(os.environ.get("GROUNDWIRE_FAULTS"))
    yield made
    made.write()


@pytest.fixture(scope="module", params=HALVES)
def half(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Faulty]]:
    """A service for half of the rows."""
    faulty: list[Faulty] = []
    with ScriptedEndpoint(enforcing(lambda body, n: faulty[0].script(body, n) if faulty else answer(GOOD))) as endpoint:
        folder = tmp_path_factory.mktemp(request.param)
        shell = make_shell(folder, endpoint_variables(endpoint.base_url) | SETTINGS)
        with serving(shell) as service:
            faulty.append(Faulty(service, endpoint))
            yield request.param, faulty[0]


def test_each_fault_has_its_answer(half: tuple[str, Faulty], table: Table, subtests: pytest.Subtests) -> None:
    name, faulty = half
    for row in HALVES[name]:
        with subtests.test(row.name):
            _check(row, faulty, table)


def test_there_are_at_least_thirty_faults() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS) >= 28  # two more have services of their own, below


def _check(row: Row, faulty: Faulty, table: Table) -> None:
    article = f"{ATTACK}\n\nThe kiosk sold {ROWS.index(row) + 3} kettles.\n"
    calls, attempts = faulty.endpoint.calls, faulty.service.attempts()
    faulty.fault = row.reply()
    begin = time.monotonic()
    answered = faulty.service.extract(article, row.wishes)
    seconds = time.monotonic() - begin
    faulty.fault = None
    table.add(row.name, answered, faulty.endpoint.calls - calls, seconds)

    check_answer(row, answered)
    assert faulty.endpoint.calls - calls == row.calls
    assert faulty.service.attempts() - attempts == Counter({row.outcome: row.calls})
    assert seconds <= row.within_s + SLACK_S
    check_log(row, answered, faulty.service)
    recovered = faulty.service.extract(article)
    assert recovered.status_code == 200, recovered.text
    assert recovered.json()["meta"]["cache"] == ("miss" if row.problem else "hit")
    assert len(recovered.json()["attacks"]) == 1


def check_answer(row: Row, answered: httpx.Response) -> None:
    """Status, type of problem and Retry-After are those of the row."""
    assert answered.status_code == row.status, answered.text
    if row.problem is not None:
        assert answered.json()["type"] == f"urn:groundwire:problem:{row.problem}"
        assert answered.json()["usage"]["failed_calls"] == row.calls
    wait = answered.headers.get("retry-after")
    assert (wait is None) == (row.retry_after is None)
    if wait is not None and row.retry_after is not None:
        assert row.retry_after[0] <= int(wait) <= row.retry_after[1]


def check_log(row: Row, answered: httpx.Response, service: Serving) -> None:
    """One warning names the error, one line the request; none holds the article."""
    lines = service.lines_of(answered.headers["x-request-id"])
    warnings = [line["event"] for line in lines if line["level"] == "warning"]
    assert len(warnings) == (row.error is not None)
    if row.error is not None:
        assert row.error in warnings[0]
    asked = [line for line in lines if line["event"] == "request"]
    assert [(line["status"], line["level"]) for line in asked] == [(row.status, "info")]
    assert "Zalizny" not in service.log.read_text(encoding="utf-8")


def test_a_refused_connection_is_tried_twice_and_forgotten(tmp_path: Path, table: Table) -> None:
    row = Row("refused connection", Reply, 503, "model-unavailable", 2, "unavailable", "ModelUnavailable", (5, 5))
    healthy = enforcing(lambda _body, _n: answer(GOOD))
    port = free_port()
    with ExitStack() as stack:
        with ScriptedEndpoint(healthy, port) as endpoint:
            variables = endpoint_variables(endpoint.base_url) | SETTINGS
            service = stack.enter_context(serving(make_shell(tmp_path, variables)))
        before = service.attempts()
        begin = time.monotonic()
        answered = service.extract(ATTACK)
        seconds = time.monotonic() - begin
        table.add(row.name, answered, 0, seconds)
        check_answer(row, answered)
        check_log(row, answered, service)
        assert service.attempts() - before == Counter(unavailable=2)
        assert seconds < row.within_s + SLACK_S
        with ScriptedEndpoint(healthy, port):
            assert service.extract(ATTACK).status_code == 200


def test_a_name_that_does_not_resolve_is_unavailable(tmp_path: Path, table: Table) -> None:
    variables = endpoint_variables("http://nowhere.invalid/v1") | SETTINGS | {"GROUNDWIRE_CALL_TIMEOUT_S": "10"}
    patience = {"RES_OPTIONS": "timeout:1 attempts:1"}  # of the resolver, where no name server answers
    with serving(make_shell(tmp_path, variables | patience), ready=False) as service:
        begin = time.monotonic()
        answered = service.extract(ATTACK)
        seconds = time.monotonic() - begin
        table.add("name that does not resolve", answered, 0, seconds)
        row = Row("DNS failure", Reply, 503, "model-unavailable", 2, "unavailable", "ModelUnavailable", (5, 5), 6.0)
        check_answer(row, answered)
        check_log(row, answered, service)
        assert seconds < row.within_s + SLACK_S
        assert service.attempts()["unavailable"] >= 2
        assert service.get("/healthz").status_code == 200

"""The wall clock jumps a day ahead and a day back under a running service: nothing that measures time takes note."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from tests.cli.support import ATTACK, endpoint_variables, make_shell, wait_until
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, answer, delay, enforcing, hang, status
from tests.service.clock import DAY_S, WallClock, compiler
from tests.service.rows import GOOD, SLACK_S
from tests.service.support import Serving, serving

pytestmark = pytest.mark.skipif(compiler() is None, reason="no C compiler to build the clock with")

JUMPS = (DAY_S, -DAY_S)


@dataclass
class Model:
    """What the endpoint answers now."""

    reply: Reply = field(default_factory=lambda: answer(GOOD))

    def script(self, _body: Json, _n: int) -> Reply:
        """The script of the endpoint."""
        return self.reply


@dataclass(frozen=True)
class Site:
    """Two processes of the service on one cache folder, under one wall clock."""

    service: Serving
    other: Serving
    slow_key: str
    clock: WallClock
    model: Model
    endpoint: ScriptedEndpoint


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site; each test leaves the clock where it was and the model well."""
    folder, model = tmp_path_factory.mktemp("clock"), Model()
    clock = WallClock(folder)
    with ScriptedEndpoint(enforcing(model.script)) as endpoint, ExitStack() as stack:
        variables = endpoint_variables(endpoint.base_url) | {"GROUNDWIRE_MODE": "json_schema"}
        shell = make_shell(folder, variables)
        fast = shell.run("keys", "create", "fast", "--requests-per-minute", "100000").stdout.strip()
        slow = shell.run("keys", "create", "slow", "--requests-per-minute", "12").stdout.strip()
        one, other = (stack.enter_context(serving(shell, clock.variables, key=fast)) for _ in range(2))
        yield Site(one, other, slow, clock, model, endpoint)


@pytest.fixture(autouse=True)
def as_it_was(site: Site) -> Iterator[None]:
    """Clock and model as they were, after each test."""
    yield
    site.clock.jump(0)
    site.model.reply = answer(GOOD)


def article(words: str) -> str:
    """An article of its own."""
    return f"{ATTACK}\n\nThe kiosk sold kettles: {words}.\n"


def test_the_clock_does_jump(site: Site) -> None:
    made = []
    for jump in JUMPS:
        site.clock.jump(jump)
        made.append(site.service.extract(article(f"jumped by {jump}")).json()["meta"]["created"][:10])
    assert made[0] > made[1]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_deadline_is_neither_over_sooner_nor_later(site: Site, jump: int) -> None:
    site.model.reply = hang()
    with ThreadPoolExecutor(1) as pool:
        begin = time.monotonic()
        calls = site.endpoint.calls
        asked = pool.submit(site.service.extract, article(f"deadline {jump}"), {"timeout_s": 2.0})
        wait_until(lambda: site.endpoint.calls > calls)
        site.clock.jump(jump)
        answered = asked.result()
        seconds = time.monotonic() - begin
    assert answered.status_code == 504
    assert 1.9 < seconds < 2.0 + SLACK_S


def test_keys_hold_and_their_rates_go_on(site: Site) -> None:
    slow = Serving(site.service.url, site.service.log, site.slow_key)
    assert 429 in [slow.get("/readyz").status_code for _ in range(12)]
    for jump in JUMPS:
        site.clock.jump(jump)
        assert site.service.get("/readyz").status_code == 200
        # A minute is 12 requests and a burst is 10: only a clock that had moved on would let ten more in.
        assert 429 in [slow.get("/readyz").status_code for _ in range(10)]
    wait_until(lambda: slow.get("/readyz").status_code == 200, 30)


def test_an_open_breaker_stays_open_for_its_seconds_and_no_longer(site: Site) -> None:
    site.model.reply = status(500)
    for number in range(10):
        assert site.service.extract(article(f"failure {number}")).status_code == 503
    opened = time.monotonic()
    calls = site.endpoint.calls
    for jump in JUMPS:
        site.clock.jump(jump)
        assert site.service.extract(article(f"open {jump}")).status_code == 503
        assert site.endpoint.calls == calls or time.monotonic() - opened >= 5
    site.model.reply = answer(GOOD)
    wait_until(lambda: site.service.extract(article("well again")).status_code == 200, 30)
    assert time.monotonic() - opened >= 4


@pytest.mark.parametrize("jump", JUMPS)
def test_a_lease_outlives_a_jump(site: Site, jump: int) -> None:
    site.model.reply = delay(1.5, answer(GOOD))
    calls = site.endpoint.calls
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(site.service.extract, article(f"lease {jump}"))
        wait_until(lambda: site.endpoint.calls > calls)
        site.clock.jump(jump)
        second = pool.submit(site.other.extract, article(f"lease {jump}"))
        answers = [each.result() for each in (first, second)]
    assert [each.status_code for each in answers] == [200, 200]
    assert [each.json()["meta"]["cache"] for each in answers] == ["miss", "shared"]
    assert site.endpoint.calls == calls + 1

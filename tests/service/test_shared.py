"""Services with folders of their own that share a Redis: one answer for all, one limit, and all go on without it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
import redis
from tests.cli.support import ATTACK, Shell, endpoint_variables, make_shell
from tests.fakes.endpoint import ScriptedEndpoint, answer, enforcing
from tests.servers.redis import RedisServer, run_redis
from tests.service.rows import GOOD
from tests.service.support import Serving, serving

PASSWORD = "hunter2-of-redis"


@dataclass(frozen=True)
class Site:
    """Two services, each with a cache folder of its own."""

    one: Serving
    other: Serving
    shell: Shell
    endpoint: ScriptedEndpoint
    server: RedisServer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, with a server of its own that wants a password."""
    with run_redis() as server, ScriptedEndpoint(enforcing([answer(GOOD)])) as endpoint, ExitStack() as stack:
        with redis.Redis.from_url(server.url) as client:
            client.config_set("requirepass", PASSWORD)
        variables = endpoint_variables(endpoint.base_url) | {
            "GROUNDWIRE_MODE": "json_schema",
            "GROUNDWIRE_REDIS_URL": server.url.replace("://", f"://:{PASSWORD}@"),
            "GROUNDWIRE_REQUESTS_PER_MINUTE": "60000",
            "GROUNDWIRE_TOKENS_PER_MINUTE": "60000000",
        }
        shells = [make_shell(tmp_path_factory.mktemp(name), variables) for name in ("one", "other")]
        one, other = (stack.enter_context(serving(shell)) for shell in shells)
        yield Site(one, other, shells[0], endpoint, server)


def article(words: str) -> str:
    """An article of its own."""
    return f"{ATTACK}\n\nThe kiosk sold kettles: {words}.\n"


def test_what_one_has_read_the_other_has_in_its_cache(site: Site) -> None:
    made = site.one.extract(article("shared")).raise_for_status().json()
    calls = site.endpoint.calls
    again = site.other.extract(article("shared")).raise_for_status().json()
    assert (made["meta"]["cache"], again["meta"]["cache"]) == ("miss", "hit")
    assert again["attacks"] == made["attacks"]
    assert site.endpoint.calls == calls


def test_the_command_line_looks_after_it(site: Site) -> None:
    site.one.extract(article("kept")).raise_for_status()
    stats = site.shell.run("cache", "stats").calm().stdout
    assert "Redis    127.0.0.1:" in stats
    assert PASSWORD not in stats
    assert "removed " in site.shell.run("cache", "clear", "--yes").calm().stdout
    assert list(site.shell.cache.glob("extractions/cache.db")) == []


def test_without_redis_all_go_on_and_say_so_and_the_password_is_told_nowhere(site: Site) -> None:
    site.server.stop()
    for service in (site.one, site.other):
        made = service.extract(article("alone")).raise_for_status().json()
        assert made["meta"]["cache"] == "miss"
        samples = service.samples()
        assert samples["groundwire_cache_failures_total"] > 0
        failed = [value for name, value in samples.items() if name.startswith("groundwire_throttle_failures_total{")]
        assert sum(failed) > 0
        log = service.log.read_text(encoding="utf-8")
        assert "the cache does not work: Redis at 127.0.0.1:" in log
        assert "the limits of calls to 127.0.0.1:" in log
        assert PASSWORD not in log
    ended = site.shell.run("cache", "stats")
    assert ended.status == 6
    assert "Redis at 127.0.0.1:" in ended.stderr
    assert PASSWORD not in ended.stderr + ended.stdout

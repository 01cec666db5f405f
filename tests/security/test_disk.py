"""A service whose disk is full or read-only: everybody is served uncached, one line warns, a metric counts."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.support import ATTACK, endpoint_variables, make_shell, reader, wait_until
from tests.fakes.endpoint import ScriptedEndpoint, enforcing
from tests.service.support import Serving

ARTICLES = 5


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    folder.mkdir()
    if run("mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "none", str(folder)):
        pytest.skip("only root can mount a small disk")
    try:
        yield folder
    finally:
        run("umount", "-l", str(folder))


def run(*command: str) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603 - our own commands


def fill(disk: Path) -> None:
    """Leave no byte free."""
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            return


def free(disk: Path) -> None:
    (disk / "ballast").unlink()


def lock(disk: Path) -> None:
    """Make it read-only, as a kernel does that has met a fault."""
    assert run("mount", "-o", "remount,ro", str(disk)) == 0


def unlock(disk: Path) -> None:
    assert run("mount", "-o", "remount,rw", str(disk)) == 0


Change = Callable[[Path], None]


@pytest.mark.parametrize(("harm", "heal"), [(fill, free), (lock, unlock)], ids=["full", "read-only"])
def test_all_are_served_uncached_with_one_warning_and_a_metric(tmp_path: Path, harm: Change, heal: Change) -> None:
    with small_disk(tmp_path / "disk") as disk, ScriptedEndpoint(enforcing(reader)) as endpoint:
        variables = {
            **endpoint_variables(endpoint.base_url),
            "GROUNDWIRE_MODE": "json_schema",
            "GROUNDWIRE_CACHE_DIR": str(disk),
            "GROUNDWIRE_KEYS_FILE": str(disk / "keys.json"),
        }
        shell = make_shell(tmp_path, variables)
        (disk / "extractions").mkdir(mode=0o700)
        key = shell.run("keys", "create", "tests", "--tokens-per-day", "1000000").stdout.strip()
        harm(disk)
        log = tmp_path / "serve.log"
        with shell.serving(log=log) as (running, url):
            service = Serving(url, log, key)
            wait_until(lambda: service.get("/readyz").status_code == 200, 30.0)
            assert [cached(service, number) for number in range(ARTICLES)] == [["miss", "miss"]] * ARTICLES
            assert failures(service) >= ARTICLES
            assert len([line for line in warnings(log) if "the cache does not work" in line]) == 1
            heal(disk)
            wait_until(lambda: cached(service, ARTICLES)[1] == "hit", 30.0)
            running.signal(signal.SIGTERM)
            assert running.finish(60).status == 0


def cached(service: Serving, number: int) -> list[str]:
    """What the cache did for an article that is asked for twice."""
    text = f"{ATTACK} {number} reporters saw it.\n"
    answers = [service.extract(text) for _ in range(2)]
    assert [answered.status_code for answered in answers] == [200, 200]
    assert [len(answered.json()["attacks"]) for answered in answers] == [1, 1]
    return [answered.json()["meta"]["cache"] for answered in answers]


def failures(service: Serving) -> float:
    """How often the disk failed the cache."""
    return service.samples()["groundwire_cache_failures_total"]


def warnings(log: Path) -> list[str]:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [str(line["event"]) for line in lines if line["level"] == "warning"]

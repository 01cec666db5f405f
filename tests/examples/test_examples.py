"""Each example does what it is there for, with a service of its own before a scripted model."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.support import Shell, endpoint_variables, make_shell
from tests.docs.newsroom import reads
from tests.docs.reader import World, world
from tests.fakes.endpoint import ScriptedEndpoint, enforcing

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SETTINGS = sorted((EXAMPLES / "settings").glob("*.env"))
EXPLAINED = (EXAMPLES / "settings" / "README.md").read_text(encoding="utf-8")
TEXT = "A Russian drone hit a bus in Kherson on Friday, killing two people and wounding at least seven."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One service for all programs."""
    with world(tmp_path_factory.mktemp("world")) as there:
        yield there


def _path() -> dict[str, str]:
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def ended(shell: Shell, *command: str) -> str:
    """What a command prints; it must end well and complain of nothing."""
    given = shell.environment({}) | _path()
    done = subprocess.run(  # noqa: S603 - our own examples
        command, cwd=shell.folder, env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def test_every_file_is_told_of_and_run_here() -> None:
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    tested = Path(__file__).read_text(encoding="utf-8")
    for path in EXAMPLES.iterdir():
        assert f"]({path.name}" in told or path.name == "README.md", path.name
        assert path.name in tested


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("sh", "curl.sh"), '"attack_type":"drone_strike"'),
        ((sys.executable, "python_sync.py"), "/killed: 'two' (exact)"),
        ((sys.executable, "python_async.py"), "Stockholm: aid_pledge, Sweden pledged"),
        ((sys.executable, "jobs.py"), "AidPledge: Sweden pledged"),
        ((sys.executable, "pandas_notebook.py"), "USD    314000000"),
    ],
    ids=lambda part: part[1] if isinstance(part, tuple) else "",
)
def test_a_program_shows_records(command: tuple[str, str], says: str, service: World, tmp_path: Path) -> None:
    shell = make_shell(tmp_path)
    assert says in ended(shell, command[0], str(EXAMPLES / command[1]), service.service)


def test_python_sync_says_what_to_do_when_nobody_answers(tmp_path: Path) -> None:
    command = [sys.executable, str(EXAMPLES / "python_sync.py"), "http://127.0.0.1:1"]
    given = make_shell(tmp_path).environment({})
    done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 1
    assert "groundwire serve" in done.stderr


def test_nightly_cron_reads_what_came_in_each_night_once(service: World, tmp_path: Path) -> None:
    lines = (EXAMPLES / "nightly.cron").read_text(encoding="utf-8").splitlines()
    (job,) = [line for line in lines if line and not line.startswith("#") and not re.match(r"[A-Z]+=", line)]
    times = re.fullmatch(r"((?:[\d*/,-]+ ){5})groundwire (.+)", job)
    assert times is not None
    command = times[2].replace("\\%", "%").replace("/srv/groundwire/news", str(tmp_path))
    shell = make_shell(tmp_path, endpoint_variables(service.model))
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "one.txt").write_text(TEXT, encoding="utf-8")
    (incoming / "two.txt").write_bytes(b"\xff")
    done = subprocess.run(  # noqa: S603 - our own example
        ("/bin/sh", "-c", command), env=shell.environment({}) | _path(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, b"two.txt is not UTF-8" in done.stderr) == (2, True)
    (made,) = tmp_path.glob("*.ndjson")
    assert made.read_text("utf-8").count("\n") == 1
    assert {path.name for path in (tmp_path / made.stem).iterdir()} == {"one.txt", "two.txt"}
    assert list(incoming.iterdir()) == []  # what failed does not come again every night, with another date


def lines_of(path: Path) -> dict[str, str]:
    """The settings of a file."""
    return dict(line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.stem)
def test_settings_are_those_of_the_program_and_reach_the_model(path: Path, tmp_path: Path) -> None:
    settings = lines_of(path)
    with ScriptedEndpoint(enforcing(reads)) as endpoint:
        text = path.read_text(encoding="utf-8").replace(settings["GROUNDWIRE_BASE_URL"], endpoint.base_url)
        shell = make_shell(tmp_path, {"GROUNDWIRE_PROFILE": "large"})  # which the scripted model can read
        (tmp_path / ".env").write_text(text, encoding="utf-8")
        done = shell.run("extract", "-", "--json", "--type", "attack", stdin=TEXT.encode())
    assert done.status == 0, done.stderr
    assert '"drone_strike"' in done.stdout
    asked = endpoint.requests[-1]
    assert asked.body["model"] == settings["GROUNDWIRE_MODEL"]
    if key := settings.get("GROUNDWIRE_API_KEY"):
        assert asked.headers["authorization"] == f"Bearer {key}"


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.stem)
def test_every_line_of_the_settings_is_explained(path: Path) -> None:
    section = EXPLAINED.partition(f"## {path.name}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([A-Z_]+=[^`]*)` \|", section, re.MULTILINE) == path.read_text("utf-8").splitlines()

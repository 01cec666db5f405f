"""What the tests of the command line share: a folder of their own, the command as a process, and a model that reads.

No test here sees a setting, a home folder or a cache of whoever runs it.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.fakes.endpoint import Json, Reply, answer


def _heed_ctrl_c() -> None:
    """A shell that runs the tests in its background has its children ignore Ctrl-C; a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


COMMAND = (sys.executable, "-m", "groundwire.cli")
BYTECODE = Path(__file__).resolve().parents[2] / ".pytest_cache" / "bytecode"
KEY = "sk-test-7d1e40"
MARK = "Zalizny Port"
"""A name that stands in the articles below and must never stand on standard error."""

ATTACK = (
    f"A Russian missile strike on {MARK} on Friday killed at least 20 people and injured more than 75, officials said."
)
AID = "Sweden pledged $314 million of military aid to Ukraine on Monday."
ARTICLE = f"{ATTACK}\n\n{AID}\n"
PUBLISHED = "2024-03-16"

ATTACK_DRAFT: Json = {
    "sentences": [1],
    "scope": "incident",
    "attack_type": "missile_strike",
    "places": [{"name": MARK, "region": None, "country": "UA"}],
    "attackers": ["Russia"],
    "attribution": "attributed",
    "weapons": [],
    "when": "on Friday",
    "targets": [],
    "killed": "at least 20",
    "injured": "more than 75",
}
AID_DRAFT: Json = {
    "sentences": [1],
    "donors": [{"name": "Sweden", "country": "SE", "kind": "state"}],
    "recipients": [{"name": "Ukraine", "country": "UA", "kind": "state"}],
    "aid_type": "military",
    "instrument": None,
    "amount": "$314 million",
    "equivalents": [],
    "items": [],
    "status": "pledged",
    "period": None,
    "when": "on Monday",
}


def kind_asked(body: Json) -> str:
    """Which of the three questions a request puts, told by the schema that it carries."""
    schema = json.dumps(body.get("response_format") or body.get("tools") or body.get("grammar") or "")
    return next(kind for kind, word in _WORDS.items() if word in schema)


_WORDS = {"attack": "attack_type", "aid_pledge": "aid_type", "diplomatic_event": "event_type"}


def reader(body: Json, _n: int) -> Reply:
    """A model that finds what the article above says."""
    drafts = {"attack": (ATTACK_DRAFT, "strike"), "aid_pledge": (AID_DRAFT, "pledged")}
    asked = body["messages"][-1]["content"]
    draft, word = drafts.get(kind_asked(body), ({}, "no such word"))
    lines = re.findall(rf"\[(\d+)\][^\n]* {word} ", asked)
    return answer({"records": [{**draft, "sentences": [int(number)]} for number in lines]})


@dataclass(frozen=True)
class Shell:
    """A place to run commands in: a folder that is also the home, and the variables that are set there."""

    folder: Path
    variables: Mapping[str, str]

    @property
    def cache(self) -> Path:
        """Where GROUNDWIRE_CACHE_DIR points to."""
        return self.folder / "cache"

    def environment(self, variables: Mapping[str, str | None]) -> dict[str, str]:
        """What a process is given; None takes a variable away."""
        given: dict[str, str | None] = {**self.variables, **variables}
        return {name: value for name, value in given.items() if value is not None}

    def run(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        variables: Mapping[str, str | None] | None = None,
        command: Sequence[str] = COMMAND,
    ) -> "Ended":
        """Run a command to its end, within half a minute."""
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [*command, *arguments],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            cwd=self.folder,
            env=self.environment(variables or {}),
            timeout=30,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextmanager
    def start(
        self, *arguments: str, variables: Mapping[str, str | None] | None = None, log: Path | None = None
    ) -> "Iterator[Running]":
        """Start a command; killed at the end of the block if it still runs. Standard error goes to `log` if given."""
        with log.open("ab") if log else nullcontext(subprocess.PIPE) as stderr:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [*COMMAND, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                cwd=self.folder,
                env=self.environment(variables or {}),
                start_new_session=True,  # Ctrl-C of who runs the tests is theirs
                preexec_fn=_heed_ctrl_c,  # noqa: PLW1509 - no thread of the tests holds a lock here
            )
        try:
            yield Running(process)
        finally:
            process.kill()
            process.communicate()

    @contextmanager
    def serving(
        self, variables: Mapping[str, str | None] | None = None, log: Path | None = None
    ) -> "Iterator[tuple[Running, str]]":
        """Run `groundwire serve` on a free port; gives the process and its base URL, once it listens."""
        with self.start("serve", "--port", "0", variables=variables, log=log) as running:
            line = running.line()
            if not line.startswith("Groundwire listens on http://"):
                raise AssertionError(line + running.finish(5).stderr + (log.read_text() if log else ""))
            yield running, line.split()[3]


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    status: int
    stdout: str
    stderr: str

    def calm(self) -> "Ended":
        """The same; fails if it holds a traceback, the key or a word of the article where none belongs."""
        assert "Traceback" not in self.stderr
        assert KEY not in self.stderr + self.stdout
        assert MARK not in self.stderr
        return self


@dataclass(frozen=True)
class Running:
    """A command that runs."""

    process: "subprocess.Popen[str]"

    def line(self) -> str:
        """The next line on standard output; empty when there will be none."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def wait_for_stderr(self, words: str) -> None:
        """Read standard error up to a line that holds the words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return
        raise AssertionError(f"it never said {words!r}")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def finish(self, within_s: float) -> Ended:
        """Wait for the end; what went to a log is not in what it said."""
        out, err = self.process.communicate(timeout=within_s)
        return Ended(self.process.returncode, out, err or "")


def endpoint_variables(base_url: str) -> dict[str, str]:
    """The settings for an endpoint of these tests: no second tries, which only cost time."""
    return {
        "GROUNDWIRE_BASE_URL": base_url,
        "GROUNDWIRE_API_KEY": KEY,
        "GROUNDWIRE_MODEL": "scripted",
        "GROUNDWIRE_RETRIES": "0",
        "GROUNDWIRE_CORRECTIONS": "0",
    }


def make_shell(folder: Path, variables: Mapping[str, str] | None = None) -> Shell:
    """A folder with the article in it, and none of this process' settings."""
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8", newline="")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDWIRE_")}
    if inherited.pop("PYTHONDONTWRITEBYTECODE", None):
        # What is installed has its bytecode beside it: without any, each start would compile openai anew, for seconds.
        inherited.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    own = {
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "xdg"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "GROUNDWIRE_CACHE_DIR": str(folder / "cache"),
        "COLUMNS": "160",
        "TERM": "dumb",
        "PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path),
        "PYTHONWARNINGS": "error::ResourceWarning",
    }
    return Shell(folder, {**inherited, **own, **(variables or {})})


_BEFORE_ALL = """
import os, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in os.environ.get("BLOCKED", "").split():
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

def watch(event, arguments):
    asks = event == "socket.getaddrinfo" and arguments[0] not in {"127.0.0.1", None}
    connects = event == "socket.connect" and isinstance(arguments[1], tuple)
    if asks or connects and arguments[1][1] != int(os.environ["ONLY_TO"]):
        os.write(2, f"{event} {arguments}".encode())
        os._exit(97)

sys.meta_path.insert(0, Finder())
if "ONLY_TO" in os.environ:
    sys.addaudithook(watch)
"""


def without(shell: Shell, *packages: str) -> dict[str, str]:
    """Variables of a process to which these packages are not installed."""
    return {**_with_code_before_all(shell), "BLOCKED": " ".join(packages)}


def only_to(shell: Shell, port: int) -> dict[str, str]:
    """Variables of a process that ends with 97 when it connects to any port but this one or looks up a name."""
    return {**_with_code_before_all(shell), "ONLY_TO": str(port)}


def _with_code_before_all(shell: Shell) -> dict[str, str]:
    folder = shell.folder / "before-all"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_BEFORE_ALL)
    return {"PYTHONPATH": os.pathsep.join([str(folder), shell.variables["PYTHONPATH"]])}


def wait_until(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    """Wait for something to become true; fails when it does not."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def status_of(url: str) -> int:
    """The HTTP status of a GET; 0 if nobody answers."""
    try:
        return httpx.get(url, trust_env=False).status_code
    except httpx.TransportError:
        return 0


def wait_until_ready(url: str, within_s: float = 30.0) -> None:
    """Wait until a service would extract."""
    wait_until(lambda: status_of(f"{url}/readyz") == 200, within_s)


def free_port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_with(words: str) -> list[int]:
    """Living processes whose environment holds these words."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and words.encode() in (entry / "environ").read_bytes():
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                found += [int(entry.name)] if state != "Z" else []
        except OSError:
            continue  # it has ended, or is not ours
    return found

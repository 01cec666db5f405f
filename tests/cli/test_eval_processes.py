"""`groundwire eval` as a process: killed, stopped, without what it needs, and without a network."""

import shlex
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.eval_tools import lay_out, read_strikes, town_of
from tests.cli.support import Running, Shell, endpoint_variables, make_shell, only_to, wait_until, without
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, enforcing, hang

from groundwire.evals.cases import CaseAnswer
from groundwire.evals.runs.folder import RunFolder
from groundwire.evals.scoring.scores import RunScore

RUN = ("eval", "run", "night", "--cases", "gold", "--cache", "off")
"""Nothing is recorded, so what is not asked again was kept in the run's folder."""


@dataclass
class Night:
    """A run whose second case hangs until it is set free.

    Attributes:
        shell: Where it runs.
        endpoint: What it asks.
        free: Sets the second case free.
    """

    shell: Shell
    endpoint: ScriptedEndpoint
    free: Callable[[], None]

    @property
    def folder(self) -> RunFolder:
        """Where it is kept."""
        (found,) = (self.shell.folder / "evals" / "runs").glob("[!.]*")
        return RunFolder(found)

    @property
    def answers(self) -> list[CaseAnswer | None]:
        """Its answers; None for open cases."""
        return self.folder.read_answers(self.folder.read_manifest())

    def asked_about(self, town: str) -> int:
        """How often the model was asked about a town."""
        return sum(town_of(request.body) == town for request in self.endpoint.requests if not request.canary)

    @contextmanager
    def hanging(self, *arguments: str) -> Iterator[Running]:
        """The command, once its first case is done and the second one is asked about."""
        with self.shell.start(*arguments) as running:
            wait_until(lambda: self.asked_about("Velden") == 1, 30)
            assert [answer is not None for answer in self.answers] == [True, False, False]
            yield running


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    free: list[bool] = []

    def model(body: Json, n: int) -> Reply:
        return hang() if town_of(body) == "Velden" and not free else read_strikes(body, n)

    lay_out(tmp_path)
    with ScriptedEndpoint(enforcing(model)) as endpoint:
        yield Night(make_shell(tmp_path, endpoint_variables(endpoint.base_url)), endpoint, lambda: free.append(True))


def test_a_run_that_was_killed_goes_on_where_it_was(night: Night) -> None:
    with night.hanging(*RUN) as running:
        running.process.kill()
        running.process.wait()
    begun, first = night.folder.read_manifest(), night.answers[0]
    night.free()
    ended = night.shell.run(*RUN).calm()
    assert ended.status == 0, ended.stderr
    assert ended.stderr.startswith("1/3 cases are done\n")
    assert [night.asked_about(town) for town in ("Karsk", "Velden", "Orlava")] == [1, 2, 1]
    assert night.answers[0] == first
    finished = night.folder.read_manifest()
    assert finished.finished is not None
    assert finished.model_copy(update={"finished": None}) == begun
    assert night.folder.read_scores().groups["gold"].metrics["record.f1"].value == 1.0


def test_ctrl_c_says_how_to_go_on_and_that_goes_on(night: Night) -> None:
    with night.hanging("eval", "run", "--cases", "gold", "--cache", "off") as running:
        running.signal(signal.SIGINT)
        ended = running.finish(20).calm()
    assert ended.status == 130
    wait_until(lambda: night.endpoint.abandoned == 1)
    command = shlex.split(ended.stderr.rpartition("go on with: ")[2])
    assert command[:6] == ["groundwire", "eval", "run", "--cases", "gold", "--cache"]
    assert command[-1] == night.folder.path.name
    night.free()
    ended = night.shell.run(*command[1:]).calm()
    assert (ended.status, night.asked_about("Karsk")) == (0, 1)


def test_two_commands_do_not_work_on_one_run(night: Night) -> None:
    with night.hanging(*RUN):
        ended = night.shell.run(*RUN).calm()
    assert (ended.status, "another command works on this run" in ended.stderr) == (2, True)


def test_a_run_sends_nothing_to_anybody_but_the_model(night: Night) -> None:
    night.free()
    port = int(night.endpoint.base_url.rpartition(":")[2].partition("/")[0])
    allowed = night.shell.run(*RUN, variables=only_to(night.shell, port)).calm()
    assert allowed.status == 0, allowed.stderr
    elsewhere = night.shell.run(*RUN[:2], "other", *RUN[3:], variables=only_to(night.shell, port + 1))
    assert (elsewhere.status, "socket.connect" in elsewhere.stderr) == (97, True)


def test_scoring_needs_neither_settings_nor_model_nor_network(night: Night) -> None:
    night.free()
    assert night.shell.run(*RUN).status == 0
    asked, kept = len(night.endpoint.requests), night.folder.read_scores()
    (night.folder.path / "scores.json").unlink()
    bare = Shell(night.shell.folder, make_shell(night.shell.folder).variables)
    nothing = {**only_to(bare, 0), **without(bare, "openai", "instructor", "pydantic_evals")}
    ended = bare.run("eval", "score", "night", "--json", variables=nothing).calm()
    assert ended.status == 0, ended.stderr
    assert RunScore.model_validate_json(ended.stdout) == night.folder.read_scores() == kept
    assert len(night.endpoint.requests) == asked


def test_a_reader_that_has_seen_enough_is_no_regression(night: Night) -> None:
    night.free()
    assert night.shell.run(*RUN).status == 0
    assert night.shell.run("eval", "gate", "night", "--accept").status == 0
    for command in (("gate", "night"), RUN[1:], ("report", "night")):
        with night.shell.start("eval", *command) as running:
            assert running.process.stdout is not None
            running.process.stdout.close()
            assert running.process.wait(20) == -signal.SIGPIPE


def test_without_the_extra_it_says_what_to_install(bare: Shell) -> None:
    variables = without(bare, "pydantic_evals", "numpy", "scipy")
    ended = bare.run("eval", "run", variables=variables).calm()
    assert (ended.status, ended.stdout) == (2, "")
    missing = ended.stderr.split()[3]
    assert missing in {"pydantic_evals", "numpy", "scipy"}
    assert ended.stderr == (
        f"groundwire: the package {missing} is missing; groundwire eval needs pip install 'groundwire[evals]'\n"
    )
    said = bare.run("eval", "--help", variables=variables).calm().stdout
    for words in ("run", "score", "groundwire[evals]", "1 a gate found a regression"):
        assert words in said

"""Begin a run folder and go on with it: what fits, what does not, and where it comes from."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import JsonValue
from tests.evals.running_tools import case, system
from tests.fakes.model import ScriptedModel

from groundwire.evals.errors import EvalError
from groundwire.evals.locking import held
from groundwire.evals.runs.folder import Manifest, RunFolder
from groundwire.evals.runs.manifest import MUST_FIT, Plan, begin, manifest_of
from groundwire.evals.runs.provenance import git_commit, machine_line
from groundwire.extraction.cache import DiskCache


def manifest(tmp_path: Path, parameters: Mapping[str, JsonValue] | None = None) -> Manifest:
    plan = Plan(
        name="night",
        cases=(case("one"), case("two", "Calm.\n")),
        gold_digest="g" * 64,
        seed=7,
        repeat=2,
        git_commit=None,
        parameters=parameters or {},
    )
    with DiskCache(tmp_path / "store") as store:
        return manifest_of(plan, system(ScriptedModel(), store))


OTHER: dict[str, object] = {
    "system": "peer",
    "groundwire_version": "9",
    "git_commit": "c" * 40,
    "model": "other",
    "model_identity": "other@nowhere",
    "prompt_digest": "p",
    "schema_digest": "s",
    "parameters": {"temperature": 1.5},
    "gold_digest": "h" * 64,
    "cases_digest": "d",
    "seed": 8,
    "repeat": 3,
    "cache": "off",
}


@pytest.mark.parametrize("field", MUST_FIT)
def test_another_run_is_refused_by_the_field_that_differs_and_nothing_is_changed(tmp_path: Path, field: str) -> None:
    folder = RunFolder(tmp_path / "night")
    begun = begin(folder, manifest(tmp_path))
    bytes_before = (folder.path / "manifest.json").read_bytes()
    wanted = Manifest.model_validate({**begun.model_dump(), field: OTHER[field]})
    with pytest.raises(EvalError, match=rf"manifest\.json: {field}: the run was begun with .* another name"):
        begin(folder, wanted)
    assert (folder.path / "manifest.json").read_bytes() == bytes_before


def test_a_message_about_parameters_names_only_those_that_differ(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "night")
    begin(folder, manifest(tmp_path, {"corrections": 1, "mode": None}))
    with pytest.raises(EvalError, match=r"begun with corrections = 1, this call has corrections = 2;"):
        begin(folder, manifest(tmp_path, {"corrections": 2, "mode": None}))


def test_the_same_run_goes_on_whenever_and_however_many_cases_at_once(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "night")
    begun = begin(folder, manifest(tmp_path, {"concurrency": 1}))
    assert begin(folder, manifest(tmp_path, {"concurrency": 4})) == begun
    assert begun.parameters["concurrency"] == 1


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "night").mkdir()
    (tmp_path / "night" / "letter.txt").write_text("dear")
    with pytest.raises(EvalError, match="no run folder and not empty"):
        begin(RunFolder(tmp_path / "night"), manifest(tmp_path))
    with pytest.raises(EvalError, match="no run folder and not empty"):
        begin(RunFolder(tmp_path / "night" / "letter.txt"), manifest(tmp_path))
    assert [path.name for path in (tmp_path / "night").iterdir()] == ["letter.txt"]


def test_what_a_kill_left_of_a_first_manifest_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "night").mkdir()
    (tmp_path / "night" / ".new-k3jx0a").write_text('{"format": 1, "na')
    wanted = manifest(tmp_path)
    assert begin(RunFolder(tmp_path / "night"), wanted) == wanted


def test_a_digest_of_cases_depends_on_text_labels_names_and_order(tmp_path: Path) -> None:
    first = manifest(tmp_path)
    assert first.cases_digest == manifest(tmp_path).cases_digest
    assert len({ref.digest for ref in first.cases}) == 2


def test_one_command_at_a_time_works_on_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / "night"
    with held(folder), pytest.raises(EvalError, match="another command works on this run"), held(folder):
        raise AssertionError("both hold it")
    with held(folder):
        assert not folder.exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match="file: cannot be written"), held(tmp_path / "file" / "night"):
        raise AssertionError("held under a file")


def test_the_commit_is_told_and_whether_files_were_changed(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    identity |= {f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(tmp_path), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **identity})  # noqa: S603 - git with fixed arguments
        return done.stdout.strip()

    git("init", "-q")
    assert git_commit(tmp_path) is None
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text("{}")
    git("add", ".")
    git("commit", "-qm", "first")
    head = git("rev-parse", "HEAD")
    assert git_commit(tmp_path / "gold") == head
    (tmp_path / "new.txt").write_text("not tracked")
    assert git_commit(tmp_path) == head
    (tmp_path / "gold" / "a.json").write_text("{ }")
    assert git_commit(tmp_path) == f"{head}-dirty"


def test_no_git_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_commit(Path(__file__).parent) is None


def test_a_machine_is_told_by_what_seconds_depend_on() -> None:
    assert f"{len(os.sched_getaffinity(0))} cores" in machine_line()

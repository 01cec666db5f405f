"""How commands of `groundwire eval` end: 1 is for regressions alone."""

from pathlib import Path

import pytest

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.exits import Exit
from groundwire.cli.settings import SettingsError
from groundwire.evals.errors import EvalError, InfrastructureError
from groundwire.extraction.cache import CacheFolderError
from groundwire.extraction.errors import ModelUnavailable
from groundwire.local import LocalModelError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EvalError("gold is broken"), 2),
        (InfrastructureError("nobody there"), 2),
        (ModelUnavailable("gone"), 2),
        (LocalModelError("no weights"), 2),
        (SettingsError("no such setting"), 2),
        (CacheFolderError(Path("kept"), "is a file"), Exit.CACHE),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_keeps_from_judging_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    with pytest.raises(SystemExit) as ending, judging():
        raise error
    said = capsys.readouterr()
    assert (ending.value.code, said.out, said.err) == (code, "", f"groundwire: {error}\n")


def test_a_defect_keeps_its_traceback_and_is_no_regression(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending, judging():
        raise ZeroDivisionError("ours")
    said = capsys.readouterr()
    assert (ending.value.code, said.out) == (2, "")
    assert "Traceback" in said.err
    assert said.err.endswith("ZeroDivisionError: ours\n")


def test_a_missing_module_of_ours_is_a_defect_and_not_a_missing_extra(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending, judging():
        raise ModuleNotFoundError("No module named 'groundwire.evals.nothing'", name="groundwire.evals.nothing")
    assert ending.value.code == 2
    assert "pip install" not in capsys.readouterr().err


def test_what_goes_well_goes_on() -> None:
    with judging():
        done = True
    assert done


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = tmp_path / ("x" * 300)
    with pytest.raises(SystemExit) as ending, judging():
        long.stat()
    assert (ending.value.code, capsys.readouterr().err) == (2, f"groundwire: {long}: File name too long\n")


def test_what_a_file_or_an_endpoint_says_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), judging():
        raise EvalError("gold.json: \x1b[2Jred\u202e: no such field")
    assert capsys.readouterr().err == "groundwire: gold.json: \ufffd[2Jred\ufffd: no such field\n"

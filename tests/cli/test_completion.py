"""Completion in shells: the script is printed, and what it asks is answered."""

import shutil
import sys
from pathlib import Path

import pytest
from tests.cli.support import Shell

SHELLS = ("bash", "zsh", "fish")
ASKED: dict[str, dict[str, str]] = {
    "bash": {"COMP_WORDS": "groundwire doc", "COMP_CWORD": "1"},
    "zsh": {"_TYPER_COMPLETE_ARGS": "groundwire doc"},
    "fish": {"_TYPER_COMPLETE_ARGS": "groundwire doc", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
}
"""What each shell's script sets when somebody presses Tab behind `groundwire doc`."""


@pytest.fixture
def command(bare: Shell) -> Path:
    """The command under the name that it is installed by; shells know it by that."""
    script = bare.folder / "bin" / "groundwire"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom groundwire.cli import main\nraise SystemExit(main())\n")
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("shell_name", SHELLS)
def test_each_shell_gets_the_names_of_commands(bare: Shell, command: Path, shell_name: str) -> None:
    variables = {**ASKED[shell_name], "_GROUNDWIRE_COMPLETE": f"complete_{shell_name}"}
    ended = bare.run(command=(str(command),), variables=variables)
    assert "doctor" in ended.stdout
    assert "extract" not in ended.stdout


def test_bash_completes_with_the_script_that_is_printed(bare: Shell, command: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    line = """
        PATH="$1:$PATH"
        eval "$(groundwire --show-completion bash)"
        COMP_WORDS=(groundwire extract --form) COMP_CWORD=2
        _groundwire_completion groundwire
        echo "${COMPREPLY[@]}"
    """
    ended = bare.run(
        command=(bash, "-c", line, "bash", str(command.parent)),
        variables={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )
    assert ended.stdout == "--format\n", ended.stderr

"""Where the labels and the runs of `groundwire eval` lie, as the arguments say."""

import re
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

EvalsOption = Annotated[
    Path, typer.Option("--evals", metavar="DIR", help="Folder with gold labels, articles and negatives.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder of runs; `runs` in the --evals folder by default.")
]
EVALS = Path("evals")
"""The default of `--evals`."""


def run_folder(run: str, evals: Path, out: Path | None) -> Path:
    """The folder of a run, told by name or, where it is more than a name, by path."""
    return (out or evals / "runs") / run if Path(run).name == run else Path(run)


def again(*more: str) -> str:
    """The command line of this process, with further arguments."""
    return shlex.join(["groundwire", *sys.argv[1:], *more])


def new_name(model: str) -> str:
    """A name for a run of now that sorts by time."""
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-.")
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{slug}"

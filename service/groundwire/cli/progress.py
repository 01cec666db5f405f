"""Progress bars on standard error for what takes longer than a moment; silent where no person watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from groundwire.local import Progress as Report

_STAGES = {
    "waiting": "Waiting for another command that prepares the model",
    "joining": "Joining the model's weights (once)",
    "hashing": "Checking the weights",
    "downloading": "Downloading the weights (once)",
    "loading": "Loading the model",
}


@contextmanager
def model_progress(*, quiet: bool = False) -> Iterator[Report]:
    """A progress callback for the embedded model that draws one bar a stage, or nothing if told to be quiet."""
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        yield _one_line_a_stage(console)
        return
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(_STAGES.get(stage, stage), total=total or None)
        bars.update(tasks[stage], completed=done, total=total or None)

    with bars:
        yield report


def _one_line_a_stage(console: Console) -> Report:
    begun: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:  # noqa: ARG001 - signature of Progress
        if stage not in begun:
            begun.add(stage)
            console.print(f"{_STAGES.get(stage, stage)} …", highlight=False)

    return report


@contextmanager
def spinner(text: str) -> Iterator[None]:
    """A spinner with the seconds that something takes."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{text} …", highlight=False)
        yield
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
    ) as bars:
        bars.add_task(text, total=None)
        yield

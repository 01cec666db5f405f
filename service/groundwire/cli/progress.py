"""Progress bars on standard error for what takes longer than a moment; silent where no person watches.

That a model is made ready is told everywhere, one line a stage: it explains minutes of silence in a log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from groundwire.extraction.observer import Chat, Observer
from groundwire.local import Progress as Report

_STAGES = {
    "waiting": "Waiting for another command that prepares the model",
    "joining": "Joining the model's weights (once)",
    "hashing": "Checking the weights",
    "downloading": "Downloading the weights (once)",
    "loading": "Loading the model",
}


_FIRST_RUN = """First run: the embedded model (1.1 GB) is put together once in {folder}.
For another model set GROUNDWIRE_BASE_URL, GROUNDWIRE_MODEL and GROUNDWIRE_API_KEY; groundwire doctor checks it."""


@contextmanager
def model_progress(folder: Path | None = None, *, quiet: bool = False) -> Iterator[Report]:
    """A progress callback for the embedded model that draws one bar a stage, or nothing if told to be quiet.

    Args:
        folder: Where the weights are put together, to tell of it when that happens.
        quiet: Say nothing.
    """
    console = Console(stderr=True, quiet=quiet)
    if not console.is_interactive:
        yield _Lines(console, folder)
        return
    with _bars(console) as bars:
        yield _Stages(bars, folder)


class ReadingProgress(Observer):
    """One display for all that a command waits for: the model, then questions and articles.

    Is told of the questions as an observer of the pipeline. Nothing but the model is shown where no person watches.

    Args:
        articles: How many there are to read; None if nobody knows.
        folder: See `model_progress`.
    """

    def __init__(self, articles: int | None, folder: Path) -> None:
        console = Console(stderr=True)
        self._bars = _bars(console)
        self._shown = console.is_interactive
        self._stages = _Stages(self._bars, folder) if self._shown else _Lines(console, folder)
        self._articles = articles
        self._read = self._planned = self._answered = 0
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._bars.stop()

    def model(self, stage: str, done: int, total: int) -> None:
        """The progress callback for the embedded model."""
        self._stages(stage, done, total)

    def begun(self) -> None:
        """An article is being read from now on."""
        if isinstance(self._stages, _Stages):
            self._stages.end()
        if self._task is None:
            self._task = self._bars.add_task("", total=None)
        self._update()

    def planned(self, questions: int) -> None:
        """So many more questions are to come."""
        self._planned += questions
        self._update()

    def asked(self, chat: Chat) -> None:  # noqa: ARG002 - signature of Observer
        """A question was answered, or given up."""
        if self._planned:  # what comes before is how the model wants to be asked
            self._answered += 1
            self._update()

    def read(self) -> None:
        """An article has been read, or given up."""
        self._read += 1
        self._update()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the display off the screen while results are printed on it, for good if they are the last."""
        self.__exit__()
        yield
        if self._read != self._articles:
            self.__enter__()

    def _update(self) -> None:
        if self._task is None:
            return
        many = self._articles != 1
        of_all = "" if self._articles is None else f" of {self._articles}"
        what = f"Reading articles: {self._read}{of_all} done" if many else "Reading the article"
        planned = max(self._planned, self._answered)  # some are put a second time
        questions = f", {self._answered} of {planned} questions answered" if planned else ""
        self._bars.update(self._task, description=what + questions, completed=self._answered, total=planned or None)


def model_lines(console: Console, folder: Path | None = None) -> Report:
    """A progress callback for the embedded model that prints one line a stage, also beside bars of this console."""
    return _Lines(console, folder)


@contextmanager
def spinner(text: str) -> Iterator[None]:
    """A spinner with the seconds that something takes; nothing where no person watches."""
    console = Console(stderr=True)
    if not console.is_interactive:
        yield
        return
    with _bars(console) as bars:
        bars.add_task(text, total=None)
        yield


def _bars(console: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    # Standard output is left alone: it may be a file.
    return Progress(*columns, console=console, transient=True, redirect_stdout=False)


class _Stages:
    """One bar for each stage of making the model ready."""

    def __init__(self, bars: Progress, folder: Path | None) -> None:
        self._bars = bars
        self._folder = folder
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            _tell_of_first_run(self._bars.console, stage, self._folder)
            self._tasks[stage] = self._bars.add_task(_STAGES.get(stage, stage), total=total or None)
        self._bars.update(self._tasks[stage], completed=done, total=total or None)

    def end(self) -> None:
        """Take the bars away: the model is ready."""
        while self._tasks:
            self._bars.remove_task(self._tasks.popitem()[1])


class _Lines:
    """One line for each stage of making the model ready."""

    def __init__(self, console: Console, folder: Path | None) -> None:
        self._console = console
        self._folder = folder
        self._begun: set[str] = set()

    def __call__(self, stage: str, done: int, total: int) -> None:  # noqa: ARG002 - signature of Report
        if stage not in self._begun:
            self._begun.add(stage)
            _tell_of_first_run(self._console, stage, self._folder)
            self._console.print(f"{_STAGES.get(stage, stage)} …", highlight=False)


def _tell_of_first_run(console: Console, stage: str, folder: Path | None) -> None:
    if stage == "joining" and folder is not None:
        console.print(_FIRST_RUN.format(folder=folder), highlight=False, markup=False)

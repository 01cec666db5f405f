"""Puts articles of several files to the model and prints what comes, in the order of the files."""

from collections.abc import Callable, Sequence
from contextlib import aclosing

from groundwire.cli.endpoints import concurrency
from groundwire.cli.exits import Exit, model_failure, warn
from groundwire.cli.formats import Answer, Printer
from groundwire.cli.jobs import Job
from groundwire.cli.on_demand import OnDemand, in_order
from groundwire.cli.progress import ReadingProgress
from groundwire.cli.reading import name_of
from groundwire.cli.settings import Settings
from groundwire.extraction.errors import ModelError
from groundwire.schemas import Extraction


async def print_all(settings: Settings, jobs: Sequence[Job], printer: Printer, write: Callable[[str], None]) -> Exit:
    """Extract and print. A file of which the model makes nothing is named on standard error and costs no other.

    Returns:
        MODEL_FAILED if there is such a file; else INCOMPLETE if part of an article was not read; else OK.

    Raises:
        SystemExit: There is nothing to print.
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
    """
    printed: list[Exit] = []
    with ReadingProgress(len(jobs), settings.cache_dir) as progress:
        async with (
            OnDemand(settings, progress) as model,
            aclosing(in_order(jobs, lambda job: answer_to(job, model), concurrency(settings))) as answers,
        ):
            async for job, answer in answers:
                progress.read()
                with progress.paused():
                    if isinstance(answer, ModelError):
                        warn(f"{name_of(job.file)}: {model_failure(answer)}")
                    else:
                        write(printer.add(Answer(job.file, answer)))
                        printed.append(Exit.OK if answer.meta.complete else Exit.INCOMPLETE)
    if not printed:
        raise SystemExit(Exit.MODEL_FAILED)
    write(printer.end())
    return max(printed) if len(printed) == len(jobs) else Exit.MODEL_FAILED


async def answer_to(job: Job, model: OnDemand) -> Extraction | ModelError:
    """What the model finds in a file, or why it finds nothing; what would end all files alike is raised."""
    try:
        return await model.extract(job.request)
    except ModelError as error:
        return error

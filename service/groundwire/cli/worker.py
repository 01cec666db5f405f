"""`groundwire worker`: reads articles of jobs that others have handed in, until it is told to end."""

from pathlib import Path
from typing import Annotated

import typer

from groundwire.cli.exits import Exit, explained, fail
from groundwire.cli.logs import log_json
from groundwire.cli.settings import load_settings


def worker(
    database_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="PostgreSQL that keeps the jobs; GROUNDWIRE_DATABASE_URL by default, which others cannot read in the"
            " list of processes.",
        ),
    ] = None,
    queue: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The jobs of this file of the embedded engine, not the service's."),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            min=1, max=1000, help="Articles at once; GROUNDWIRE_JOB_CONCURRENCY by default, or as many as calls."
        ),
    ] = None,
) -> None:
    """Read articles of jobs, together with all workers on the same database, until SIGTERM or Ctrl-C.

    What it reads is then finished first; a second signal, or the end of a standard input that is a pipe, has it given
    back at once.
    """
    with explained():
        if database_url is not None and queue is not None:
            fail(Exit.USAGE, "--database-url and --queue exclude each other")
        settings = load_settings(database_url=database_url, job_concurrency=concurrency)
        log_json(settings.log_level)
        from groundwire.cli.working import work  # noqa: PLC0415 - help and bad settings are told at once

        work(settings, queue)

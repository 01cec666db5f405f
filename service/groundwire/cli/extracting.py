"""`groundwire extract`: articles from files or standard input, records to the terminal or a file.

What only some commands need is imported where they begin: help and messages about bad input come at once.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.exits import Exit, explained, fail, print_bytes, warn
from groundwire.cli.formats import Format, printer_of
from groundwire.cli.jobs import Job, Wishes
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.options import Cache, OfUnsupported, RecallPass, RecordTypes
from groundwire.cli.reading import InputError
from groundwire.cli.settings import Settings, load_settings
from groundwire.cli.writing import written
from groundwire.schemas import CacheMode, Unsupported

Published = Annotated[
    str | None, typer.Option(help="Date of publication, YYYY-MM-DD; relative dates resolve against it.")
]


def extract(  # noqa: PLR0913, PLR0917 - the options of a command
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Text files in UTF-8; - for standard input.")
    ] = None,
    published: Published = None,
    title: Annotated[str | None, typer.Option(help="Headline, if it is not part of the text.")] = None,
    record_type: RecordTypes = None,
    cache: Cache = CacheMode.USE,
    unsupported: OfUnsupported = Unsupported.DROP,
    recall_pass: RecallPass = False,
    form: Annotated[Format | None, typer.Option("--format", help="What is printed; tables by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write to this file, with --watch to this folder, not to standard output.")
    ] = None,
    watch: Annotated[
        Path | None, typer.Option(help="Extract each .txt file that this folder holds or gets, until Ctrl-C.")
    ] = None,
) -> None:
    """Extract the records of articles and show them with their evidence."""
    with explained():
        settings = load_settings()
        log_to_stderr(settings.log_level)
        fields = {
            "published": published,
            "title": title,
            "record_types": tuple(dict.fromkeys(record_type)) if record_type else None,
            "cache": cache,
            "unsupported": unsupported,
            "recall_pass": recall_pass,
        }
        wishes = Wishes(fields, settings.max_chars)
        wishes.check()
        if watch is None:
            code = _extract(settings, wishes, files or [], _form(form, as_json=as_json), out)
        else:
            if files or form or as_json:
                fail(Exit.USAGE, "--watch takes no files and writes JSON; give neither FILE nor --format with it")
            from groundwire.cli.watching import watch_folder  # noqa: PLC0415 - see the top

            code = watch_folder(settings, wishes, watch, out or watch)
    raise SystemExit(code)


def _form(form: Format | None, *, as_json: bool) -> Format:
    if as_json and form not in {None, Format.JSON}:
        fail(Exit.USAGE, f"--json and --format {form}: give one of them")
    return Format.JSON if as_json else form or Format.TABLE


def _extract(settings: Settings, wishes: Wishes, files: Sequence[str], form: Format, out: Path | None) -> Exit:
    if not files:
        fail(Exit.USAGE, "give a file, - for standard input, or --watch FOLDER")
    jobs = _readable(wishes, files)
    from groundwire.cli.batch import print_all  # noqa: PLC0415 - see the top

    with _sink(form, out) as (console, write):
        printer = printer_of(form, console, several=len(files) > 1)
        code = asyncio.run(print_all(settings, jobs, printer, write))
    return code if len(jobs) == len(files) else Exit.USAGE


def _readable(wishes: Wishes, files: Sequence[str]) -> list[Job]:
    """What is to be done; files that cannot be read are named on standard error."""
    jobs = []
    for file in files:
        try:
            jobs.append(wishes.job(file))
        except InputError as error:
            warn(str(error))
    if not jobs:
        raise SystemExit(Exit.USAGE)
    return jobs


@contextmanager
def _sink(form: Format, out: Path | None) -> Iterator[tuple[Console, Callable[[str], None]]]:
    """How tables are drawn, and where text goes."""
    if out is None:
        # JSON and CSV are UTF-8 whatever the terminal speaks.
        encoding = sys.stdout.encoding if form is Format.TABLE else "utf-8"
        yield Console(), lambda text: print_bytes(text.encode(encoding, "backslashreplace"))
        return
    with written(out) as file:

        def write(text: str) -> None:
            file.write(text.encode())

        yield Console(force_terminal=False, no_color=True), write

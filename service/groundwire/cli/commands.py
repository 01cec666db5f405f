"""The commands, their options and their help.

What only some commands need is imported where they begin: help and messages about bad input come at once.
"""

import asyncio
import importlib.metadata
import sys
from contextlib import AsyncExitStack
from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.evaluation.app import eval_app
from groundwire.cli.exits import Exit, end_with_closed_pipe, explained
from groundwire.cli.keys import keys_app
from groundwire.cli.logs import log_json, log_to_stderr
from groundwire.cli.maintenance import cache_app
from groundwire.cli.reading import checked_request, read_article
from groundwire.cli.settings import Settings, load_settings
from groundwire.cli.tables import show
from groundwire.schemas import CacheMode, Extraction, ExtractRequest, RecordType, Unsupported

_HELP = "News articles in, checked event records out: attacks, diplomatic events and aid pledges."
_EXITS = "Exit codes: " + ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in Exit) + "."

app = typer.Typer(
    name="groundwire",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=_HELP,
    epilog=f"Settings are variables GROUNDWIRE_*, also in a file .env. {_EXITS}",
)
app.add_typer(cache_app, name="cache")
app.add_typer(eval_app, name="eval")
app.add_typer(keys_app, name="keys")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"groundwire {importlib.metadata.version('groundwire')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What holds for every command."""


FileArgument = Annotated[str, typer.Argument(help="A text file in UTF-8, or - for standard input.")]
Published = Annotated[
    str | None, typer.Option(help="Date of publication, YYYY-MM-DD; relative dates resolve against it.")
]
Title = Annotated[str | None, typer.Option(help="Headline, if it is not part of the text.")]


@app.command()
def extract(  # noqa: PLR0913, PLR0917 - the options of a command
    file: FileArgument,
    published: Published = None,
    title: Title = None,
    record_type: Annotated[
        list[RecordType] | None, typer.Option("--type", help="Kind of record wanted; may be repeated. All by default.")
    ] = None,
    cache: Annotated[CacheMode, typer.Option(help="use: answer from the cache if possible.")] = CacheMode.USE,
    unsupported: Annotated[
        Unsupported, typer.Option(help="What becomes of values that the article does not state.")
    ] = Unsupported.DROP,
    recall_pass: Annotated[
        bool, typer.Option("--recall-pass", help="Ask once more about sentences with facts that no record claims.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Extraction as JSON on standard output.")] = False,
) -> None:
    """Extract the records of one article and show them with their evidence."""
    with explained():
        settings = _settings()
        request = checked_request(
            {
                "text": read_article(file, settings.max_chars),
                "published": published,
                "title": title,
                "record_types": tuple(dict.fromkeys(record_type)) if record_type else None,
                "cache": cache,
                "unsupported": unsupported,
                "recall_pass": recall_pass,
            }
        )
        extraction = asyncio.run(_extract(settings, request))
    end_with_closed_pipe()
    if as_json:
        # As bytes: JSON is UTF-8 whatever the terminal speaks.
        sys.stdout.buffer.write(extraction.model_dump_json(indent=2).encode() + b"\n")
    else:
        show(extraction, Console())
    if not extraction.meta.complete:
        raise SystemExit(Exit.INCOMPLETE)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; GROUNDWIRE_HOST by default.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; GROUNDWIRE_PORT by default.")
    ] = None,
) -> None:
    """Run the HTTP service."""
    with explained():
        from groundwire.cli.serving import serve as run_service  # noqa: PLC0415 - see the top

        settings = load_settings(host=host, port=port)
        log_json(settings.log_level)
        run_service(settings)


@app.command()
def demo(file: FileArgument, published: Published = None) -> None:
    """Start a service, send it one article through the SDK, show the records, and shut the service down."""
    with explained():
        settings = _settings()
        request = checked_request({"text": read_article(file, settings.max_chars), "published": published})
        from groundwire.cli.demonstration import demonstrate  # noqa: PLC0415 - see the top

        extraction = demonstrate(request, Console())
    if not extraction.meta.complete:
        raise SystemExit(Exit.INCOMPLETE)


async def _extract(settings: Settings, request: ExtractRequest) -> Extraction:
    from groundwire.cli.progress import model_progress, spinner  # noqa: PLC0415 - see the top
    from groundwire.cli.wiring import cached_answer, open_extractor  # noqa: PLC0415 - see the top

    async with AsyncExitStack() as stack:
        with model_progress() as progress:
            if settings.embedded and (stored := await cached_answer(settings, request, progress)) is not None:
                return Extraction.model_validate_json(stored)
            extractor = await stack.enter_async_context(open_extractor(settings, progress))
        with spinner("Reading the article"):
            return await extractor.extract(request)


def _settings() -> Settings:
    settings = load_settings()
    log_to_stderr(settings.log_level)
    return settings

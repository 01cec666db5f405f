"""The commands, their options and their help.

What only some commands need is imported where they begin: help and messages about bad input come at once.
"""

import importlib.metadata
from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.bulk.app import bulk_app
from groundwire.cli.doctor import doctor
from groundwire.cli.evaluation.app import eval_app
from groundwire.cli.exits import Exit, explained
from groundwire.cli.extracting import Published, extract
from groundwire.cli.jobs import Wishes
from groundwire.cli.keys import keys_app
from groundwire.cli.logs import log_json, log_to_stderr
from groundwire.cli.maintenance import cache_app
from groundwire.cli.settings import load_settings
from groundwire.cli.worker import worker

_HELP = "News articles in, checked event records out: attacks, diplomatic events and aid pledges."
_EXITS = "Exit codes: " + ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in Exit) + "."

app = typer.Typer(
    name="groundwire",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=_HELP,
    epilog=f"Settings are variables GROUNDWIRE_*, also in a file .env. {_EXITS}",
)
app.add_typer(bulk_app, name="bulk")
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


app.command()(extract)
app.command()(doctor)
app.command()(worker)


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
def demo(
    file: Annotated[str, typer.Argument(help="A text file in UTF-8, or - for standard input.")],
    published: Published = None,
) -> None:
    """Start a service, send it one article through the SDK, show the records, and shut the service down."""
    with explained():
        settings = load_settings()
        log_to_stderr(settings.log_level)
        request = Wishes({"published": published}, settings.max_chars).job(file).request
        from groundwire.cli.demonstration import demonstrate  # noqa: PLC0415 - see the top

        extraction = demonstrate(request, Console())
    if not extraction.meta.complete:
        raise SystemExit(Exit.INCOMPLETE)

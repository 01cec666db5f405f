"""`groundwire bulk`: its commands. A further one is a module with a function, and a line here."""

import typer

from groundwire.cli.bulk.batch import collect, submit
from groundwire.cli.bulk.run import run

bulk_app = typer.Typer(no_args_is_help=True, help="Extract whole corpora: many articles in, files of records out.")
bulk_app.command("run")(run)
bulk_app.command("submit")(submit)
bulk_app.command("collect")(collect)

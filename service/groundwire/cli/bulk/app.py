"""`groundwire bulk`: its commands. A further one is a module with a function, and a line here."""

import typer

bulk_app = typer.Typer(no_args_is_help=True, help="Extract whole corpora: many articles in, files of records out.")

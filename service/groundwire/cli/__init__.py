"""The `groundwire` command: the one place that reads the environment and builds objects."""

import io
import sys

from groundwire.cli.collector import spare_loading

__all__ = ["main"]


def main() -> int:
    """Run the command line; returns the exit status."""
    spare_loading()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter gets its code
            stream.reconfigure(errors="backslashreplace")
    try:
        from groundwire.cli.commands import app  # noqa: PLC0415 - the SDK alone is installed without what this needs

        app()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "groundwire":
            raise
        sys.stderr.write(
            f"groundwire: the package {error.name} is missing; the command needs "
            "pip install 'groundwire[server,local]' (or only [server] for a model elsewhere)\n"
        )
        return 2
    return 0

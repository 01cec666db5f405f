"""The commands that look after the cache."""

from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.caching import open_cache
from groundwire.cli.exits import Exit, end_with_closed_pipe, explained, fail
from groundwire.cli.settings import Settings, load_settings

cache_app = typer.Typer(no_args_is_help=True, help="Look after the cache of extractions.")


@cache_app.command()
def stats() -> None:
    """Show where the cache is, how many extractions it holds and how large it is."""
    with explained():
        end_with_closed_pipe()
        settings = load_settings()
        with open_cache(settings) as cache:
            found = cache.stats()
            place = cache.place
        bound = f" of {settings.cache_size_mb:,} MB" if settings.redis_url is None else ""
        print(f"{_kind(settings):<9}{place}")
        print(f"entries  {found.entries:,}")
        print(f"size     {found.bytes / 1e6:,.1f} MB{bound}")


@cache_app.command()
def verify() -> None:
    """Read every entry, check its sum, remove what is damaged. Ends with 6 if anything was."""
    with explained(), open_cache(load_settings()) as cache:
        console = Console(stderr=True)
        with console.status("Checking the cache") as status:
            report = cache.verify(lambda done, total: status.update(f"Checking the cache: {done:,} of {total:,}"))
    end_with_closed_pipe()
    print(f"checked  {report.entries:,}")
    print(f"whole    {report.ok:,}")
    print(f"removed  {report.removed:,} damaged, {report.orphans_removed:,} files left by a kill")
    if report.database_replaced:
        print("the database itself was damaged; it was set aside and a new one begun")
    if report.removed or report.database_replaced:
        raise SystemExit(Exit.CACHE)


@cache_app.command()
def clear(yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False) -> None:
    """Remove all cached extractions; weights stay."""
    with explained():
        settings = load_settings()
        with open_cache(settings) as cache:
            if not yes and not _confirmed(f"Remove all extractions of {_kind(settings)} {cache.place}?"):
                print("nothing was removed")
                return
            print(f"removed {cache.clear():,} entries")


def _kind(settings: Settings) -> str:
    """What the cache is in."""
    return "folder" if settings.redis_url is None else "Redis"


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question)
    except typer.Abort:  # Ctrl-C, or nobody there to ask
        fail(Exit.USAGE, "not confirmed; --yes removes without asking")

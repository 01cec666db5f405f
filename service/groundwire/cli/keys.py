"""The commands that make, list and revoke the API keys of the service."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from groundwire.cli.exits import Exit, end_with_closed_pipe, explained, fail, harmless
from groundwire.cli.settings import Settings, load_settings

if TYPE_CHECKING:
    from groundwire.server.access.key_file import KeyFile
    from groundwire.server.access.keys import ApiKey, KeyDocument

keys_app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the API keys of the service.")

_NEVER = "-"


@keys_app.command()
def create(
    name: Annotated[str, typer.Argument(help="Who is to hold the key.")],
    requests_per_minute: Annotated[
        int | None, typer.Option(min=1, help="Rate of this key; GROUNDWIRE_KEY_REQUESTS_PER_MINUTE by default.")
    ] = None,
    tokens_per_day: Annotated[
        int | None, typer.Option(min=1, help="Model tokens in a day (UTC); GROUNDWIRE_KEY_TOKENS_PER_DAY by default.")
    ] = None,
    expires: Annotated[str | None, typer.Option(help="Last day on which it holds (UTC), YYYY-MM-DD.")] = None,
) -> None:
    """Make a key and print it, once: it is not kept, only a hash of it is."""
    with explained():
        from groundwire.server.access.keys import Limits, make_key  # noqa: PLC0415 - imports all of the service

        file = _file_in_use(load_settings())
        limits = Limits(requests_per_minute, tokens_per_day, _end_of(expires) if expires else None)
        try:
            kept, key = make_key(name, limits, datetime.now(UTC).replace(microsecond=0))
        except ValidationError:
            fail(Exit.USAGE, "the name must be 1 to 100 printable characters on one line")
        file.change(lambda document: document.model_copy(update={"keys": (*document.keys, kept)}))
        print(key, flush=True)
        print(
            f"Key {kept.id} of {harmless(kept.name)} is in {file.path}; a running service takes it within a second.\n"
            f"This is the only time that it is shown. Send it as `Authorization: Bearer {key[:6]}…`.",
            file=sys.stderr,
        )


@keys_app.command("list")
def list_keys(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, without hashes.")] = False,
    hashes: Annotated[bool, typer.Option("--hashes", help="Print what GROUNDWIRE_KEYS takes, with hashes.")] = False,
) -> None:
    """Show all keys, revoked ones too; never what a request needs."""
    with explained():
        end_with_closed_pipe()
        document = _in_use(load_settings())
        if hashes:
            print(document.model_dump_json(exclude_none=True))
        elif as_json:
            print(document.model_dump_json(indent=2, exclude={"keys": {"__all__": {"salt", "hash"}}}))
        elif document.keys:
            Console().print(_table(document))
        else:
            print("there are no keys: programs of this machine need none, others cannot come in")


@keys_app.command()
def revoke(key_id: Annotated[str, typer.Argument(metavar="ID", help="The part between gw_ and the secret.")]) -> None:
    """End a key for good; a running service refuses it within a second."""
    with explained():
        from groundwire.server.access.keys import KeyDocument  # noqa: PLC0415 - imports all of the service

        file = _file_in_use(load_settings())

        def revoked(document: KeyDocument) -> KeyDocument:
            key = next((key for key in document.keys if key.id == key_id), None)
            if key is None:
                _no_such(key_id, document)
            if key.revoked is not None:
                fail(Exit.USAGE, f"key {key.id} of {key.name} was revoked on {_day(key.revoked)}")
            ended = key.model_copy(update={"revoked": datetime.now(UTC).replace(microsecond=0)})
            return document.model_copy(update={"keys": tuple(ended if old is key else old for old in document.keys)})

        file.change(revoked)
        print(f"revoked {key_id}")


def _file_in_use(settings: Settings) -> "KeyFile":
    from groundwire.server.access.key_file import KeyFile  # noqa: PLC0415 - imports all of the service

    if settings.keys is not None:
        fail(Exit.USAGE, "GROUNDWIRE_KEYS is set, so the file of keys is not used; change or unset that setting")
    return KeyFile(settings.keys_file)


def _in_use(settings: Settings) -> "KeyDocument":
    from groundwire.server.access.key_file import KeyFile, keys_of_setting  # noqa: PLC0415 - see above

    return KeyFile(settings.keys_file).read() if settings.keys is None else keys_of_setting(settings.keys)


def _end_of(day: str) -> datetime:
    try:
        end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError):
        fail(Exit.USAGE, f"--expires {day}: must be a day of the calendar, written YYYY-MM-DD")
    if end <= datetime.now(UTC):
        fail(Exit.USAGE, f"--expires {day}: that day is over")
    return end


def _no_such(key_id: str, document: "KeyDocument") -> NoReturn:
    if key_id.startswith("gw_"):  # not repeated: it may be a whole key, and end in a log
        fail(Exit.USAGE, "give the id alone, the part between gw_ and the secret")
    there_are = ", ".join(f"{key.id} ({key.name})" for key in document.keys) or "none"
    fail(Exit.USAGE, f"there is no key {key_id[:40]}; there are: {there_are}")


def _table(document: "KeyDocument") -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("id", "name", "state", "requests/min", "tokens/day"):
        table.add_column(title, justify="right" if "/" in title else "left", no_wrap=title != "name")
    for key in document.keys:
        limits = map(_number, (key.requests_per_minute, key.tokens_per_day))
        table.add_row(key.id, Text(harmless(key.name)), _state(key), *limits)
    return table


def _number(limit: int | None) -> str:
    return _NEVER if limit is None else f"{limit:,}"


def _state(key: "ApiKey") -> str:
    if key.revoked is not None:
        return f"revoked {_day(key.revoked)}"
    if key.expires is None:
        return "holds"
    last = _day(key.expires - timedelta(microseconds=1))
    return f"expired {last}" if key.expires <= datetime.now(UTC) else f"until {last}"


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()

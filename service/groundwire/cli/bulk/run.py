"""`groundwire bulk run`: its options.

What only it needs is imported when it begins: help and messages about bad input come at once.
"""

import re
from pathlib import Path
from typing import Annotated

import typer

from groundwire.cli.bulk.endings import ending
from groundwire.cli.jobs import Wishes
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.options import Cache, OfUnsupported, RecallPass, RecordTypes
from groundwire.cli.reading import InputError
from groundwire.cli.settings import SettingsError, load_settings
from groundwire.schemas import CacheMode, Unsupported

_RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:/(s|min))?")
_FORMS = (".jsonl", ".parquet")


def run(  # noqa: PLR0913, PLR0917 - the options of a command
    source: Annotated[
        Path,
        typer.Argument(metavar="IN", help=".jsonl, .ndjson, .csv (also .gz), .parquet, or a folder of .txt files."),
    ],
    out: Annotated[Path, typer.Option(metavar="OUT", help="File to write, .jsonl or .parquet; tables go beside it.")],
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=256, help="Calls to the model at once, of each worker.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, max=256, help="Processes here that read; 1 by default, 0 with --database-url.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="R/s", help="Requests that are sent to the model, as 5/s or 300/min.")
    ] = None,
    tokens_per_minute: Annotated[int | None, typer.Option(min=1000, help="Tokens a minute, read and written.")] = None,
    budget_usd: Annotated[float | None, typer.Option(min=0, help="Stop when so much is spent; needs prices.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="PostgreSQL that hands the articles to `groundwire worker` on any machine.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Estimate tokens, cost and time; ask nothing.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Begin anew, whatever OUT holds.")] = False,
    ignore_unknown: Annotated[
        bool, typer.Option("--ignore-unknown", help="Pass over columns that mean nothing here.")
    ] = False,
    published: Annotated[
        str | None, typer.Option(help="Date of publication, YYYY-MM-DD, of articles that have none.")
    ] = None,
    record_type: RecordTypes = None,
    cache: Cache = CacheMode.USE,
    unsupported: OfUnsupported = Unsupported.DROP,
    recall_pass: RecallPass = False,
) -> None:
    """Extract a whole corpus. The same command again goes on where it was stopped or killed."""
    with ending():
        settings = load_settings(
            concurrency=concurrency,
            requests_per_minute=_a_minute(rate),
            tokens_per_minute=tokens_per_minute,
            database_url=database_url,
        )
        log_to_stderr(settings.log_level)
        fields = {
            "published": published,
            "record_types": tuple(dict.fromkeys(record_type)) if record_type else None,
            "cache": cache,
            "unsupported": unsupported,
            "recall_pass": recall_pass,
        }
        Wishes(fields, settings.max_chars).check()
        if out.suffix not in _FORMS:
            raise InputError(f"--out {out}: give a file that ends in {' or '.join(_FORMS)}")
        from groundwire.cli.bulk.corpus import Corpus  # noqa: PLC0415 - see the top

        corpus = Corpus.opened(source, out, settings, fields, ignore_unknown=ignore_unknown)
        if dry_run:
            from groundwire.cli.bulk.foretelling import foretell  # noqa: PLC0415 - see the top

            foretell(corpus, settings)
            return
        from groundwire.cli.bulk.performing import Plan, perform  # noqa: PLC0415 - see the top

        at_work = workers if workers is not None else 1 if settings.database_url is None else 0
        if at_work == 0 and settings.database_url is None:
            raise SettingsError("--workers 0 needs --database-url, and groundwire worker elsewhere")
        code = perform(corpus, settings, Plan(at_work, budget_usd, restart=restart))
    raise SystemExit(code)


def _a_minute(rate: str | None) -> float | None:
    """Requests a minute: `5` and `5/s` are 300."""
    if rate is None:
        return None
    match = _RATE.fullmatch(rate.strip())
    if match is None or float(match[1]) == 0:
        raise InputError(f"--rate {rate}: write it as 5/s or 300/min")
    return float(match[1]) * (1 if match[2] == "min" else 60)

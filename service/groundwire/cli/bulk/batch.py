"""`groundwire bulk submit` and `bulk collect`: the questions about a corpus as batches of a provider.

What only some commands need is imported where they begin: help and messages about bad input come at once.
"""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from groundwire.cli.bulk.endings import ending
from groundwire.cli.exits import Exit, fail
from groundwire.cli.extracting import Published
from groundwire.cli.jobs import Wishes
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.options import OfUnsupported, RecallPass, RecordTypes
from groundwire.cli.settings import Settings, load_settings
from groundwire.extraction.model import Mode
from groundwire.schemas import Unsupported


class Via(StrEnum):
    """Kinds of batches that there are."""

    OPENAI_BATCH = "openai-batch"


StateFolder = Annotated[
    Path, typer.Option(metavar="FOLDER", help="Where it is noted which questions are with the provider.")
]


def submit(  # noqa: PLR0913, PLR0917 - the options of a command
    source: Annotated[Path, typer.Argument(metavar="IN", help="Corpus: .jsonl, .csv, .parquet, or a folder.")],
    state: StateFolder,
    via: Annotated[Via, typer.Option(help="Kind of batch.")] = Via.OPENAI_BATCH,  # noqa: ARG001 - there is one
    published: Published = None,
    record_type: RecordTypes = None,
    unsupported: OfUnsupported = Unsupported.DROP,
    recall_pass: RecallPass = False,
    ignore_unknown: Annotated[
        bool, typer.Option("--ignore-unknown", help="Pass over columns that mean nothing.")
    ] = False,
    price_factor: Annotated[
        float, typer.Option(min=0, max=1, help="Price of a batch over the ordinary one, for meta.cost_usd.")
    ] = 0.5,
    max_questions: Annotated[int, typer.Option(min=1, max=1_000_000, help="Most questions of one batch.")] = 50_000,
    max_mb: Annotated[float, typer.Option(min=0.001, max=10_000, help="Largest file of one batch.")] = 200.0,
) -> None:
    """Hand in every question about a corpus that is not answered yet, as batches for the next 24 hours."""
    fields = {
        "published": published,
        "record_types": [kind.value for kind in dict.fromkeys(record_type)] if record_type else None,
        "unsupported": unsupported.value,
        "recall_pass": recall_pass,
    }
    with ending():
        settings = _settings()
        Wishes(fields, settings.max_chars).check()
        from groundwire.bulk.batch_parcel import Limits  # noqa: PLC0415 - see the top
        from groundwire.bulk.batch_run import Corpus  # noqa: PLC0415
        from groundwire.cli.bulk.batching import hand_in  # noqa: PLC0415

        wishes = {name: value for name, value in fields.items() if value is not None}
        corpus = Corpus(str(source.resolve()), wishes, ignore_unknown, price_factor)
        limits = Limits(max_questions, int(max_mb * 1_000_000))
        asyncio.run(hand_in(settings, state, corpus, limits))


def collect(
    state: StateFolder,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until all batches have ended.")] = False,
    every: Annotated[float, typer.Option(min=0.05, max=3600, help="Seconds between two looks with --wait.")] = 60.0,
    finish_live: Annotated[
        bool, typer.Option("--finish-live", help="Ask at once, at the full price, what no batch has answered.")
    ] = False,
) -> None:
    """Fetch what came of the batches into the cache, and put the articles together that are answered."""
    with ending():
        settings = _settings()
        if not state.is_dir():
            fail(Exit.USAGE, f"{state}: there is no such folder; groundwire bulk submit makes one")
        from groundwire.cli.bulk.batching import fetch  # noqa: PLC0415 - see the top

        code = asyncio.run(fetch(settings, state, every if wait else None, finish_live=finish_live))
    raise SystemExit(code)


def _settings() -> Settings:
    """The settings, of an endpoint that can take batches."""
    settings = load_settings()
    log_to_stderr(settings.log_level)
    if settings.embedded or settings.api_key is None:
        fail(
            Exit.USAGE, "batches need a provider: set GROUNDWIRE_API_KEY and GROUNDWIRE_MODEL (and GROUNDWIRE_BASE_URL)"
        )
    if settings.mode not in {None, Mode.JSON_SCHEMA}:
        fail(Exit.USAGE, f"batches are asked with strict schemas; unset GROUNDWIRE_MODE, which is {settings.mode}")
    return settings.model_copy(update={"mode": Mode.JSON_SCHEMA})

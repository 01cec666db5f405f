"""`groundwire bulk run --dry-run`: what a corpus is and what it would cost."""

import asyncio
import os

from groundwire.bulk.estimate import CHARS_A_TOKEN, SECONDS_A_CALL, WRITTEN_A_QUESTION, Estimate, estimate
from groundwire.bulk.sources import Place
from groundwire.cli import endpoints
from groundwire.cli.bulk.corpus import Corpus
from groundwire.cli.bulk.display import span_of
from groundwire.cli.progress import spinner
from groundwire.cli.settings import Settings
from groundwire.cli.wiring import open_extractor
from groundwire.schemas import ExtractRequest


def foretell(corpus: Corpus, settings: Settings) -> None:
    """Read a corpus, look into the cache, print the estimate; the model is asked nothing."""
    with spinner(f"Reading {os.fspath(corpus.path)}"):
        found = asyncio.run(_estimate(corpus, settings))
    _show(found, settings)


async def _estimate(corpus: Corpus, settings: Settings) -> Estimate:
    pieces, profile = corpus.source.pieces(Place()), settings.profile_in_use
    if settings.embedded:  # its weights name its answers, and joining them takes minutes; its answers cost nothing
        return await estimate(pieces, corpus.intake, profile, _never)
    async with open_extractor(settings, _quiet) as extractor:

        async def cached(request: ExtractRequest) -> bool:
            return await extractor.cached(request) is not None

        return await estimate(pieces, corpus.intake, profile, cached)


async def _never(_: ExtractRequest) -> bool:
    return False


def _quiet(stage: str, done: int, total: int) -> None:
    """An endpoint is not made ready."""


def _show(found: Estimate, settings: Settings) -> None:
    usage, tally = found.usage, found.found
    cost_usd = found.cost_usd(endpoints.prices(settings))
    at_once = endpoints.concurrency(settings)
    seconds = found.seconds(at_once, settings.requests_per_minute, settings.tokens_per_minute)
    about = "about " if found.sampled else ""
    cached = "not looked up for the embedded model" if settings.embedded else f"{about}{tally.cached:,.0f}"
    print(f"articles   {tally.articles:,.0f} with {tally.chars:,.0f} characters")
    print(f"errors     {found.flaws:,} (lines that are no article)")
    print(f"cached     {cached}")
    print(f"questions  {about}{usage.calls:,}")
    print(f"tokens     about {usage.prompt_tokens:,} read, {usage.completion_tokens:,} written")
    print(f"cost       {'unknown: no prices are set' if cost_usd is None else f'about ${cost_usd:,.2f}'}")
    print(f"time       about {span_of(seconds)}")
    print(
        f"Reckoned with {CHARS_A_TOKEN} characters a token and {WRITTEN_A_QUESTION[found.profile]} tokens an answer "
        f"(measured: docs/evals.md), {SECONDS_A_CALL:g} s a call (assumed) with {at_once} at once, and the limits "
        "that are set; schemas, second tries and lines that repeat an id are not counted."
    )
    if found.sampled:
        print("Of a corpus this large, every 50th article beyond the first 1,000 was planned and looked up.")

"""Part f: seconds and tokens an article on the embedded model, and what the reuse of prefixes brings. Takes minutes."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks.framework.machine import machine
from benchmarks.framework.processes import running
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import figures, provenance, ratios
from pydantic import SecretStr

from groundwire.cli.settings import load_settings
from groundwire.cli.wiring import Parts, open_parts
from groundwire.evals.peers.answer import PeerEndpoint
from groundwire.evals.peers.plain_instructor import PlainInstructor
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm import Endpoint, OpenAIModel
from groundwire.extraction.reader import Reader, Task
from groundwire.extraction.retry import RetryPolicy
from groundwire.local.progress import no_progress
from groundwire.schemas import Article, Usage

ARTICLES: Final = ("000_db53dccfdc94aac8", "003_5d66ea0aa4af2aa5")
"""Two of the five of `evals/articles`, that it ends within 20 minutes."""
REFERENCE: Final = "plain instructor call"
_FOLDER: Final = Path(__file__).resolve().parents[2] / "evals" / "articles"

_Read = Callable[[Article], Coroutine[Any, Any, Usage]]


def measure(scale: Scale) -> Result:
    """Each article by each contender, in rotation, one call at a time."""
    return asyncio.run(_measure(scale))


async def _measure(scale: Scale) -> Result:
    facts = machine()
    settings = load_settings()
    samples = []
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(open_parts(settings, no_progress))
        _, anew = stack.enter_context(running("benchmarks.local_model.anew", parts.base_url, core=None))
        contenders = await _contenders(parts, anew)
        for number in range(scale.rounds):
            for place, name in enumerate(ARTICLES[: scale.of(len(ARTICLES))]):
                article = Article(text=(_FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
                for turn, contender in in_rotation(place + 1, list(contenders)):
                    if turn == place:  # another one first for each article
                        samples.append(await _sample(number, contender, contenders[contender], name, article))
    return Result("f", facts, Samples(samples), {"model": parts.model.name})


async def _sample(number: int, contender: str, read: _Read, name: str, article: Article) -> Sample:
    begin = time.monotonic()
    usage = await read(article)
    seconds = time.monotonic() - begin
    return Sample(
        contender,
        name.partition("_")[0],
        number,
        {
            "seconds": seconds,
            "written": usage.completion_tokens,
            "read": usage.prompt_tokens,
            "reused": usage.cached_prompt_tokens,
            "calls": usage.calls,
        },
    )


async def _contenders(parts: Parts, anew: str) -> dict[str, _Read]:
    dialect = await parts.model.dialect(Ledger())
    endpoint = Endpoint(
        anew, SecretStr("none"), parts.model.name, identity=parts.model.identity, mode=dialect.mode,
        concurrency=1, max_output_tokens=int(parts.model.sampling["max_output_tokens"] or 2000),
    )  # fmt: skip
    peer = PlainInstructor(PeerEndpoint(parts.base_url, "none", parts.model.name))

    def reader(model: OpenAIModel) -> _Read:
        async def read(article: Article) -> Usage:
            return (await Reader(model, parts.profile).read(Task(article), Ledger())).extraction.meta.usage

        return read

    async def plain(article: Article) -> Usage:
        return (await peer.extract(article)).usage

    return {
        "groundwire": reader(parts.model),
        "groundwire, each prompt read anew": reader(OpenAIModel(endpoint, RetryPolicy())),
        REFERENCE: plain,
    }


def tables(result: Result) -> str:
    """What the page shows."""
    cases = result.samples.cases
    shown = {
        "seconds": "Seconds an article (columns: articles of `evals/articles`):",
        "written": "Tokens written:",
        "read": "Tokens of the prompts:",
        "reused": "Of them reused from an earlier prompt:",
        "calls": "Calls:",
    }
    return "\n\n".join(
        [
            f"{provenance(result)} Model: {result.said['model']}.",
            *(f"{title}\n\n{figures(result, figure, cases)}" for figure, title in shown.items()),
            f"Seconds by those of the {REFERENCE}:",
            ratios(result, "seconds", REFERENCE, cases),
        ]
    )

"""A worker: `python -m benchmarks.bulk.worker ADDRESS BODY CONCURRENCY`, until SIGTERM; prints a line when it is ready.

ADDRESS is that of `tests.jobs.opening`. The body `nothing` hands back a result at once, so that what is left is the
engine; `extract` is what `groundwire serve` does with an article of a job, with the settings of the environment.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from benchmarks.calls.answers import ANSWERS
from tests.jobs.opening import opened

from groundwire.jobs.engine import Body, Delivery, Outcome
from groundwire.schemas.jobs import ResultState


async def nothing(_: Delivery) -> Outcome:
    """A result of the usual size, at once."""
    return Outcome(ResultState.DONE, ANSWERS["drafts"])


@asynccontextmanager
async def extracting() -> AsyncIterator[Body]:
    """The body that there is, over an Extractor as the settings want it."""
    from groundwire.cli.job_work import job_work  # noqa: PLC0415 - the other body needs none of it
    from groundwire.cli.settings import load_settings  # noqa: PLC0415
    from groundwire.cli.wiring import open_extractor  # noqa: PLC0415
    from groundwire.local.progress import no_progress  # noqa: PLC0415

    settings = load_settings()
    async with open_extractor(settings, no_progress) as extractor:
        await extractor.warm_up()
        yield job_work(extractor, settings)


async def main() -> None:
    """Read the command line and work."""
    address, kind, concurrency = sys.argv[1:]
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(opened(address))
        body = nothing if kind == "nothing" else await stack.enter_async_context(extracting())
        working = asyncio.create_task(engine.work(body, int(concurrency)))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)
        print("ready", flush=True)
        with suppress(asyncio.CancelledError):
            await working


if __name__ == "__main__":
    asyncio.run(main())

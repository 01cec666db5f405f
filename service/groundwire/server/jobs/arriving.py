"""A long body as it arrives: at first in memory, then on disk, so that many slow ones cost little of either."""

import asyncio
import logging
import mmap
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from typing import IO, Final, TypeAlias

from starlette.requests import Request

from groundwire.schemas import ProblemType
from groundwire.server.body import late, pieces_of
from groundwire.server.limits import ServerLimits
from groundwire.server.problems import ProblemError

Data: TypeAlias = bytearray | mmap.mmap
"""A body in memory, or in a file that looks like it."""

_IN_MEMORY: Final = 1_000_000
"""Bytes of a body that are kept in memory, and that are written at once."""
_SLOWEST: Final = 64 * 1024
"""Bytes a second that a client must send, beyond the seconds that any body may take."""

_log = logging.getLogger("groundwire.server.jobs")


@asynccontextmanager
async def arrived(request: Request, limits: ServerLimits) -> AsyncIterator[Data]:
    """The whole body of a request; its file, readable by this user alone, has no name and ends with the block.

    Raises:
        ProblemError: It is too long, too slow, or there is no room for it on disk.
        ClientDisconnect: The client went away while it sent.
    """
    with ExitStack() as stack:
        try:
            data = await _received(request, limits, stack)
        except OSError as error:
            _log.warning("the body of a job cannot be kept on disk: %s", error.strerror)
            raise ProblemError(ProblemType.JOBS_UNAVAILABLE, headers={"Retry-After": "60"}) from None
        yield data


async def _received(request: Request, limits: ServerLimits, stack: ExitStack) -> Data:
    held, size, file = bytearray(), 0, None
    begin = asyncio.get_running_loop().time()
    try:
        async with (
            asyncio.timeout_at(begin + limits.body_timeout_s) as time_left,
            aclosing(pieces_of(request, limits.max_job_bytes)) as pieces,
        ):
            async for piece in pieces:
                held += piece
                size += len(piece)
                time_left.reschedule(begin + limits.body_timeout_s + size / _SLOWEST)
                if len(held) > _IN_MEMORY:
                    if file is None:
                        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - it is one
                    await asyncio.to_thread(file.write, held)
                    held = bytearray()
    except TimeoutError:
        raise late("The body did not arrive in time.") from None
    return held if file is None else await asyncio.to_thread(_mapped, file, held)


def _mapped(file: IO[bytes], rest: bytearray) -> mmap.mmap:
    file.write(rest)
    file.flush()
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

"""Keeps the dialect of one endpoint, and looks again where it may have been mistaken about it."""

import asyncio
import time
from typing import Final

from groundwire.extraction.canary import Finding, Try, find_dialect
from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import ModelError
from groundwire.extraction.model import Dialect, Mode
from groundwire.extraction.time_limit import limited

LOOK_AGAIN_S: Final = 300.0
"""Seconds after which an unsure finding is looked into again; doubled each time that it comes out the same."""
MOST_S: Final = 3600.0


class DialectKeeper:
    """For one event loop. Times are of the monotonic clock."""

    def __init__(self, configured: Mode | None, look_again_s: float = LOOK_AGAIN_S) -> None:
        """Nothing is known yet.

        Args:
            configured: The mode that the user insists on; None to choose.
            look_again_s: See `LOOK_AGAIN_S`.
        """
        self._configured = configured
        self._pause_s = look_again_s
        self._finding: Finding | None = None
        self._look_at = 0.0
        self._looking = asyncio.Lock()

    async def dialect(self, attempt: Try, deadline: Deadline = NO_DEADLINE) -> Dialect:
        """The dialect; found out once, however many ask at the same time.

        Args:
            attempt: Puts the canary question.
            deadline: Until when it is waited for, if somebody else is finding it out.

        Raises:
            ModelError: It is not known, and the endpoint cannot be asked.
        """
        known = self._finding
        if known is None:
            async with limited(deadline):
                await self._looking.acquire()
            try:
                known = self._finding or await find_dialect(attempt, self._configured)
                self._keep(known)
            finally:
                self._looking.release()
        elif not known.sure and time.monotonic() >= self._look_at:
            known = await self._look_again(attempt, known)
        return known.dialect

    async def _look_again(self, attempt: Try, known: Finding) -> Finding:
        self._pause_s = min(self._pause_s * 2, MOST_S)
        self._keep(known)  # puts off the next look: the other questions go on with what is known
        try:
            found = await find_dialect(attempt, self._configured)
        except ModelError:
            return known  # it will do, and the question that follows finds out what is wrong
        self._keep(found)
        return found

    def _keep(self, finding: Finding) -> None:
        self._finding = finding
        self._look_at = time.monotonic() + self._pause_s

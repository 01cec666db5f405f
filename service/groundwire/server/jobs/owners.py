"""What a worker of the service does beside reading an article: charge its owner's key, and count."""

from typing import Final

from groundwire.jobs.engine import Body, Delivery, Later, Outcome
from groundwire.server.access.tokens import CALLER, Exhausted, TokenBudget
from groundwire.telemetry.job_metrics import JobMetrics

_LONGEST_WAIT_S: Final = 300.0
"""Most seconds until it is looked again whether a key has tokens: a budget may be raised before the day ends."""


class ForOwners:
    """A job's body that reads each article for the key that handed it in.

    What it costs is charged to that key, as if it had sent the article itself. While the key's tokens of the day are
    used up, its articles are put off.

    Args:
        body: Reads.
        tokens: What keys may use.
        metrics: Told of what became of articles.
    """

    def __init__(self, body: Body, tokens: TokenBudget, metrics: JobMetrics) -> None:
        self._body = body
        self._tokens = tokens
        self._metrics = metrics

    async def __call__(self, delivery: Delivery) -> Outcome | Later:
        """What becomes of an article."""
        ended = await self._read(delivery)
        self._metrics.ended("put_off" if isinstance(ended, Later) else ended.state.value)
        return ended

    async def _read(self, delivery: Delivery) -> Outcome | Later:
        if delivery.owner is not None:
            try:
                await self._tokens.check(delivery.owner)
            except Exhausted as error:
                return Later(min(error.quota.reset_s, _LONGEST_WAIT_S), counts=False)
        caller = CALLER.set(delivery.owner)
        try:
            return await self._body(delivery)
        finally:
            CALLER.reset(caller)

"""What a worker does with one article: look in the cache, extract, hand back the result. Safe to be repeated."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from pydantic import ValidationError

from groundwire.extraction.breaker import BreakerOpen
from groundwire.extraction.errors import ModelError, ModelUnavailable, Overloaded
from groundwire.jobs.engine import MOST_TRIES, Delivery, Later, Outcome
from groundwire.schemas import CacheState, Extraction, ExtractRequest, Problem, Usage
from groundwire.schemas.jobs import ResultState

Extract: TypeAlias = Callable[[ExtractRequest, str | None], Awaitable[Extraction]]
"""Makes an Extraction for an owner, as `Extractor.extract` does."""
Explain: TypeAlias = Callable[[Exception], Problem]
"""Says what an error is, as the HTTP service would."""

FIRST_WAIT_S: Final = 5.0
"""Seconds after which an article is tried again whose model could not be reached; doubled each time."""
LONGEST_WAIT_S: Final = 300.0
"""Most seconds between two tries."""
_BUSY: Final = frozenset({429, 503, 529})

_log = logging.getLogger("groundwire.jobs")


class Work:
    """The body of all engines."""

    def __init__(self, extract: Extract, explain: Explain) -> None:
        """What it is made of; see the types."""
        self._extract = extract
        self._explain = explain

    async def __call__(self, delivery: Delivery) -> Outcome | Later:
        """The result of an article, or when to try again."""
        try:
            request = ExtractRequest.model_validate_json(delivery.request)
            made = await self._extract(request, delivery.owner)
        except Overloaded as error:
            return Later(_within(error.retry_after_s or FIRST_WAIT_S), counts=False)
        except ModelUnavailable as error:
            # That the endpoint fails others, or has too much to do, is no fault of the article: an outage of an hour
            # must not fail the articles of a night.
            counts = not isinstance(error, BreakerOpen) and error.status not in _BUSY
            if counts and delivery.tries >= MOST_TRIES:
                return self._failed(error)
            wait_s = max(error.retry_after_s or 0.0, FIRST_WAIT_S * 2 ** (delivery.tries - 1))
            return Later(_within(wait_s), counts, error.usage)
        except (ModelError, ValidationError) as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001 - a defect costs one article, never the worker
            # Neither message nor values: they may quote the article.
            _log.error("article %d of job %s met a defect: %s", delivery.index, delivery.job, type(error).__name__)
            return self._failed(error)
        usage, cost = _spent(made, delivery)
        return Outcome(ResultState.DONE, made.model_dump_json(), usage, cost)

    def _failed(self, error: Exception) -> Outcome:
        usage = error.usage if isinstance(error, ModelError) else Usage()
        return Outcome(ResultState.FAILED, self._explain(error).model_dump_json(), usage)


def _spent(made: Extraction, delivery: Delivery) -> tuple[Usage, float | None]:
    """What the job paid for an answer. One from the cache is free, unless an earlier delivery has put it there."""
    free = made.meta.cache in {CacheState.HIT, CacheState.SHARED} and delivery.tries == 1
    return (Usage(), 0.0) if free else (made.meta.usage, made.meta.cost_usd)


def _within(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_WAIT_S)

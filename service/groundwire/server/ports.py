"""What the HTTP service needs of whoever extracts."""

from collections.abc import AsyncGenerator
from typing import Protocol

from groundwire.extraction.errors import Overloaded
from groundwire.extraction.streaming import Event
from groundwire.schemas import Extraction, ExtractRequest


class ExtractorPort(Protocol):
    """The one use case, as seen from HTTP."""

    async def cached(self, request: ExtractRequest) -> str | None:
        """The JSON text of the Extraction that answers a request, as it is to be sent; None if it must be made."""
        ...

    def refusal(self, request: ExtractRequest) -> Overloaded | None:
        """What a request that is not cached is turned away with at once; None if it may be tried."""
        ...

    async def extract(self, request: ExtractRequest) -> Extraction:
        """Find the records of an article, within `request.timeout_s`; cancelled when the client goes away.

        Raises:
            ExtractionError: There is nothing to answer with; `groundwire.extraction.errors` has the tree.
        """
        ...

    def stream(self, request: ExtractRequest) -> AsyncGenerator[Event]:
        """As `extract`, telling of records as soon as they are found; the last event is the Extraction.

        Raises:
            ExtractionError: As there.
        """
        ...

    async def ready(self) -> str | None:
        """None if an article would be extracted now, else one sentence for the caller that says why not."""
        ...

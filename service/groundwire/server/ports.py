"""What the HTTP service needs of whoever extracts."""

from typing import Protocol

from groundwire.schemas import Extraction, ExtractRequest


class ExtractorPort(Protocol):
    """The one use case, as seen from HTTP."""

    async def extract(self, request: ExtractRequest) -> Extraction:
        """Find the records of an article; cancelled when the client goes away.

        Raises:
            ExtractionError: The model failed for good; `groundwire.extraction.errors` has the tree.
        """
        ...

    async def ready(self) -> str | None:
        """None if an article would be extracted now, else one sentence for the caller that says why not."""
        ...

"""Services to look at: one that answers by script and moment, and one that reads the five articles without a fault."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import load_cases
from groundwire.evals.oracle import Oracle
from groundwire.extraction.errors import Overloaded
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Draft, Message
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.streaming import Event
from groundwire.schemas import Extraction, ExtractRequest

EVALS = Path(__file__).parents[2] / "evals"


class SlowOracle(Oracle):
    """Answers from the labels, after a while."""

    def __init__(self, case: EvalCase, wait_s: float) -> None:
        super().__init__(case, Profile.LARGE)
        self._wait_s = wait_s

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """As there."""
        await asyncio.sleep(self._wait_s)
        return await super().ask(schema, messages, ledger)


class Labelled:
    """Implements ExtractorPort: the real pipeline, with a model that knows the labels of the five articles.

    Args:
        wait_s: Seconds that each question takes.
    """

    def __init__(self, wait_s: float = 0.0) -> None:
        self._extractors = {
            case.article.text: Extractor(Reader(SlowOracle(case, wait_s), Profile.LARGE), None)
            for case in load_cases(EVALS, ("gold",))
        }

    async def cached(self, request: ExtractRequest) -> str | None:  # noqa: ARG002 - signature of the port
        """Nothing is."""
        return None

    def refusal(self, request: ExtractRequest) -> Overloaded | None:  # noqa: ARG002 - signature of the port
        """There is always room."""
        return None

    async def extract(self, request: ExtractRequest) -> Extraction:
        """The records of one of the five."""
        return await self._extractors[request.text].extract(request)

    async def stream(self, request: ExtractRequest) -> AsyncGenerator[Event]:
        """The same, one by one."""
        async for event in self._extractors[request.text].stream(request):
            yield event

    async def ready(self) -> str | None:
        """It is."""
        return None

"""What is done with an article of a job, as the settings want it: the same for the service, workers and bulk runs."""

from typing import Protocol

from groundwire.cli import endpoints
from groundwire.cli.settings import Settings
from groundwire.jobs.body import Work
from groundwire.schemas import Extraction, ExtractRequest
from groundwire.server.problems import problem_to


class Extracting(Protocol):
    """What is needed of an Extractor."""

    async def extract(self, request: ExtractRequest) -> Extraction:
        """As `Extractor.extract`."""
        ...


def articles_at_once(settings: Settings) -> int:
    """Articles that one worker reads at once."""
    return settings.job_concurrency or endpoints.concurrency(settings)


def job_work(extractor: Extracting, settings: Settings) -> Work:
    """The body of workers. An article that names no deadline has that of the settings, from when it is begun."""

    async def extract(request: ExtractRequest, _owner: str | None) -> Extraction:
        wanted_s = request.timeout_s or settings.request_timeout_s
        within_s = min(wanted_s, settings.max_request_timeout_s)
        return await extractor.extract(request.model_copy(update={"timeout_s": within_s}))

    return Work(extract, lambda error: problem_to(error, None))

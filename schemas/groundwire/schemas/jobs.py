"""Bodies of the jobs interface: many articles handed in at once, and what became of each."""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator

from groundwire.schemas.common import Part
from groundwire.schemas.extraction import Extraction, Usage
from groundwire.schemas.wire import ExtractRequest, Problem, characters

MOST_ARTICLES: Final = 10_000
"""Articles of one job, unless the server is set to fewer."""


_NAME: Final = re.compile(r"^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")


def _identifier(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError("must hold no control characters, and not be blank")
    return characters(text)


class JobArticle(ExtractRequest):
    """One article of a job, with the wishes for it: the body of `POST /v1/extract` and a name of the caller's."""

    id: (
        Annotated[str, Field(max_length=200, json_schema_extra={"pattern": _NAME.pattern}), AfterValidator(_identifier)]
        | None
    ) = None
    """The caller's name for the article, repeated in its result; at most 200 characters, unique in the job."""

    def request(self) -> ExtractRequest:
        """What is asked about it."""
        return ExtractRequest.model_construct(**{name: getattr(self, name) for name in ExtractRequest.model_fields})


class JobRequest(Part):
    """Body of `POST /v1/jobs`; as NDJSON, each line is one of its articles."""

    model_config = ConfigDict(extra="forbid")

    articles: Annotated[tuple[JobArticle, ...], Field(min_length=1, max_length=MOST_ARTICLES)]
    """The articles, 1 to 10,000 unless the server is set otherwise."""

    @field_validator("articles")
    @classmethod
    def _names_differ(cls, articles: tuple[JobArticle, ...], _: ValidationInfo) -> tuple[JobArticle, ...]:
        if (twice := next(_repeated(article.id for article in articles), None)) is not None:
            raise ValueError(f"article {twice[1]} has the same id as article {twice[0]}")
        return articles


def _repeated(names: Iterator[str | None]) -> Iterator[tuple[int, int]]:
    """Pairs of places, from 0, of which the second repeats the name of the first."""
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if name is not None and first.setdefault(name, place) != place:
            yield first[name], place


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    """No article has been begun."""
    RUNNING = "running"
    """Some articles have been begun, not all have ended."""
    DONE = "done"
    """Each article has its result, be it a problem."""
    CANCELLED = "cancelled"
    """It was cancelled; what had ended before keeps its result."""


class ResultState(StrEnum):
    """What became of one article of a job."""

    DONE = "done"
    """It was extracted."""
    FAILED = "failed"
    """It could not be, and its problem says why."""
    CANCELLED = "cancelled"
    """The job was cancelled before."""


class JobStatus(Part):
    """Body of `GET /v1/jobs/{id}`, and of the answers to `POST /v1/jobs` and `DELETE /v1/jobs/{id}`."""

    id: str
    """Name of the job."""
    state: JobState
    """How far it is."""
    total: int = Field(ge=0)
    """Its articles; the sum of the next five."""
    waiting: int = Field(ge=0)
    """Articles that nobody has begun, or that are to be tried again later."""
    running: int = Field(ge=0)
    """Articles that are being read."""
    done: int = Field(ge=0)
    """Articles with an Extraction."""
    failed: int = Field(ge=0)
    """Articles with a problem."""
    cancelled: int = Field(ge=0)
    """Articles that were not read because the job was cancelled."""
    created: datetime
    """When it was handed in (UTC)."""
    finished: datetime | None = None
    """When its last article ended, or it was cancelled (UTC)."""
    usage: Usage = Usage()
    """What the model has been asked for this job; answers from the cache cost nothing."""
    cost_usd: float | None = None
    """Price of that in US dollars; null if no price is set."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in {JobState.DONE, JobState.CANCELLED}


class JobResult(Part):
    """One line of `GET /v1/jobs/{id}/results`."""

    index: int = Field(ge=0)
    """Place of the article in the job, from 0. The cursor for what follows is one more."""
    id: str | None = None
    """The caller's name for the article."""
    state: ResultState
    """What became of it."""
    extraction: Extraction | None = None
    """What was found, if it is done."""
    problem: Problem | None = None
    """Why nothing was, if it failed."""

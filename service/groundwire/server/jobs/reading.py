"""From the body of a job to its articles, as an engine takes them; an error names the article."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Final

from groundwire.jobs.engine import NewItem
from groundwire.schemas import FieldError, ProblemType
from groundwire.schemas.jobs import JobArticle
from groundwire.server.body import JSON, checked, invalid, too_large
from groundwire.server.jobs.arriving import Data
from groundwire.server.jobs.splitting import elements_of, lines_of
from groundwire.server.limits import ServerLimits
from groundwire.server.problems import ProblemError, shortened

NDJSON: Final = "application/x-ndjson"

SPLITTERS: Final[Mapping[str, Callable[[Data, int], Iterator[bytes]]]] = {JSON: elements_of, NDJSON: lines_of}
"""How the articles stand in a body, by its media type."""

_TOLD: Final = 10
"""Errors after which no further article is looked at."""


@dataclass(frozen=True, slots=True)
class ReadJob:
    """The articles of a job.

    Attributes:
        items: In order.
        digest: SHA-256 of what they say, however it was written.
    """

    items: tuple[NewItem, ...]
    digest: str


def read_job(data: Data, media_type: str, limits: ServerLimits) -> ReadJob:
    """Check all articles; takes seconds for long bodies.

    Raises:
        ProblemError: One of them, or their number, is not what it should be.
    """
    articles = SPLITTERS[media_type](data, limits.max_body_bytes)
    reading = _Reading(limits)
    for index, article in enumerate(articles):
        if index >= limits.max_job_articles:
            raise too_large("articles", f"at most {limits.max_job_articles:,} are taken")
        reading.add(index, article)
        if len(reading.wrong) >= _TOLD:
            break
    if reading.wrong:
        raise ProblemError(ProblemType.INVALID_REQUEST, errors=shortened(reading.wrong))
    if not reading.items:
        raise invalid("articles", "must hold at least one article")
    return ReadJob(tuple(reading.items), _digest(reading.items))


@dataclass
class _Reading:
    """What has been read of a job so far."""

    limits: ServerLimits
    items: list[NewItem] = field(default_factory=list)
    wrong: list[FieldError] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, index: int, article: bytes) -> None:
        """Check the next article; what does not fit is remembered, so that several errors are told at once.

        Raises:
            ProblemError: It is no JSON, or too long.
        """
        try:
            wanted = checked(article, self.limits, JobArticle)
        except ProblemError as error:
            placed = _placed(index, error.problem.errors)
            kind = ProblemType(error.problem.kind)
            if kind is not ProblemType.INVALID_REQUEST:
                raise ProblemError(kind, errors=placed) from None
            self.wrong += placed
            return
        if wanted.id is not None and (before := self.names.setdefault(wanted.id, index)) != index:
            self.wrong += _placed(index, [FieldError(field="id", message=f"is the id of article {before} already")])
        self.items.append(NewItem(wanted.request().model_dump_json(exclude_defaults=True), wanted.id))


def _placed(index: int, errors: Iterable[FieldError]) -> list[FieldError]:
    """Errors of an article as errors of the job that it is in."""
    place = f"articles.{index}"
    return [
        error.model_copy(update={"field": place if error.field == "body" else f"{place}.{error.field}"})
        for error in errors
    ]


def _digest(items: Iterable[NewItem]) -> str:
    # Neither JSON has a line break in it, so no two jobs are written alike.
    lines = chain.from_iterable((json.dumps(item.name), item.request) for item in items)
    digest = sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()

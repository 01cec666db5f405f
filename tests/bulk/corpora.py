"""What the tests of corpora share: articles, results, and an engine that has read all as soon as it is handed in."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from groundwire.bulk.articles import Intake
from groundwire.bulk.store import Store, names_of
from groundwire.bulk.workplace import Workplace, open_workplace
from groundwire.jobs.engine import Body, NewItem, NewJob, Result
from groundwire.schemas import (
    Attack,
    CacheState,
    Coverage,
    Evidence,
    Extraction,
    Meta,
    Problem,
    ProblemType,
    Usage,
)
from groundwire.schemas.jobs import JobState, JobStatus, ResultState

INTAKE = Intake({}, 10_000)
TERMS = {"model": "scripted"}
PAID = Usage(calls=1, prompt_tokens=100, completion_tokens=10)


def extraction(attacks: int = 1, *, complete: bool = True) -> Extraction:
    """An answer with so many records."""
    record = Attack(
        evidence=(Evidence(quote="A strike.", start=0, end=9),),
        scope="incident",
        attack_type="shelling",
        attribution="unknown",
    )
    meta = Meta(
        groundwire_version="1",
        model="scripted",
        mode="json_schema",
        schema_enforced=True,
        prompt_digest="p",
        schema_digest="s",
        cache=CacheState.MISS,
        created=datetime.now(UTC),
        complete=complete,
        usage=PAID,
        cost_usd=None,
        stage_ms={"ask": 1.0},
    )
    return Extraction(
        article_id="0" * 64, attacks=(record,) * attacks, coverage=Coverage(found=0, claimed=0), meta=meta
    )


def problem(kind: ProblemType = ProblemType.INVALID_ANSWER) -> str:
    """Why an article failed, as JSON."""
    made = Problem(type=f"urn:groundwire:problem:{kind}", title="No", status=502, detail="it said no", usage=PAID)
    return made.model_dump_json()


def done(_: NewItem) -> tuple[ResultState, str]:
    """Every article has an Extraction."""
    return ResultState.DONE, extraction().model_dump_json()


class ReadEngine:
    """An engine whose jobs end at once, or when they are let.

    Attributes:
        submitted: Keys of the jobs in the order of their arrival, repeated ones too.
        jobs: Those that were not deleted, by name.
        held: Whether jobs stay as they are for now.
    """

    def __init__(self, outcome: Callable[[NewItem], tuple[ResultState, str]] = done) -> None:
        self.submitted: list[str] = []
        self.jobs: dict[str, NewJob] = {}
        self.held = False
        self._outcome = outcome

    async def submit(self, job: NewJob) -> JobStatus:
        """Take it in."""
        key = job.idempotency_key or ""
        self.submitted.append(key)
        self.jobs[key] = job
        return self._status(key)

    async def status(self, job_id: str, owner: str | None) -> JobStatus | None:  # noqa: ARG002 - the port's signature
        """Ended, unless held."""
        return self._status(job_id) if job_id in self.jobs else None

    async def results(self, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:  # noqa: ARG002
        """All of them."""
        if job_id not in self.jobs:
            return None
        items = list(enumerate(self.jobs[job_id].items))[cursor : cursor + most]
        return [Result(index, item.name, *self._outcome(item)) for index, item in items]

    async def cancel(self, job_id: str, owner: str | None) -> JobStatus | None:
        """Nothing is under way."""
        return await self.status(job_id, owner)

    async def delete(self, job_id: str, owner: str | None) -> None:  # noqa: ARG002 - the port's signature
        """Forget it."""
        self.jobs.pop(job_id, None)

    async def work(self, body: Body, concurrency: int) -> None:
        """All has been read."""

    async def close(self) -> None:
        """Nothing is open."""

    def _status(self, key: str) -> JobStatus:
        items = self.jobs[key].items
        failed = sum(self._outcome(item)[0] is ResultState.FAILED for item in items)
        counts = {"done": len(items) - failed, "failed": failed, "waiting": 0}
        if self.held:
            counts = {"done": 0, "failed": failed, "waiting": len(items) - failed}
        return JobStatus(
            id=key,
            state=JobState.QUEUED if self.held else JobState.DONE,
            total=len(items),
            running=0,
            cancelled=0,
            created=datetime.now(UTC),
            usage=Usage(calls=len(items), prompt_tokens=100 * len(items)),
            cost_usd=0.01 * len(items),
            **counts,
        )


def write_lines(path: Path, articles: int, text: str = "A short article.") -> Path:
    """A corpus of so many articles."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            file.write(json.dumps({"id": f"a{number}", "text": f"{text} {number}"}) + "\n")
    return path


@contextmanager
def open_store(corpus: Path, out: Path, terms: Mapping[str, str] = TERMS) -> Iterator[tuple[Workplace, Store]]:
    """Where a run writes."""
    with open_workplace(corpus, list(names_of(out).values()), terms, restart=False) as place, Store(place) as store:
        yield place, store


def rows_of(path: Path) -> list[dict[str, object]]:
    """Lines of JSON."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

"""What the service answers below /v1/jobs."""

import asyncio
import re
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from groundwire.jobs.engine import NewJob
from groundwire.schemas import ProblemType
from groundwire.schemas.jobs import MOST_ARTICLES, JobStatus
from groundwire.server.body import check_media_type, invalid
from groundwire.server.jobs import openapi
from groundwire.server.jobs.arriving import arrived
from groundwire.server.jobs.desk import JobDesk
from groundwire.server.jobs.reading import NDJSON, SPLITTERS, read_job
from groundwire.server.jobs.results import PAGE, lines
from groundwire.server.limits import ServerLimits
from groundwire.server.problems import ProblemError
from groundwire.telemetry.job_metrics import JobMetrics

_KEY: Final = re.compile(openapi.IDEMPOTENCY_KEY)
_JOB_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BODIES: Final = 4
"""Bodies of jobs that are parsed at once."""
_LONGEST_WAIT_S: Final = 30
_ARTICLES_A_SECOND: Final = 20
"""How fast articles may be read: who asks for a status is told to come back when there may be news."""

Cursor = Annotated[int, Query(ge=0, le=MOST_ARTICLES, description="Index of the first result wanted.")]
Limit = Annotated[int | None, Query(ge=1, le=MOST_ARTICLES, description="Most results wanted; all by default.")]


def build_jobs(desk: JobDesk, limits: ServerLimits, metrics: JobMetrics) -> APIRouter:
    """The routes of jobs.

    Args:
        desk: Keeps them.
        limits: What a job may hold.
        metrics: Told of jobs that are handed in.
    """
    router = APIRouter(default_response_class=Response)
    parsing = asyncio.Semaphore(_BODIES)

    @router.post("/v1/jobs", status_code=202, openapi_extra=openapi.SUBMIT, responses=openapi.SUBMIT_RESPONSES)
    async def submit(request: Request) -> Response:
        """Hand in many articles at once; they are read by and by, and survive whatever becomes of the service."""
        media_type, key = check_media_type(request.headers, tuple(SPLITTERS)), _idempotency_key(request)
        with desk.attended() as engine:
            try:
                async with arrived(request, limits) as data, parsing:
                    read = await asyncio.to_thread(read_job, data, media_type, limits)
            except ClientDisconnect:
                return Response(status_code=499)
            status = await engine.submit(NewJob(read.items, _owner(request), key, read.digest))
        metrics.submitted()
        request.state.told.update(job=status.id, articles=status.total)
        return _answer(status, 202, Location=f"/v1/jobs/{status.id}")

    @router.get("/v1/jobs/{job_id}", openapi_extra=openapi.ONE_JOB, responses=openapi.STATUS_RESPONSES)
    async def status(request: Request) -> Response:
        """How a job stands."""
        job_id = _job_id(request)
        with desk.attended() as engine:
            found = await engine.status(job_id, _owner(request))
        return _answer(_known(found))

    @router.get("/v1/jobs/{job_id}/results", openapi_extra=openapi.ONE_JOB, responses=openapi.RESULTS_RESPONSES)
    async def results(request: Request, cursor: Cursor = 0, limit: Limit = None) -> Response:
        """The results in order from `cursor` on, up to the first article that has none yet: one a line."""
        job_id, owner, left = _job_id(request), _owner(request), limit or MOST_ARTICLES
        with desk.attended() as engine:
            first = await engine.results(job_id, owner, cursor, min(left, PAGE))
        if first is None:
            raise _no_such_job()
        return StreamingResponse(lines(engine, job_id, owner, first, left), media_type=NDJSON)

    @router.delete("/v1/jobs/{job_id}", openapi_extra=openapi.ONE_JOB, responses=openapi.STATUS_RESPONSES)
    async def cancel(request: Request) -> Response:
        """Cancel a job: what has ended keeps its result. Nothing happens to a job that has ended."""
        job_id = _job_id(request)
        with desk.attended() as engine:
            found = await engine.cancel(job_id, _owner(request))
        return _answer(_known(found))

    return router


def _answer(status: JobStatus, code: int = 200, **headers: str) -> Response:
    if not status.ended:
        wait_s = (status.waiting + status.running) // _ARTICLES_A_SECOND
        headers["Retry-After"] = str(min(max(wait_s, 1), _LONGEST_WAIT_S))
    return Response(status.model_dump_json(), code, headers, "application/json")


def _owner(request: Request) -> str | None:
    """The id of the key that asks; None where the service asks for none."""
    key_id: str | None = request.scope["state"].get("key_id")
    return key_id


def _idempotency_key(request: Request) -> str | None:
    """The caller's name for this act of handing in (draft-ietf-httpapi-idempotency-key-header), taken as it is."""
    given = request.headers.getlist("idempotency-key")
    if len(given) > 1 or not all(_KEY.fullmatch(key) for key in given):
        raise invalid(
            "Idempotency-Key", "must be given once, 1 to 255 printable ASCII characters, no blank first or last"
        )
    return given[0] if given else None


def _job_id(request: Request) -> str:
    job_id: str = request.path_params["job_id"]
    if not _JOB_ID.fullmatch(job_id):
        raise _no_such_job()
    request.state.told["job"] = job_id
    return job_id


def _known(status: JobStatus | None) -> JobStatus:
    if status is None:
        raise _no_such_job()
    return status


def _no_such_job() -> ProblemError:
    return ProblemError(ProblemType.NOT_FOUND, "There is no such job, or it has been forgotten after its end.")

"""What the service answers at which path."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Any, Final, TypeVar

from fastapi import APIRouter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from groundwire.extraction.streaming import Event, events_of
from groundwire.schemas import Extraction, ExtractRequest, Problem
from groundwire.schemas.wire import Health
from groundwire.server import openapi
from groundwire.server.access import Access
from groundwire.server.body import read_request
from groundwire.server.limits import ServerLimits
from groundwire.server.ports import ExtractorPort
from groundwire.server.problems import problem_to, stopping, unavailable
from groundwire.server.reporting import report
from groundwire.server.stopping import Stopping
from groundwire.server.streaming import EventStream, Steps
from groundwire.server.told import told_of

FIRST_EVENT_S: Final = 0.5
"""Seconds that a stream waits for its first event before it begins: what fails at once is answered with its status."""

_T = TypeVar("_T")


def build_extract_router(extractor: ExtractorPort, limits: ServerLimits, access: Access | None) -> APIRouter:
    """The routes that extract."""
    router = APIRouter(default_response_class=Response)

    # The body is read by hand: FastAPI takes bodies of any size and repeats them in its errors.
    @router.post("/v1/extract", openapi_extra=openapi.EXTRACT_BODY, responses=openapi.EXTRACT_RESPONSES)
    async def extract(request: Request) -> Response:
        """Find the attacks, diplomatic events and aid pledges that an article tells of."""
        try:
            wanted = await read_request(request, limits)
            stored = await extractor.cached(wanted)
            if stored is not None:
                request.state.told["cache"] = "hit"
                return Response(stored, media_type="application/json")
            await _admit(extractor, access, request, wanted)
            extraction = await _while_connected(request, extractor.extract(wanted))
        except ClientDisconnect:
            return Response(status_code=499)  # nobody reads it; nginx's number, for the log
        request.state.told.update(told_of(extraction))
        # As bytes: FastAPI would validate and serialise the whole answer once more.
        return Response(extraction.model_dump_json().encode(), media_type="application/json")

    @router.post("/v1/extract/stream", openapi_extra=openapi.EXTRACT_BODY, responses=openapi.STREAM_RESPONSES)
    async def stream(request: Request) -> Response:
        """As `/v1/extract`, with each record as soon as it is found: server-sent events."""
        try:
            wanted = await read_request(request, limits)
            stored = await extractor.cached(wanted)
            if stored is None:
                await _admit(extractor, access, request, wanted)
            events = extractor.stream(wanted) if stored is None else _replayed(stored)
            steps = Steps(_told(request, events))
            try:
                if await _while_connected(request, steps.there(FIRST_EVENT_S)):
                    steps.check()
            except BaseException:
                await steps.aclose()
                raise
        except ClientDisconnect:
            return Response(status_code=499)
        return EventStream(steps, lambda error: _reported(request, error))

    return router


def build_health_router(extractor: ExtractorPort, ending: Stopping, version: str) -> APIRouter:
    """The routes that tell how the service is."""
    router = APIRouter(default_response_class=Response)

    @router.get("/healthz", responses=openapi.HEALTH_RESPONSES)
    async def healthz() -> Response:
        """The process is alive."""
        return JSONResponse(Health(version=version).model_dump())

    @router.get("/readyz", openapi_extra=openapi.READY, responses=openapi.READY_RESPONSES)
    async def readyz() -> Response:
        """An article would be extracted now."""
        if ending.begun:
            raise stopping()
        reason = await extractor.ready()
        if reason is not None:
            raise unavailable(reason)
        return JSONResponse({"status": "ready"})

    return router


async def _admit(extractor: ExtractorPort, access: Access | None, request: Request, wanted: ExtractRequest) -> None:
    """Turn away at once what has no tokens left or would find no room; what is cached is served all the same."""
    if access is not None:
        await access.check_tokens(request.scope)
    if (refusal := extractor.refusal(wanted)) is not None:
        raise refusal


async def _replayed(stored: str) -> AsyncGenerator[Event]:
    for event in events_of(Extraction.model_validate_json(stored)):
        yield event


async def _told(request: Request, events: AsyncGenerator[Event]) -> AsyncGenerator[Event]:
    """The same events; what the last one holds goes into the log line of the request."""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Extraction):
                request.state.told.update(told_of(event))
            yield event


def _reported(request: Request, error: Exception) -> Problem:
    problem = problem_to(error, request.state.request_id)
    request.state.told["problem"] = problem.kind
    report(error)
    return problem


async def _while_connected(request: Request, wanted: Coroutine[Any, Any, _T]) -> _T:
    """Wait for something; when the client goes away, cancel it, for it costs money, and raise ClientDisconnect."""
    work = asyncio.ensure_future(wanted)
    gone = asyncio.ensure_future(_disconnect(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return work.result()
    finally:
        work.cancel()
        gone.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)


async def _disconnect(request: Request) -> None:
    """Return when the client is gone; the body has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

"""What the service answers at which path."""

import asyncio

from fastapi import APIRouter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from groundwire.schemas import Extraction, ExtractRequest
from groundwire.schemas.wire import Health
from groundwire.server import openapi
from groundwire.server.body import read_request
from groundwire.server.limits import ServerLimits
from groundwire.server.ports import ExtractorPort
from groundwire.server.problems import unavailable
from groundwire.server.told import told_of


def build_router(extractor: ExtractorPort, limits: ServerLimits, version: str) -> APIRouter:
    """The routes of the interface, bound to one extractor."""
    router = APIRouter(default_response_class=Response)

    # The body is read by hand: FastAPI takes bodies of any size and repeats them in its errors.
    @router.post("/v1/extract", openapi_extra=openapi.EXTRACT_BODY, responses=openapi.EXTRACT_RESPONSES)
    async def extract(request: Request) -> Response:
        """Find the attacks, diplomatic events and aid pledges that an article tells of."""
        try:
            wanted = await read_request(request, limits)
            extraction = await _extract_while_connected(extractor, wanted, request)
        except ClientDisconnect:
            return Response(status_code=499)  # nobody reads it; nginx's number, for the log
        request.state.told.update(told_of(extraction))
        # As bytes: FastAPI would validate and serialise the whole answer once more.
        return Response(extraction.model_dump_json().encode(), media_type="application/json")

    @router.get("/healthz", responses=openapi.HEALTH_RESPONSES)
    async def healthz() -> Response:
        """The process is alive."""
        return JSONResponse(Health(version=version).model_dump())

    @router.get("/readyz", responses=openapi.READY_RESPONSES)
    async def readyz() -> Response:
        """An article would be extracted now."""
        reason = await extractor.ready()
        if reason is not None:
            raise unavailable(reason)
        return JSONResponse({"status": "ready"})

    return router


async def _extract_while_connected(extractor: ExtractorPort, wanted: ExtractRequest, request: Request) -> Extraction:
    """Extract; when the client goes away, cancel that, for it costs money, and raise ClientDisconnect."""
    work = asyncio.ensure_future(extractor.extract(wanted))
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

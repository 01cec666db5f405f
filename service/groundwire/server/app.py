"""The application, made of its parts: no globals, no environment."""

from collections.abc import Sequence
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from groundwire.server.access import Access, AccessLayer
from groundwire.server.docs import build_docs
from groundwire.server.headers import SecurityHeaders
from groundwire.server.limits import ServerLimits
from groundwire.server.openapi import DocumentedApp
from groundwire.server.pages import build_pages
from groundwire.server.pages.samples import read_samples
from groundwire.server.ports import ExtractorPort
from groundwire.server.problems import HANDLED, response_to
from groundwire.server.reporting import report
from groundwire.server.request_id import RequestId
from groundwire.server.routes import build_extract_router, build_health_router
from groundwire.server.stopping import LastAnswers, Stopping

_EVALS = "/evals"
"""Pages of a part that this package does not know."""

_DESCRIPTION = "News articles in, checked event records out. Errors are RFC 9457 problems."


def create_app(
    extractor: ExtractorPort,
    limits: ServerLimits,
    access: Access | None = None,
    stopping: Stopping | None = None,
    more: Sequence[APIRouter] = (),
) -> FastAPI:
    """The service around an extractor; starting and ending the extractor is the caller's business.

    Args:
        extractor: Makes and finds the answers.
        limits: What a request may ask for.
        access: Who may ask, and how much; None for everybody, without bounds.
        stopping: Says when the end has begun; None for a service that is never told.
        more: Further routes, of parts that this package does not know.
    """
    ending = stopping or Stopping()
    app = DocumentedApp(
        limits,
        title="Groundwire",
        description=_DESCRIPTION,
        version=_version(),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Nothing of FastAPI's own reads the environment or sends messages of exceptions to a collector.
        telemetry={"auto_configure": False, "logs": False},
    )
    for error in HANDLED:
        app.add_exception_handler(error, _as_problem)
    if access is not None:
        app.add_middleware(AccessLayer, access=access)
    app.add_middleware(RequestId)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(LastAnswers, stopping=ending)  # the last one added is the outermost
    app.include_router(build_extract_router(extractor, limits, access))
    app.include_router(build_health_router(extractor, ending, app.version))
    app.include_router(build_docs(app.openapi))
    evals = any(getattr(route, "path", None) == _EVALS for router in more for route in router.routes)
    app.include_router(build_pages(limits, read_samples(), app.version, evals=evals))
    for router in more:
        app.include_router(router)
    return app


async def _as_problem(request: Request, error: Exception) -> Response:
    report(error)
    response = response_to(error, request.state.request_id)
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return response


def _methods(request: Request) -> set[str]:
    """All methods of a path; the router tells only those of its first route."""
    methods: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    return methods


def _version() -> str:
    try:
        return version("groundwire")
    except PackageNotFoundError:
        return "0+source"

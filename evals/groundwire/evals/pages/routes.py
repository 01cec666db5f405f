"""The routes of the eval pages. What makes the pages is loaded when the first one is asked for: it takes seconds."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

if TYPE_CHECKING:
    from groundwire.evals.pages.views import Page, Views

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""These pages have no script and load their style sheet only."""

_REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts"
)
"""A report is one file, with its style and script in it. No other script runs, and even that one cannot reach the
service: to it the report is of no origin."""

_FOREVER: Final = "public, max-age=31536000, immutable"
"""For the style sheet, whose name names its content."""

_AT_ONCE: Final = 2
"""Pages that are made at the same time: each may take some ten megabytes and a second of processor time."""

T = TypeVar("T")


def build_pages(folder: Path) -> APIRouter:
    """`/evals` and what is below it.

    Args:
        folder: Folder of runs; labels and baseline stand in the folder above it. It need not exist.
    """
    router = APIRouter(include_in_schema=False)
    maker = _Maker(folder)

    @router.get("/evals")
    async def overview() -> Response:
        return _html(await maker.make(lambda views: views.overview()))

    @router.get("/evals/compare")
    async def comparison(old: str | None = None, new: str | None = None) -> Response:
        return _html(await maker.make(lambda views: views.comparison(old, new)))

    @router.get("/evals/runs/{name}")
    async def report(name: str) -> Response:
        found, digest = await maker.make(lambda views: (views.report(name), views.script_digest))
        return _file(found, "text/html", {"Content-Security-Policy": _REPORT_POLICY.format(digest=digest)})

    @router.get("/evals/runs/{name}/scores.json")
    async def scores(name: str) -> Response:
        return _file(await maker.make(lambda views: views.scores(name)), "application/json", {})

    @router.get("/evals/{name}")
    async def style_sheet(name: str) -> Response:
        style = await maker.make(lambda views: views.style)
        if name != style.name:
            raise HTTPException(404)
        return Response(style.content, media_type="text/css", headers={"Cache-Control": _FOREVER})

    return router


class _Maker:
    """Makes pages in threads of its own, a few at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._limiter = CapacityLimiter(_AT_ONCE)

    async def make(self, work: "Callable[[Views], T]") -> T:
        """Do something with the views, off the event loop.

        Raises:
            HTTPException: 404, the packages of the extra `evals` are not installed.
        """
        return await anyio.to_thread.run_sync(lambda: work(self._views), limiter=self._limiter)

    @cached_property
    def _views(self) -> "Views":
        try:
            from groundwire.evals.pages.views import Views  # noqa: PLC0415 - a service that is asked for none starts fast
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "groundwire":
                raise
            raise HTTPException(404) from None
        return Views(self._folder)


def _html(page: "Page") -> Response:
    return HTMLResponse(page.html, page.status, {"Content-Security-Policy": _POLICY})


def _file(found: "Path | Page", media_type: str, headers: dict[str, str]) -> Response:
    if isinstance(found, Path):
        return FileResponse(found, media_type=media_type, headers=headers)
    return _html(found)

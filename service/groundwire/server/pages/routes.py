"""The routes of the pages: the page itself, its files, and the samples that it offers."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from groundwire.server.limits import ServerLimits
from groundwire.server.pages.assets import Assets
from groundwire.server.pages.samples import Sample

if TYPE_CHECKING:
    import jinja2

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No script, style or request but those of this service, and none that stands in the page itself."""

_FOREVER: Final = "public, max-age=31536000, immutable"
"""For the files, whose path names their content."""


def build_pages(limits: ServerLimits, samples: Sequence[Sample], version: str, *, evals: bool = False) -> APIRouter:
    """The playground.

    Args:
        limits: What the page tells of how long an article may be.
        samples: Articles to try it with; may be none.
        version: Of the program, shown in the page.
        evals: Whether the service has pages about evaluation at /evals, which are then linked.
    """
    router = APIRouter(include_in_schema=False)
    assets = Assets()
    texts = {sample.name: sample.text for sample in samples}

    @router.get("/")
    async def playground(request: Request) -> Response:
        # A key that let this request in is the browser's secret: the page is told only that there is one.
        keyed = getattr(request.state, "key_id", None) is not None
        content = _page().render(
            static=f"static/{assets.digest}",
            samples=samples,
            max_chars=limits.max_chars,
            keyed=keyed,
            evals=evals,
            version=version,
        )
        return HTMLResponse(content, headers={"Content-Security-Policy": POLICY})

    @router.get("/static/{digest}/{name}")
    async def file(digest: str, name: str) -> Response:
        if digest != assets.digest or name not in assets.files:
            raise HTTPException(404)
        found = assets.files[name]
        return Response(found.content, media_type=found.media_type, headers={"Cache-Control": _FOREVER})

    @router.get("/samples/{name}")
    async def sample(name: str) -> Response:
        if name not in texts:
            raise HTTPException(404)
        return Response(texts[name], media_type="text/plain")

    return router


@cache
def _page() -> "jinja2.Template":
    import jinja2  # noqa: PLC0415 - a service that nobody looks at in a browser starts without it

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("groundwire.server.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("playground.html.j2")

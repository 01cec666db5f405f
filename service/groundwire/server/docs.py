"""`/openapi.json`, and `/docs`: Swagger UI out of the installed package, without a byte from anywhere else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from swagger_ui_bundle import swagger_ui_path

from groundwire.server.openapi30 import as_openapi_30

_FILES = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
"""The only files that are served, with their media types."""

# Swagger UI sets style attributes and shows icons as data URLs; scripts and requests stay within this server.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Groundwire</title>
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""

_START = """SwaggerUIBundle({
  url: "docs/openapi.json",
  dom_id: "#swagger-ui",
  validatorUrl: null,
  docExpansion: "full",
  defaultModelsExpandDepth: 0,
});
"""


def build_docs(document: Callable[[], dict[str, Any]]) -> APIRouter:
    """The OpenAPI document, the page and its files, and the document again in the form that this page reads."""
    router = APIRouter(include_in_schema=False)
    folder = Path(str(swagger_ui_path))

    @router.get("/openapi.json")
    async def openapi() -> Response:
        return JSONResponse(document())

    @router.get("/docs")
    async def page() -> Response:
        return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})

    @router.get("/docs/start.js")
    async def start() -> Response:
        return Response(_START, media_type="text/javascript")

    @router.get("/docs/openapi.json")
    async def openapi_30() -> Response:
        return JSONResponse(as_openapi_30(document()))

    @router.get("/docs/{name}")
    async def file(name: str) -> Response:
        if name not in _FILES:
            raise HTTPException(404)
        return FileResponse(folder / name, media_type=_FILES[name], headers={"Cache-Control": "max-age=3600"})

    return router

"""`/metrics`, for Prometheus."""

from fastapi import APIRouter
from prometheus_client import CollectorRegistry
from starlette.requests import Request
from starlette.responses import Response

from groundwire.telemetry.registry import exposition


def build_metrics(registry: CollectorRegistry) -> APIRouter:
    """The route that shows all metrics of a registry, in the text format or as OpenMetrics if asked for."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        body, content_type = exposition(registry, request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    return router

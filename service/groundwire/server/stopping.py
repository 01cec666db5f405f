"""That the service is about to end, and what its answers say of it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CutOff(Exception):
    """Work was ended before it was done, because the service ends."""


class Stopping:
    """Whether the service is about to end.

    Attributes:
        begun: It is: `/readyz` says so, and every answer is the last one on its connection.
    """

    def __init__(self) -> None:
        self.begun = False


class LastAnswers:
    """Pure ASGI layer: once the end has begun, clients are told not to send another request on their connection.

    So they open the next one to another server, and none is lost on a connection that closes while it is on its way.
    """

    def __init__(self, app: ASGIApp, stopping: Stopping) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_closing(message: Message) -> None:
            if message["type"] == "http.response.start" and self._stopping.begun:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, receive, send_closing)

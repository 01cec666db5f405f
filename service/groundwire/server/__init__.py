"""The HTTP service: `POST /v1/extract`, the same as a stream, health, readiness, and a page to try it.

from groundwire.server import GuardedProtocol, ServerLimits, create_app

app = create_app(extractor, ServerLimits(max_chars=50_000))     # any object that implements ExtractorPort
uvicorn.run(app, host="127.0.0.1", port=8000, http=GuardedProtocol, ws="none", access_log=False)

`Service` is uvicorn with an orderly end; `Aside` and `AsideExtractor` keep the making of answers out of its event loop.
"""

from groundwire.server.app import create_app
from groundwire.server.aside import Aside, AsideExtractor
from groundwire.server.guard import GuardedProtocol
from groundwire.server.limits import ServerLimits
from groundwire.server.ports import ExtractorPort
from groundwire.server.running import Ending, Service
from groundwire.server.stopping import Stopping

__all__ = [
    "Aside",
    "AsideExtractor",
    "Ending",
    "ExtractorPort",
    "GuardedProtocol",
    "ServerLimits",
    "Service",
    "Stopping",
    "create_app",
]

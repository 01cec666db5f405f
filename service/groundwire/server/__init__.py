"""The HTTP service: `POST /v1/extract`, health, readiness, and a page to try it.

from groundwire.server import ServerLimits, create_app

app = create_app(extractor, ServerLimits(max_chars=50_000))     # any object with extract() and ready()
uvicorn.run(app, host="127.0.0.1", port=8000, access_log=False) # one line a request comes from `groundwire.server`
"""

from groundwire.server.app import create_app
from groundwire.server.limits import ServerLimits
from groundwire.server.ports import ExtractorPort

__all__ = ["ExtractorPort", "ServerLimits", "create_app"]

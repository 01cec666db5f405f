"""Checks of a running service."""

import httpx

from groundwire.cli.checkup.verdict import Verdict, fail, ok, warn
from groundwire.client.loopback import is_loopback


def service(url: str, timeout_s: float) -> Verdict:
    """Whether a service answers at an address, and has a model that does."""
    remedy = "Start it with groundwire serve, or correct --url."
    try:
        with httpx.Client(base_url=url, timeout=timeout_s, trust_env=not is_loopback(url)) as client:
            alive = client.get("/healthz").status_code
            ready = client.get("/readyz").status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return fail(f"it does not answer ({type(error).__name__})", remedy)
    if alive != 200:
        return fail(f"/healthz was answered with {alive}: that is no Groundwire", remedy)
    if ready != 200:
        return warn(f"it lives, but is not ready: /readyz was answered with {ready}", "Its log says what it waits for.")
    return ok("it lives and is ready")

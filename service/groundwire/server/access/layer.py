"""The layer that nobody passes without a key, once there is one; it reads headers only, never a body."""

import math
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groundwire.client.loopback import is_loopback
from groundwire.extraction.observer import Observer, Shed
from groundwire.schemas import ProblemType
from groundwire.server.access.basic import CHALLENGE, as_bearer, asks_for_a_page
from groundwire.server.access.keyring import Keyring, Refusal
from groundwire.server.access.quotas import Quota, quota_headers
from groundwire.server.access.rates import RequestRates
from groundwire.server.access.tokens import CALLER, Exhausted, TokenBudget
from groundwire.server.problems import ProblemError, response_to

_OPEN_PATH: Final = "/healthz"
_OPEN_FOLDER: Final = "/static/"
"""Style and scripts of the pages, which anybody can read in the package: a page would cost a key a dozen requests."""
_FOREIGN_NAME: Final = (
    "Without an API key this service answers to localhost and loopback addresses only; "
    "`groundwire keys create` makes one."
)
_QUOTAS: Final = "quotas"
"""Where a request's state keeps how its key stands."""


class Access:
    """Decides about requests.

    Args:
        keyring: Who may come in.
        rates: How often.
        tokens: At what cost.
        observer: Told of requests that were turned away for their rate.
    """

    def __init__(self, keyring: Keyring, rates: RequestRates, tokens: TokenBudget, observer: Observer) -> None:
        self._keyring = keyring
        self._rates = rates
        self._tokens = tokens
        self._observer = observer

    def is_open(self, scope: Scope) -> bool:
        """Whether a request needs no key: for what anybody may see, and while there are no keys on this machine.

        A page of somebody's can make a browser of this machine come here under its own name (DNS rebinding); only
        the name in the Host header tells.
        """
        path: str = scope["path"]
        if path == _OPEN_PATH or path.startswith(_OPEN_FOLDER):
            return True
        return not self._keyring.closed and _is_asked_by_a_local_name(scope)

    def enter(self, scope: Scope) -> str:
        """Let a request in; its state then holds `key_id`, and in `told` why it was not.

        Returns:
            The id of its key.

        Raises:
            ProblemError: 401, the same for all reasons, or 429.
        """
        state = scope["state"]
        if not self._keyring.closed:
            state.setdefault("told", {})["refused"] = "foreign_host"
            raise ProblemError(ProblemType.UNAUTHORIZED, _FOREIGN_NAME, headers={"WWW-Authenticate": "Bearer"})
        key, refusal = self._keyring.check(_credentials(scope))
        if key is not None:
            state["key_id"] = key.id
        if key is None or refusal is not None:
            state.setdefault("told", {})["refused"] = (refusal or Refusal.UNKNOWN).value
            challenge = CHALLENGE if asks_for_a_page(scope) else "Bearer"
            raise ProblemError(ProblemType.UNAUTHORIZED, headers={"WWW-Authenticate": challenge})
        quota, wait_s = self._rates.take(key)
        state[_QUOTAS] = [quota]
        if wait_s is not None:
            self._observer.shed(Shed.RATE)
            raise ProblemError(ProblemType.RATE_LIMITED, headers={"Retry-After": str(max(math.ceil(wait_s), 1))})
        return key.id

    async def check_tokens(self, scope: Scope) -> None:
        """To be called before a request costs tokens; does nothing for one without a key, or a key without a budget.

        Raises:
            ProblemError: 429: its key has used the tokens of the day.
        """
        state: dict[str, Any] = scope.get("state", {})
        key_id = state.get("key_id")
        if key_id is None:
            return
        try:
            quota = await self._tokens.check(key_id)
        except Exhausted as error:
            state[_QUOTAS].append(error.quota)
            raise
        if quota is not None:
            state[_QUOTAS].append(quota)


class AccessLayer:
    """Pure ASGI layer, to be put inside of the one that gives requests their ids."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it before a byte of its body is read."""
        if scope["type"] == "lifespan" or self._access.is_open(scope):
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403
            return
        state: dict[str, Any] = scope.setdefault("state", {})

        async def send_with_quotas(message: Message) -> None:
            quotas: list[Quota] = state.get(_QUOTAS, [])
            if message["type"] == "http.response.start" and quotas:
                MutableHeaders(scope=message).update(quota_headers(quotas))
            await send(message)

        try:
            key_id = self._access.enter(scope)
        except ProblemError as error:
            await response_to(error, state.get("request_id"))(scope, receive, send_with_quotas)
            return
        caller = CALLER.set(key_id)
        try:
            await self._app(scope, receive, send_with_quotas)
        finally:
            CALLER.reset(caller)


def _is_asked_by_a_local_name(scope: Scope) -> bool:
    """Whether all Host headers name this machine; a request without one comes from no browser."""
    return all(is_loopback(f"//{value.decode('latin-1')}") for name, value in scope["headers"] if name == b"host")


def _credentials(scope: Scope) -> bytes | None:
    """The one Authorization header; of several, none can be meant."""
    found = [as_bearer(value) for name, value in scope["headers"] if name == b"authorization"]
    return found[0] if len(found) == 1 else b"" if found else None

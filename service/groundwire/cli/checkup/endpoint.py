"""Checks of a model behind an address: reached, key accepted, model known, schemas enforced."""

import asyncio
import difflib
import json
import socket
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

import httpx

from groundwire.cli.checkup.verdict import Examiner, Finding, Level, Verdict, fail, ok, warn
from groundwire.client.loopback import is_loopback
from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded, ModelError, ModelRejected
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm import Endpoint, OpenAIModel
from groundwire.extraction.llm_client import address_of
from groundwire.extraction.model import Dialect
from groundwire.extraction.retry import RetryPolicy
from groundwire.extraction.waiting import within

_MOST_BYTES: Final = 4_000_000
"""Longest list of models that is read."""
_REFUSED: Final = frozenset({401, 403})
_NO_LIST: Final = frozenset({404, 405, 501})


def findings(endpoint: Endpoint, variables: str, examiner: Examiner, *, ask: bool) -> Iterator[Finding]:
    """What is found at an endpoint, step by step; no further than a step that fails.

    Args:
        endpoint: Where and how it is asked.
        variables: What the names of its settings begin with.
        examiner: Makes the checks.
        ask: Whether the model may be asked the canary question, which costs a few tokens.
    """
    prefix = "second " if variables != "GROUNDWIRE_" else ""
    checkup = _Checkup(endpoint, variables, examiner.timeout_s)
    steps = [("endpoint", checkup.reached), ("key", checkup.key), ("model", checkup.model)]
    for name, step in [*steps, ("schemas", checkup.schemas)] if ask else steps:
        finding = examiner.examine(f"{prefix}{name}", step)
        yield finding
        if finding.verdict.level is Level.FAIL:
            return


class _Checkup:
    def __init__(self, endpoint: Endpoint, variables: str, timeout_s: float) -> None:
        self._endpoint = endpoint
        self._variables = variables
        self._timeout_s = timeout_s
        self._names: Sequence[str] | None = None

    def reached(self) -> Verdict:
        """Whether somebody listens at the address."""
        url = urlsplit(self._endpoint.base_url)
        address = address_of(self._endpoint.base_url)
        port = int(address.rpartition(":")[2])
        remedy = f"Start the model server, or correct {self._variables}BASE_URL."
        if self._is_through_proxy(url.hostname or "", url.scheme):
            return ok(f"{address}, through the proxy that the environment names")
        try:
            socket.getaddrinfo(url.hostname, port)
        except OSError:
            return fail(f"the name {url.hostname} has no address", f"Correct {self._variables}BASE_URL, or see to DNS.")
        try:
            socket.create_connection((url.hostname, port), self._timeout_s).close()
        except TimeoutError:
            return fail(f"{address} does not answer", remedy)
        except OSError as error:
            return fail(f"{address} cannot be connected to: {error.strerror}", remedy)
        return ok(f"{address} is reached")

    def key(self) -> Verdict:
        """Whether the endpoint lets us in; by its list of models, which costs nothing."""
        try:
            status, body = self._get("/models")
        except httpx.HTTPError as error:
            remedy = (
                f"See whether an OpenAI-compatible server is at {self._variables}BASE_URL, and http or https right."
            )
            return fail(f"the request for the list of models ended with {type(error).__name__}", remedy)
        if status in _REFUSED:
            return fail(f"refused with {status}", f"Set {self._variables}API_KEY to a key that this endpoint accepts.")
        if status in _NO_LIST:
            return ok("not known: the endpoint has no list of models to try it with")
        if status != 200:
            return warn(f"the list of models was answered with {status}", "See to the endpoint if questions fail too.")
        self._names = _names(body)
        return ok("accepted" if self._endpoint.api_key.get_secret_value() != "none" else "none set, and none asked for")

    def model(self) -> Verdict:
        """Whether the endpoint has a model of that name."""
        name = self._endpoint.model
        if not self._names:
            return ok(f"{name}; the endpoint does not list its models")
        if name in self._names:
            return ok(name)
        near = difflib.get_close_matches(name, self._names, n=1)
        hint = f"Did you mean {near[0]}? " if near else f"It lists {', '.join(sorted(self._names)[:5])}. "
        return warn(f"the endpoint does not list {name}", f"{hint}Set {self._variables}MODEL if questions fail.")

    def schemas(self) -> Verdict:
        """Whether the model answers, and its endpoint forces answers into a schema."""
        ledger = Ledger(Deadline(self._timeout_s))
        try:
            dialect = asyncio.run(self._dialect(ledger))
        except ModelError as error:
            return fail(str(error), self._remedy(error))
        usage = ledger.usage
        calls = "1 call" if usage.calls == 1 else f"{usage.calls} calls"
        spent = f"{calls}, {usage.prompt_tokens} + {usage.completion_tokens} tokens"
        if dialect.enforced:
            return ok(f"enforced, put as {dialect.mode.value} ({spent})")
        remedy = "It works, with more answers that cannot be used; an endpoint that enforces JSON Schema is better."
        return warn(f"not enforced, put as {dialect.mode.value} ({spent})", remedy)

    async def _dialect(self, ledger: Ledger) -> Dialect:
        model = OpenAIModel(self._endpoint, RetryPolicy(transport=0, corrections=0))
        try:
            return await within(ledger.deadline, model.dialect(ledger))
        finally:
            await model.close()

    def _remedy(self, error: ModelError) -> str:
        if isinstance(error, DeadlineExceeded):
            return "Give it more time, such as --timeout 60: a model that has to be loaded first is slow once."
        if isinstance(error, ModelRejected):
            wrong = {401: ("API_KEY",), 403: ("API_KEY",), 404: ("MODEL", "BASE_URL")}
            settings = wrong.get(error.status or 0, ("MODEL", "MODE", "BASE_URL"))
            return f"Correct {' or '.join(self._variables + setting for setting in settings)}."
        return "See to the model server; its log says more."

    def _get(self, path: str) -> tuple[int, bytes]:
        """Status and body of an answer, as far as it is read."""
        base = self._endpoint.base_url.rstrip("/")
        key = self._endpoint.api_key.get_secret_value()
        headers = {"authorization": f"Bearer {key}"} if "@" not in urlsplit(base).netloc else {}
        with (
            httpx.Client(timeout=self._timeout_s, trust_env=not is_loopback(base)) as client,
            client.stream("GET", f"{base}{path}", headers=headers) as response,
        ):
            body = b""
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _MOST_BYTES:
                    break
            return response.status_code, body

    def _is_through_proxy(self, host: str, scheme: str) -> bool:
        if is_loopback(self._endpoint.base_url) or urllib.request.proxy_bypass(host):
            return False
        proxies = urllib.request.getproxies()
        return bool(proxies.get(scheme) or proxies.get("all"))


def _names(body: bytes) -> Sequence[str]:
    """The models of a list as OpenAI's API has it; none if it is something else."""
    try:
        listed = json.loads(body)["data"]
        return [model["id"] for model in listed if isinstance(model["id"], str)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []

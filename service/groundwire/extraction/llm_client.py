"""Builds openai's client for an address. Part of the adapter `groundwire.extraction.llm`."""

from urllib.parse import unquote, urlsplit, urlunsplit

import openai  # noqa: TID251 - part of the adapter
from pydantic import SecretStr

from groundwire.client.loopback import is_loopback

_PORTS = {"http": 80, "https": 443}


def open_client(base_url: str, api_key: SecretStr, timeout_s: float) -> openai.AsyncOpenAI:
    """A client that retries nothing.

    User and password in the address are sent as Basic authentication, in place of the key, but are not left in the
    address: the HTTP client logs that of each request.
    """
    parts = urlsplit(base_url)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return openai.AsyncOpenAI(
        base_url=bare,
        api_key=api_key.get_secret_value() or "none",  # openai refuses to go without
        max_retries=0,
        timeout=timeout_s,
        # A proxy named in the environment cannot reach a server of this machine's own loopback.
        http_client=openai.DefaultAsyncHttpxClient(auth=auth, trust_env=not is_loopback(base_url)),
    )


def address_of(base_url: str) -> str:
    """Host and port of an address, and nothing else of it."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    return f"{f'[{host}]' if ':' in host else host}:{parts.port or _PORTS.get(parts.scheme, 0)}"

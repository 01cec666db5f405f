"""The steps of a call: what a flow asks its client to do, and what it is told back."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

import httpx
from pydantic import BaseModel

from groundwire.client.errors import Answer


@dataclass(frozen=True, slots=True)
class Send:
    """Send this request; all of it, the answer included, may take `timeout_s` seconds.

    Attributes:
        streamed: Do not wait for the end of an answer of server-sent events.
    """

    method: Literal["GET", "POST", "DELETE"]
    url: str
    headers: Mapping[str, str]
    content: bytes
    timeout_s: float
    streamed: bool = False


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Read:
    """Wait for the next bytes of the stream that was opened."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream of events begins: status 200, and its bytes can be read."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The stream has no more bytes."""


Model = TypeVar("Model", bound=BaseModel)
Told = TypeVar("Told")

Received: TypeAlias = Answer | Opened | Ended | bytes | httpx.RequestError | None
"""What a step came to: the answer, the stream that was opened, its next bytes, its end, or an error of the transport;
None after `Sleep`, at the very begin and after an event."""

Flow: TypeAlias = Generator[Send | Sleep, Received, Model]
"""A call with one answer, which it returns."""

StreamFlow: TypeAlias = Generator[Send | Sleep | Read | Told, Received, None]
"""A call with many answers: what it yields besides steps is for the caller."""

"""What the tests of the model adapter share: a schema, a way to ask, scripts that know a canary in every mode."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, raw

from groundwire.extraction.canary import QUESTION
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm import Endpoint, OpenAIModel
from groundwire.extraction.model import Message, Mode
from groundwire.extraction.observer import BreakerState, Chat, Observer, Shed
from groundwire.extraction.retry import RetryPolicy
from groundwire.extraction.retry_budget import RetryBudget
from groundwire.extraction.throttle import Throttle

KEY = "sk-" + "7" * 24
"""Kept apart from the source line that sends it, which a traceback may show."""


class City(BaseModel):
    """A small schema."""

    model_config = ConfigDict(extra="forbid")

    city: str
    killed: int | None


GOOD = {"city": "Odesa", "killed": 20}


class Weapon(BaseModel):
    """A part of an item."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["drone", "missile"]
    count: float


class Strike(BaseModel):
    """An item with a figure that must not lose a digit."""

    model_config = ConfigDict(extra="forbid")

    place: str
    killed: int | None
    weapons: list[Weapon]


class Strikes(BaseModel):
    """An answer that is a list."""

    model_config = ConfigDict(extra="forbid")

    records: Annotated[list[Strike], Field(max_length=4)]


class Slots(BaseModel):
    """An answer with a key for each item."""

    model_config = ConfigDict(extra="forbid")

    s1: Strike | None = None
    s1b: Strike | None = None
    s2: Strike | None = None
    s3: Strike | None = None


def strike(place: str, killed: int | None = 20) -> Json:
    """An item as JSON."""
    return {"place": place, "killed": killed, "weapons": [{"kind": "drone", "count": 2}]}


class Noting(Observer):
    """Notes what it is told."""

    def __init__(self) -> None:
        self.chats: list[Chat] = []
        self.states: list[BreakerState] = []
        self.limits: list[int] = []
        self.flying: list[int] = []
        self.refused = 0
        self.sheds: list[Shed] = []

    def asked(self, chat: Chat) -> None:
        """Note it."""
        self.chats.append(chat)

    def breaker(self, endpoint: str, state: BreakerState) -> None:  # noqa: ARG002 - the base's signature
        """Note it."""
        self.states.append(state)

    def limit(self, endpoint: str, calls: int) -> None:  # noqa: ARG002 - the base's signature
        """Note it."""
        self.limits.append(calls)

    def in_flight(self, endpoint: str, calls: int) -> None:  # noqa: ARG002 - the base's signature
        """Note it."""
        self.flying.append(calls)

    def retry_refused(self, endpoint: str) -> None:  # noqa: ARG002 - the base's signature
        """Count it."""
        self.refused += 1

    def shed(self, reason: Shed) -> None:
        """Note it."""
        self.sheds.append(reason)


@dataclass
class Asked:
    """A model at an endpoint, and the account of what was asked."""

    model: OpenAIModel
    endpoint: ScriptedEndpoint
    observer: Noting
    ledger: Ledger = field(default_factory=Ledger)

    async def ask(self, *content: str) -> City:
        """Ask with one user's message for each content."""
        messages = [Message("user", words) for words in content or ("Where?",)]
        answered = await self.model.ask(City, messages, self.ledger)
        assert answered.losses == ()
        return answered.answer

    @property
    def bodies(self) -> list[Json]:
        """Bodies of all requests, canaries included."""
        return [request.body for request in self.endpoint.requests]


@asynccontextmanager
async def asking(
    script: Any,  # noqa: ANN401 - a Script; list is invariant
    *,
    mode: Mode | None = Mode.JSON_SCHEMA,
    policy: RetryPolicy | None = None,
    revive: Callable[[], Awaitable[None]] | None = None,
    budget: RetryBudget | None = None,
    throttle: Throttle | None = None,
    **options: Any,  # noqa: ANN401 - fields of Endpoint
) -> AsyncIterator[Asked]:
    """A model at a scripted endpoint; waits between tries are of milliseconds."""
    policy = policy or RetryPolicy(transport=2, corrections=1, base_s=0.002)
    options = {"api_key": SecretStr(KEY), "model": "scripted", "identity": "scripted@here", "mode": mode, **options}
    observer = Noting()
    with ScriptedEndpoint(script) as endpoint:
        settings = Endpoint(**{"base_url": endpoint.base_url, **options})
        model = OpenAIModel(settings, policy, revive, budget=budget, observer=observer, throttle=throttle)
        try:
            yield Asked(model, endpoint, observer)
        finally:
            await model.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens in another thread, 5 seconds at most."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never happened")


def is_canary(body: Json) -> bool:
    """Whether a request asks the canary question, in whatever mode."""
    return any(QUESTION[0].content in str(message["content"]) for message in body["messages"])


def by_mode(body: Json) -> Mode:
    """The mode that a request is in, read off its body."""
    if "tools" in body:
        return Mode.TOOLS
    if "grammar" in body:
        return Mode.LLGUIDANCE
    kind = body.get("response_format", {}).get("type")
    return {"json_schema": Mode.JSON_SCHEMA, "json_object": Mode.JSON}.get(kind, Mode.MD_JSON)


def completion(**changes: object) -> Reply:
    """A good completion, some of its members replaced."""
    message = {"role": "assistant", "content": json.dumps(GOOD)}
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
    return raw(json.dumps({**body, **changes}).encode())


def choice(**message: object) -> list[Json]:
    """The choices of a completion with one message."""
    return [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **message}}]

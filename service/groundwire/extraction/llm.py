"""The one adapter to language models: openai's client under instructor, against any OpenAI-compatible endpoint.

What the pipeline gets from here are plain models and errors of ours. Neither library below retries; each call has a
deadline of its own; no message is ever rendered as a template (instructor does that only when it is given a
`context`, and it is never given one).
"""

import asyncio
import dataclasses
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import instructor  # noqa: TID251 - this is the adapter
import openai  # noqa: TID251 - this is the adapter
from instructor.core.hooks import HookName, Hooks  # noqa: TID251 - this is the adapter
from pydantic import BaseModel, SecretStr

from groundwire.client.loopback import is_loopback
from groundwire.extraction.canary import QUESTION, Canary, find_dialect
from groundwire.extraction.completion import enter_tokens, text_of
from groundwire.extraction.dialects import strict, terse
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm_errors import explain, translate
from groundwire.extraction.model import Answered, Dialect, Draft, Message, Mode
from groundwire.extraction.retry import RetryPolicy, with_retries
from groundwire.extraction.salvage import Broken, Torn, salvage

# instructor writes an ERROR with the whole exception for each failed try; ours say it once, without content.
logging.getLogger("instructor").setLevel(logging.CRITICAL)

_INSTRUCTOR_MODES = {
    Mode.JSON_SCHEMA: instructor.Mode.JSON_SCHEMA,
    Mode.TOOLS: instructor.Mode.TOOLS,
    Mode.JSON: instructor.Mode.JSON,
    Mode.MD_JSON: instructor.Mode.MD_JSON,
    Mode.LLGUIDANCE: instructor.Mode.JSON_SCHEMA,
}


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible endpoint and how to use it.

    Attributes:
        base_url: Address ending in `/v1`, as openai's client wants it.
        api_key: Bearer key; may be anything, or empty, for servers that ask for none.
        model: Name of the model in requests.
        identity: What tells this model from every other; part of the cache key.
        mode: How schemas are put; None to find out.
        temperature: 0 to 2; None to leave it to the endpoint.
        max_output_tokens: Limit for one answer.
        call_timeout_s: Deadline of one request in seconds, from sending to the last byte.
        concurrency: Requests in flight at once.
    """

    base_url: str
    api_key: SecretStr
    model: str
    identity: str
    mode: Mode | None = None
    temperature: float | None = 0.0
    max_output_tokens: int = 2000
    call_timeout_s: float = 300.0
    concurrency: int = 8


class OpenAIModel:
    """A `StructuredModel` behind an OpenAI-compatible endpoint."""

    def __init__(
        self, endpoint: Endpoint, policy: RetryPolicy, revive: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Prepare the client; nothing is sent yet.

        Args:
            endpoint: Where and how to ask.
            policy: The one retry policy.
            revive: Called before a question is put again to an endpoint that was out of reach, to bring it back
                if it is ours to bring back. It may raise ModelError.
        """
        self._endpoint = endpoint
        self._policy = policy
        self._revive = revive
        self._places = asyncio.Semaphore(endpoint.concurrency)
        self._probing = asyncio.Lock()
        self._dialect: Dialect | None = None
        self._client = openai.AsyncOpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key.get_secret_value() or "none",  # openai refuses to go without
            max_retries=0,
            timeout=endpoint.call_timeout_s,
            # A proxy named in the environment cannot reach a server of this machine's own loopback.
            http_client=openai.DefaultAsyncHttpxClient(trust_env=False) if is_loopback(endpoint.base_url) else None,
        )

    @property
    def name(self) -> str:
        """Name of the model in requests."""
        return self._endpoint.model

    @property
    def identity(self) -> str:
        """What tells this model from every other."""
        return self._endpoint.identity

    @property
    def sampling(self) -> Mapping[str, str | int | float | None]:
        """The parameters that an answer depends on."""
        return {"temperature": self._endpoint.temperature, "max_output_tokens": self._endpoint.max_output_tokens}

    @property
    def concurrency(self) -> int:
        """How many requests are in flight at once, at most."""
        return self._endpoint.concurrency

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def dialect(self, ledger: Ledger) -> Dialect:
        """How the endpoint is asked; found out once, however many ask at the same time."""
        async with self._probing:
            if self._dialect is None:

                async def canary(dialect: Dialect) -> object:
                    return await self._persist(dialect, Canary, QUESTION, ledger, correct=False)

                self._dialect = await find_dialect(canary, self._endpoint.mode)
            return self._dialect

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """Put one question; see `StructuredModel.ask`. Each broken item is asked for again, alone and once."""
        found = await self._persist(await self.dialect(ledger), schema, messages, ledger)
        if not isinstance(found, Torn):
            return Answered(found)
        return found.settled(
            await asyncio.gather(*(self._again(found, broken, messages, ledger) for broken in found.broken))
        )

    async def _again(
        self, torn: Torn[Draft], broken: Broken, messages: Sequence[Message], ledger: Ledger
    ) -> Sequence[BaseModel] | ModelError:
        """What comes of asking again for one broken item: that item, none if it is withdrawn, or what went wrong."""
        if not self._policy.corrections:
            return InvalidAnswer(broken.flaw, ledger.usage)
        one = torn.form.one(broken.key)
        told = torn.form.about(broken, messages)
        try:
            found = await self._persist(await self.dialect(ledger), one, told, ledger, correct=False)
        except ModelError as error:
            return error
        return [item for _, item in found.items] if isinstance(found, Torn) else torn.form.given(found, broken.key)

    async def _persist(
        self,
        dialect: Dialect,
        schema: type[Draft],
        messages: Sequence[Message],
        ledger: Ledger,
        *,
        correct: bool = True,
    ) -> Draft | Torn[Draft]:
        """Ask under the retry policy; an unusable answer is answered with what was wrong about it."""

        async def attempt(last: ModelError | None) -> Draft | Torn[Draft]:
            if last is not None and not isinstance(last, InvalidAnswer) and self._revive is not None:
                await self._revive()
            told = _corrected(messages, last) if isinstance(last, InvalidAnswer) else messages
            async with self._places:
                return await self._once(dialect, schema, told, ledger)

        policy = self._policy if correct else dataclasses.replace(self._policy, corrections=0)
        return await with_retries(policy, attempt)

    async def _once(
        self, dialect: Dialect, schema: type[Draft], messages: Sequence[Message], ledger: Ledger
    ) -> Draft | Torn[Draft]:
        """One request, one answer or what can be taken out of it, one error of ours at most."""
        seen: list[Any] = []
        hooks = Hooks()
        hooks.on(HookName.COMPLETION_RESPONSE, seen.append)
        hooks.on(HookName.COMPLETION_RESPONSE, lambda response: enter_tokens(ledger, response))
        client = instructor.from_openai(self._client, mode=_INSTRUCTOR_MODES[dialect.mode])
        prepared = _prepared(schema)
        ledger.sent()
        try:
            async with asyncio.timeout(self._endpoint.call_timeout_s):
                answer = await client.create(
                    response_model=prepared.wrapped,
                    messages=[{"role": turn.role, "content": turn.content} for turn in messages],  # type: ignore[misc]
                    max_retries=0,
                    hooks=hooks,
                    **self._parameters(dialect, prepared),
                )
        except TimeoutError:
            raise DeadlineExceeded(f"no answer within {self._endpoint.call_timeout_s:g} s", ledger.usage) from None
        except Exception as error:  # noqa: BLE001 - whatever the libraries throw becomes one of ours
            # Raised below: what they throw quotes article, answer, even the key, and a logged traceback shows causes.
            failure = translate(error, seen[0] if seen else None, ledger.usage)
        else:
            flaw = explain(seen[0] if seen else None)
            if flaw is None:
                ledger.succeeded()
                return schema.model_validate(answer.model_dump())
            failure = InvalidAnswer(flaw, ledger.usage)
        torn = salvage(schema, text_of(seen[0])) if seen and isinstance(failure, InvalidAnswer) else None
        if torn is None:
            raise failure
        ledger.succeeded()
        return torn

    def _parameters(self, dialect: Dialect, prepared: "_Prepared") -> dict[str, Any]:
        parameters: dict[str, Any] = {
            "model": self._endpoint.model,
            dialect.limit_field: self._endpoint.max_output_tokens,
        }
        if dialect.temperature and self._endpoint.temperature is not None:
            parameters["temperature"] = self._endpoint.temperature
        if dialect.mode is Mode.JSON_SCHEMA:
            parameters["extra_body"] = {"response_format": prepared.response_format}
        if dialect.mode is Mode.LLGUIDANCE:
            # llama.cpp takes a grammar or a response format, never both.
            parameters["extra_body"] = {"response_format": {"type": "text"}, "grammar": prepared.grammar}
        return parameters


@dataclass(frozen=True)
class _Prepared:
    """What instructor and openai would otherwise build anew for every call, at twice the processor time."""

    wrapped: type[BaseModel]
    response_format: Mapping[str, Any]
    grammar: str


@lru_cache(maxsize=64)
def _prepared(schema: type[BaseModel]) -> _Prepared:
    described = schema.model_json_schema()
    compact = {"x-guidance": {"whitespace_flexible": False}, **terse(described)}
    return _Prepared(
        wrapped=instructor.openai_schema(schema),
        # instructor leaves out `strict`, without which OpenAI enforces nothing.
        response_format={
            "type": "json_schema",
            "json_schema": {"name": schema.__name__, "strict": True, "schema": strict(described)},
        },
        grammar="%llguidance {}\nstart: %json " + json.dumps(compact),
    )


def _corrected(messages: Sequence[Message], flaw: InvalidAnswer) -> list[Message]:
    """The same dialogue, told what was wrong. The bad answer is not sent back: it would grow the dialogue."""
    last = messages[-1]
    note = f"Your last answer could not be used: {flaw.told}. Answer again, only with JSON that fits the schema."
    return [*messages[:-1], Message(last.role, f"{last.content}\n\n{note}")]

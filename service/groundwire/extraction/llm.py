"""The one adapter to language models: openai's client under instructor, against any OpenAI-compatible endpoint.

What the pipeline gets from here are plain models and errors of ours. Neither library below retries; each call has a
deadline of its own; no message is ever rendered as a template (instructor does that only when it is given a
`context`, and it is never given one).
"""

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import instructor  # noqa: TID251 - this is the adapter
from instructor.core.hooks import HookName, Hooks  # noqa: TID251 - this is the adapter
from pydantic import BaseModel, SecretStr

from groundwire.extraction.canary import QUESTION, Canary
from groundwire.extraction.completion import enter_tokens
from groundwire.extraction.dialect_keeper import DialectKeeper
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.line import Line, LineOptions
from groundwire.extraction.llm_answer import taken
from groundwire.extraction.llm_client import address_of, open_client
from groundwire.extraction.llm_errors import translate
from groundwire.extraction.llm_prepared import prepared
from groundwire.extraction.llm_request import request_of
from groundwire.extraction.model import Answered, Dialect, Draft, Message, Mode
from groundwire.extraction.observer import Observer
from groundwire.extraction.question_record import Asking, QuestionRecord
from groundwire.extraction.retry import Leave, RetryPolicy, with_retries
from groundwire.extraction.retry_budget import RetryBudget
from groundwire.extraction.salvage import Broken, Torn
from groundwire.extraction.throttle import Throttle
from groundwire.extraction.time_limit import limited

# instructor writes an ERROR with the whole exception for each failed try; ours say it once, without content.
logging.getLogger("instructor").setLevel(logging.CRITICAL)

_INSTRUCTOR_MODES = {
    Mode.JSON_SCHEMA: instructor.Mode.JSON_SCHEMA,
    Mode.TOOLS: instructor.Mode.TOOLS,
    Mode.JSON: instructor.Mode.JSON,
    Mode.MD_JSON: instructor.Mode.MD_JSON,
    Mode.LLGUIDANCE: instructor.Mode.JSON_SCHEMA,
}
_OURS = frozenset({Mode.JSON_SCHEMA, Mode.LLGUIDANCE})
"""Modes in which we tell the endpoint of the schema, not instructor."""


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

    @property
    def sampling(self) -> Mapping[str, str | int | float | None]:
        """The parameters that an answer depends on."""
        return {"temperature": self.temperature, "max_output_tokens": self.max_output_tokens}


class OpenAIModel:
    """A `StructuredModel` behind an OpenAI-compatible endpoint."""

    def __init__(
        self,
        endpoint: Endpoint,
        policy: RetryPolicy,
        revive: Callable[[], Awaitable[None]] | None = None,
        *,
        budget: RetryBudget | None = None,
        observer: Observer | None = None,
        throttle: Throttle | None = None,
    ) -> None:
        """Prepare the client; nothing is sent yet.

        Args:
            endpoint: Where and how to ask.
            policy: The one retry policy.
            revive: Called before a question is put again to an endpoint that was out of reach, to bring it back
                if it is ours to bring back. It may raise ModelError.
            budget: The retries that this process may afford, shared by all its endpoints; None for one of its own.
            observer: Told of the calls.
            throttle: Gives out the turns of the calls in a minute; None where nothing limits them.
        """
        self._endpoint = endpoint
        self._policy = policy
        self._revive = revive
        self._budget = budget or RetryBudget()
        self._observer = observer or Observer()
        self._asking = Asking(
            address_of(endpoint.base_url), endpoint.model, endpoint.temperature, endpoint.max_output_tokens
        )
        options = LineOptions(self._asking.endpoint, endpoint.concurrency, ours=revive is not None)
        self._line = Line(options, self._observer, throttle)
        self._dialects = DialectKeeper(endpoint.mode)
        self._client = open_client(endpoint.base_url, endpoint.api_key, endpoint.call_timeout_s)
        self._instructors: dict[Mode, instructor.AsyncInstructor] = {}

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
        return self._endpoint.sampling

    @property
    def concurrency(self) -> int:
        """How many requests are in flight at once, at most."""
        return self._endpoint.concurrency

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def dialect(self, ledger: Ledger) -> Dialect:
        """How the endpoint is asked; found out once, however many ask at the same time."""

        async def canary(dialect: Dialect) -> object:
            return await self._persist(dialect, Canary, QUESTION, ledger, correct=False)

        return await self._dialects.dialect(canary, ledger.deadline)

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
        record = QuestionRecord(self._asking)
        characters = prepared(schema).characters + sum(len(turn.content) for turn in messages)

        async def attempt(last: ModelError | None) -> Draft | Torn[Draft]:
            again = isinstance(last, ModelUnavailable)
            if again and self._revive is not None:
                async with limited(ledger.deadline):
                    await self._revive()
            told = _corrected(messages, last) if isinstance(last, InvalidAnswer) else messages

            async def send(cost: Ledger) -> Draft | Torn[Draft]:
                if not again:
                    self._budget.called()
                return await self._once(dialect, schema, told, cost)

            return await self._line.call(record, ledger, characters, send)

        policy = self._policy if correct else dataclasses.replace(self._policy, corrections=0)
        ending: BaseException | None = None
        try:
            return await with_retries(policy, attempt, Leave(ledger.deadline, self._spend))
        except BaseException as error:
            ending = error
            if isinstance(error, ModelError):
                error.usage = ledger.usage  # also where nothing was sent this time
            raise
        finally:
            self._observer.asked(record.chat(ending))

    def _spend(self, error: ModelUnavailable) -> bool:
        """Whether the process can afford to try again after an error."""
        affordable = self._line.gone(error) or self._budget.take()
        if not affordable:
            self._observer.retry_refused(self._asking.endpoint)
        return affordable

    async def _once(
        self, dialect: Dialect, schema: type[Draft], messages: Sequence[Message], ledger: Ledger
    ) -> Draft | Torn[Draft]:
        """One request, one answer or what can be taken out of it, one error of ours at most."""
        seen: list[Any] = []
        hooks = Hooks()
        hooks.on(HookName.COMPLETION_RESPONSE, seen.append)
        hooks.on(HookName.COMPLETION_RESPONSE, lambda response: enter_tokens(ledger, response))
        form = prepared(schema)
        outcome: Draft | ModelError
        try:
            async with limited(ledger.deadline, self._endpoint.call_timeout_s):
                ledger.sent()
                answer = await self._instructor(dialect.mode).create(
                    response_model=form.untold if dialect.mode in _OURS else form.wrapped,
                    max_retries=0,
                    hooks=hooks,
                    **request_of(self._endpoint, dialect, form, messages),
                )
                outcome = answer.answer
        except DeadlineExceeded:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the libraries throw becomes one of ours
            # Raised later: what they throw quotes article, answer, even the key, and a logged traceback shows causes.
            outcome = translate(error, seen[0] if seen else None, ledger.usage)
        return taken(schema, seen[0] if seen else None, outcome, ledger)

    def _instructor(self, mode: Mode) -> instructor.AsyncInstructor:
        """The library for a mode; made once, for that takes half as long as a call."""
        if mode not in self._instructors:
            self._instructors[mode] = instructor.from_openai(self._client, mode=_INSTRUCTOR_MODES[mode])
        return self._instructors[mode]


def _corrected(messages: Sequence[Message], flaw: InvalidAnswer) -> list[Message]:
    """The same dialogue, told what was wrong. The bad answer is not sent back: it would grow the dialogue."""
    last = messages[-1]
    note = f"Your last answer could not be used: {flaw.told}. Answer again, only with JSON that fits the schema."
    return [*messages[:-1], Message(last.role, f"{last.content}\n\n{note}")]

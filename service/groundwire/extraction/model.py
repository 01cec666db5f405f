"""The port to a language model: what the pipeline asks for, and the ways of asking.

`groundwire.extraction.llm.OpenAIModel` is the adapter; tests may bring their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from groundwire.extraction.ledger import Ledger
from groundwire.schemas import WarningCode

Draft = TypeVar("Draft", bound=BaseModel)


class Mode(StrEnum):
    """How a schema is put to the endpoint."""

    JSON_SCHEMA = "json_schema"
    """`response_format` with a strict JSON Schema, for endpoints that enforce one."""
    TOOLS = "tools"
    """A forced tool call whose parameters are the schema."""
    JSON = "json"
    """`response_format` json_object; the schema stands in the prompt."""
    MD_JSON = "md_json"
    """A fenced block of JSON in prose; the schema stands in the prompt. Works everywhere, enforces nothing."""
    LLGUIDANCE = "llguidance"
    """A llama.cpp `grammar` for LLGuidance: enforced, and without white space, which saves output tokens."""


@dataclass(frozen=True)
class Message:
    """One turn of a dialogue with the model. Its content is sent as it is, never rendered as a template."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Dialect:
    """How an endpoint wants to be asked, as found out by asking it.

    Attributes:
        mode: How the schema is put.
        enforced: Whether the endpoint was seen to force an answer into a schema against the words of the prompt.
        limit_field: Name of the request's field for the limit of output tokens.
        temperature: False if the endpoint refuses to be told a temperature.
    """

    mode: Mode
    enforced: bool = False
    limit_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True


@dataclass(frozen=True, slots=True)
class Loss:
    """A part of an answer that could not be used while the rest could.

    Attributes:
        code: `ANSWER_TRUNCATED`, `ITEM_INVALID`, or `CALL_FAILED` where the endpoint gave no second answer for an item.
        why: For people: which rule was broken where, never by which value.
    """

    code: WarningCode
    why: str


@dataclass(frozen=True, slots=True)
class Answered(Generic[Draft]):
    """What came of a question.

    Attributes:
        answer: All that can be used.
        losses: What could not; empty if the answer is as the model gave it.
    """

    answer: Draft
    losses: tuple[Loss, ...] = ()


class StructuredModel(Protocol):
    """Something that answers questions with instances of a schema."""

    @property
    def name(self) -> str:
        """Name of the model, as users know it."""
        ...

    @property
    def identity(self) -> str:
        """What tells this model from every other, endpoint included; part of the cache key."""
        ...

    @property
    def sampling(self) -> Mapping[str, str | int | float | None]:
        """The parameters that an answer depends on; part of the cache key."""
        ...

    @property
    def concurrency(self) -> int:
        """How many questions the endpoint takes at once."""
        ...

    async def dialect(self, ledger: Ledger) -> Dialect:
        """How the endpoint is asked; the first call finds out, which costs a request or a few.

        Raises:
            ModelError: The endpoint cannot be asked at all.
        """
        ...

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """Put one question and return the answer as a plain instance of `schema`.

        Where the schema is one list, a broken item costs none of the others, nor does an end that is missing.

        Raises:
            ModelError: No usable answer after the retry policy's attempts.
        """
        ...

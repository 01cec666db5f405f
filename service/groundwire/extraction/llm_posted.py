"""A model that answers from what a batch has brought, and notes what it would have had to ask.

Part of the adapter `groundwire.extraction.llm`. A question is known by the digest of what would be sent, so the same
one is sent once, whichever article puts it. Its answer lies in the cache of extractions under that digest: as the
endpoint gave it, to be judged whenever an article is put together of it, by the same rules as an answer that comes at
once.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from openai.types.chat import ChatCompletion  # noqa: TID251 - part of the adapter
from pydantic import BaseModel, ValidationError

from groundwire.extraction.cache_port import Cache
from groundwire.extraction.completion import enter_tokens, text_of
from groundwire.extraction.errors import InvalidAnswer, ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm import Endpoint
from groundwire.extraction.llm_answer import taken
from groundwire.extraction.llm_errors import translate
from groundwire.extraction.llm_prepared import prepared
from groundwire.extraction.llm_request import body_of
from groundwire.extraction.model import Answered, Dialect, Draft, Message, StructuredModel
from groundwire.extraction.salvage import Torn
from groundwire.schemas import Usage

QUESTION_FORMAT: Final = 1
"""Raised when the way to digest a question changes, or what is kept under it."""
NOT_ASKED: Final = "not asked yet"
WAITING: Final = "not answered yet"


class Letter(BaseModel):
    """What is kept of a question's answer.

    Attributes:
        line: The endpoint's name for the request of the batch, by which an answer that is fetched twice is known.
        completion: The body of the answer as JSON, whatever it is worth.
        spent: What earlier answers cost, of which none was of use.
    """

    line: str
    completion: str
    spent: Usage = Usage()

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """What the cache holds under a digest; None if that is nothing, or nothing of ours."""
        try:
            return None if text is None else cls.model_validate_json(text)
        except ValidationError:
            return None

    @property
    def usage(self) -> Usage:
        """What all answers cost, this one included; none of them counted as a success."""
        ledger = Ledger()
        ledger.add(self.spent)
        ledger.sent()
        enter_tokens(ledger, chat_completion(self.completion))
        return ledger.usage


@dataclass(frozen=True)
class OpenQuestion:
    """A question without an answer that can be used.

    Attributes:
        body: What is to be sent.
        why: What is wrong, for people: `NOT_ASKED`, `WAITING`, or the flaw of the answer.
    """

    body: Mapping[str, Any]
    why: str


@dataclass
class Posting:
    """Where questions and answers of one article go.

    Attributes:
        answers: Has what batches brought.
        waits: Whether the question of a digest is with the endpoint.
        live: Asked at once for what no batch has answered and none is about to; None to leave that open.
        open: What was left open, by digest.
    """

    answers: Cache
    waits: Callable[[str], bool]
    live: StructuredModel | None = None
    open: dict[str, OpenQuestion] = field(default_factory=dict)


class PostedModel:
    """A `StructuredModel` that sends nothing by itself."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect, posting: Posting) -> None:
        """A model as the endpoint would be asked.

        Args:
            endpoint: Whose model it is.
            dialect: How it is asked.
            posting: Of one article.
        """
        self._endpoint = endpoint
        self._dialect = dialect
        self._posting = posting

    @property
    def name(self) -> str:
        """Name of the model in requests."""
        return self._endpoint.model

    @property
    def identity(self) -> str:
        """The same as if it were asked at once: both ways meet in the cache."""
        return self._endpoint.identity

    @property
    def sampling(self) -> Mapping[str, str | int | float | None]:
        """The parameters that an answer depends on."""
        return self._endpoint.sampling

    @property
    def concurrency(self) -> int:
        """How many questions the endpoint takes at once, for those that are asked at once after all."""
        return self._endpoint.concurrency

    async def dialect(self, ledger: Ledger) -> Dialect:  # noqa: ARG002 - signature of StructuredModel
        """How the endpoint is asked, as it is known."""
        return self._dialect

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """The answer that a batch has brought.

        One that is not whole counts as none: it is asked for anew, and not in part.

        Raises:
            InvalidAnswer: There is none; it is noted as open. No other question fails for that.
            ModelError: What it was asked at once came to nothing.
        """
        body = body_of(self._endpoint, self._dialect, prepared(schema), messages)
        digest = digest_of(self._endpoint.identity, body)
        letter = Letter.read(await self._posting.answers.get(digest))
        why = NOT_ASKED
        if letter is not None:
            read = _read(schema, letter, ledger)
            if not isinstance(read, str):
                return Answered(read)
            why = read
        if self._posting.waits(digest):
            why = WAITING
        elif self._posting.live is not None:
            return await self._posting.live.ask(schema, messages, ledger)
        self._posting.open[digest] = OpenQuestion(body, why)
        raise InvalidAnswer(why, ledger.usage)


def digest_of(identity: str, body: Mapping[str, Any]) -> str:
    """The `custom_id` of a question and the key of its answer: SHA-256 over canonical JSON of what an answer rests on.

    Args:
        identity: What tells the model from every other.
        body: What is sent.
    """
    document = {"question_format": QUESTION_FORMAT, "model": identity, "body": body}
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def chat_completion(body: str) -> Any:  # noqa: ANN401 - as openai's client has it, unchecked
    """The body of an answer, which is JSON, as openai's client hands it out: not validated."""
    read = json.loads(body)
    given = read if isinstance(read, dict) else {}
    return ChatCompletion.construct(**{name: value for name, value in given.items() if not name.startswith("_")})


def _read(schema: type[Draft], letter: Letter, ledger: Ledger) -> Draft | str:
    """The answer, or why it is of no use."""
    ledger.add(letter.spent)
    ledger.sent()
    completion = chat_completion(letter.completion)
    enter_tokens(ledger, completion)
    outcome: Draft | ModelError
    try:
        outcome = schema.model_validate_json(text_of(completion))
    except ValidationError as error:
        outcome = translate(error, completion, ledger.usage)
    try:
        found = taken(schema, completion, outcome, ledger)
    except InvalidAnswer as error:
        return str(error)
    return "a part of the answer does not fit" if isinstance(found, Torn) else found

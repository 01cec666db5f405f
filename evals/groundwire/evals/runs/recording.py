"""Records what a model answers, question by question, and puts recorded answers back.

A question is one passage and one type of record, so cases that share paragraphs share questions: with recorded
answers, an article with one changed sentence costs the questions about that paragraph, and a run that was killed goes
on where it was.
"""

import hashlib
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeVar

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from groundwire.evals.files import Kept
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.errors import ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Dialect, Draft, Loss, Message, StructuredModel
from groundwire.schemas import CacheMode, Usage, WarningCode

KEY_FORMAT: Final = 1
"""Raised when the way to build a key changes, so that no old key is ever met again by chance."""


T = TypeVar("T")


class RawAnswer(Kept):
    """One answer of the model, as the pipeline got it."""

    key: str
    """Digest of the question: model, sampling, schema and every message."""
    schema_name: str
    """What was to be filled in."""
    passage: str
    """The last message of the question."""
    answer: JsonValue
    """What the model gave, after the schema's check."""
    losses: tuple[Loss, ...] = ()
    """What was lost of it."""
    usage: Usage
    """Calls and tokens that it took, failed attempts included."""
    seconds: float
    """Seconds that it took."""
    made: datetime
    """When it was given (UTC)."""


@dataclass
class Transcript:
    """The answers behind one Extraction.

    Attributes:
        answers: In the order in which they came.
        replayed: How many of them came from the store.
        errors: What came instead of further answers.
        spent: Account of what was really asked, failed attempts included; nothing of what was replayed.
    """

    answers: list[RawAnswer] = field(default_factory=list)
    replayed: int = 0
    errors: list[ModelError] = field(default_factory=list)
    spent: Ledger = field(default_factory=Ledger)

    @property
    def seconds(self) -> float:
        """Seconds that the model took for all of them, added up."""
        return sum(answer.seconds for answer in self.answers)


class RecordingModel:
    """A `StructuredModel` that asks another one, keeps its answers and replays those that it has."""

    def __init__(
        self, model: StructuredModel, store: Cache, mode: CacheMode, repeat: int = 1, since: datetime | None = None
    ) -> None:
        """Nothing is sent or read yet.

        Args:
            model: Answers what the store does not hold.
            store: Keeps the answers.
            mode: `use` reads and writes the store; `refresh` writes it and reads only what was recorded since the run
                began; `off` leaves it alone.
            repeat: Which of the repeated runs, from 1. Each has answers of its own: an answer that is put back a
                second time would say nothing about how much answers differ.
            since: When the run began; None in a run that is just beginning.
        """
        self._model = model
        self._store = store
        self._mode = mode
        self._repeat = repeat
        self._since = since or datetime.now(UTC)
        self.transcript = Transcript()

    @property
    def name(self) -> str:
        """Name of the model that answers."""
        return self._model.name

    @property
    def identity(self) -> str:
        """What tells it from every other."""
        return self._model.identity

    @property
    def sampling(self) -> Mapping[str, str | int | float | None]:
        """The parameters that an answer depends on."""
        return self._model.sampling

    @property
    def concurrency(self) -> int:
        """How many questions it takes at once."""
        return self._model.concurrency

    async def dialect(self, ledger: Ledger) -> Dialect:
        """How it is asked; see `StructuredModel.dialect`. Recorded like an answer."""
        key = _digest({"dialect": KEY_FORMAT, "model": self.identity})
        if self._mode is CacheMode.USE and (recorded := await self._recorded(key, _DIALECT)) is not None:
            return recorded
        async with self._charged(ledger) as own:
            found = await self._model.dialect(own)
        if self._mode is not CacheMode.OFF:
            await self._store.put(key, _DIALECT.dump_json(found).decode())
        return found

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """The recorded answer if there is one; else put the question and record what comes.

        The ledger is charged with what the answer took when it was made.

        Raises:
            ModelError: No usable answer; nothing is recorded.
        """
        key = self._key(schema, messages)
        recorded = await self._answer_to(key)
        if recorded is not None:
            ledger.add(recorded.usage)
            self.transcript.answers.append(recorded)
            self.transcript.replayed += 1
            return Answered(schema.model_validate(recorded.answer), recorded.losses)
        begin = time.perf_counter()
        async with self._charged(ledger) as own:
            answered = await self._model.ask(schema, messages, own)
        made = RawAnswer(
            key=key,
            schema_name=schema.__name__,
            passage=messages[-1].content,
            answer=answered.answer.model_dump(mode="json"),
            losses=answered.losses,
            usage=own.usage,
            seconds=round(time.perf_counter() - begin, 3),
            made=datetime.now(UTC),
        )
        self.transcript.answers.append(made)
        # What the endpoint cost the answer, by being out of reach, is not the model's.
        whole = all(loss.code is not WarningCode.CALL_FAILED for loss in made.losses)
        if self._mode is not CacheMode.OFF and whole:
            await self._store.put(key, made.model_dump_json())
        return answered

    @asynccontextmanager
    async def _charged(self, ledger: Ledger) -> AsyncIterator[Ledger]:
        """An account for one question; what is on it in the end is entered in `ledger` and in the transcript."""
        own = Ledger()
        try:
            yield own
        except ModelError as error:
            self.transcript.errors.append(error)
            raise
        finally:
            ledger.add(own.usage)
            self.transcript.spent.add(own.usage)

    async def _answer_to(self, key: str) -> RawAnswer | None:
        """The recorded answer that may be put back."""
        if self._mode is CacheMode.OFF:
            return None
        recorded = await self._recorded(key, _ANSWER)
        too_old = recorded is not None and self._mode is CacheMode.REFRESH and recorded.made < self._since
        return None if too_old else recorded

    async def _recorded(self, key: str, form: TypeAdapter[T]) -> T | None:
        text = await self._store.get(key)
        if text is None:
            return None
        try:
            return form.validate_json(text)
        except ValidationError:
            await self._store.delete(key)
            return None

    def _key(self, schema: type[BaseModel], messages: Sequence[Message]) -> str:
        document: dict[str, object] = {
            "answer": KEY_FORMAT,
            "model": self.identity,
            "sampling": dict(self.sampling),
            "schema": schema.model_json_schema(),
            "messages": [[message.role, message.content] for message in messages],
        }
        return _digest(document if self._repeat == 1 else {**document, "repeat": self._repeat})


_ANSWER: Final = TypeAdapter(RawAnswer)
_DIALECT: Final = TypeAdapter(Dialect)


def _digest(document: Mapping[str, object]) -> str:
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()

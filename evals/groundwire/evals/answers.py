"""Records what a model answers, question by question, and puts recorded answers back.

A question is one passage and one type of record, so cases that share paragraphs share questions: with recorded
answers, an article with one changed sentence costs the questions about that paragraph, and a run that was killed goes
on where it was.
"""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from groundwire.extraction.cache_port import Cache
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Dialect, Draft, Message, StructuredModel
from groundwire.schemas import CacheMode, Usage

KEY_FORMAT: Final = 1
"""Raised when the way to build a key changes, so that no old key is ever met again by chance."""


class RawAnswer(BaseModel):
    """One answer of the model, as the pipeline got it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    key: str
    """Digest of the question: model, sampling, schema and every message."""
    schema_name: str
    """What was to be filled in."""
    passage: str
    """The last message of the question."""
    answer: JsonValue
    """What the model gave, after the schema's check."""
    usage: Usage
    """Calls and tokens that it took, failed attempts included."""
    seconds: float
    """Seconds that it took."""


@dataclass
class Transcript:
    """The answers behind one Extraction.

    Attributes:
        answers: In the order in which they came.
        replayed: How many of them came from the store.
    """

    answers: list[RawAnswer] = field(default_factory=list)
    replayed: int = 0

    @property
    def seconds(self) -> float:
        """Seconds that the model took for all of them, added up."""
        return sum(answer.seconds for answer in self.answers)


class RecordingModel:
    """A `StructuredModel` that asks another one, keeps its answers and replays those that it has."""

    def __init__(self, model: StructuredModel, store: Cache, mode: CacheMode) -> None:
        """Nothing is sent or read yet.

        Args:
            model: Answers what the store does not hold.
            store: Keeps the answers.
            mode: `use` reads and writes the store, `refresh` only writes it, `off` leaves it alone.
        """
        self._model = model
        self._store = store
        self._mode = mode
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
        """How it is asked; see `StructuredModel.dialect`."""
        return await self._model.dialect(ledger)

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Draft:
        """The recorded answer if there is one; else put the question and record what comes.

        The ledger is charged with what the answer took when it was made.

        Raises:
            ModelError: No usable answer; nothing is recorded.
        """
        key = self._key(schema, messages)
        recorded = await self._recorded(key) if self._mode is CacheMode.USE else None
        if recorded is not None:
            ledger.add(recorded.usage)
            self.transcript.answers.append(recorded)
            self.transcript.replayed += 1
            return schema.model_validate(recorded.answer)
        own = Ledger()
        begin = time.perf_counter()
        try:
            draft = await self._model.ask(schema, messages, own)
        finally:
            ledger.add(own.usage)
        made = RawAnswer(
            key=key,
            schema_name=schema.__name__,
            passage=messages[-1].content,
            answer=draft.model_dump(mode="json"),
            usage=own.usage,
            seconds=round(time.perf_counter() - begin, 3),
        )
        self.transcript.answers.append(made)
        if self._mode is not CacheMode.OFF:
            await self._store.put(key, made.model_dump_json())
        return draft

    async def _recorded(self, key: str) -> RawAnswer | None:
        text = await self._store.get(key)
        if text is None:
            return None
        try:
            return RawAnswer.model_validate_json(text)
        except ValidationError:
            await self._store.delete(key)
            return None

    def _key(self, schema: type[BaseModel], messages: Sequence[Message]) -> str:
        document = {
            "answer": KEY_FORMAT,
            "model": self.identity,
            "sampling": dict(self.sampling),
            "schema": schema.model_json_schema(),
            "messages": [[message.role, message.content] for message in messages],
        }
        canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()

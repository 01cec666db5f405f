"""The files and batches of an OpenAI-compatible endpoint: many questions handed in, answers fetched within a day.

Part of the adapter `groundwire.extraction.llm`. What a line of a file holds is in `groundwire.extraction.llm_posted`.
Every call has a deadline of its own and is tried again by the one retry policy.
"""

import json
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from openai.types import Batch as Told  # noqa: TID251 - part of the adapter

from groundwire.extraction.deadline import NO_DEADLINE
from groundwire.extraction.errors import DeadlineExceeded, ModelError
from groundwire.extraction.llm import Endpoint
from groundwire.extraction.llm_client import open_client
from groundwire.extraction.llm_errors import translate
from groundwire.extraction.retry import RetryPolicy, with_retries
from groundwire.extraction.time_limit import limited
from groundwire.schemas import Usage

FILE_S: Final = 1800.0
"""Deadline of a file on its way up or down, in seconds: 200 MB at 1 Mbit/s."""
LOOK_BACK: Final = 1000
"""Most batches, the newest first, among which one is looked for."""
_PAGE: Final = 100

T = TypeVar("T")
_Told = TypeVar("_Told")


class BatchStatus(StrEnum):
    """What an endpoint says of a batch."""

    VALIDATING = "validating"
    IN_PROGRESS = "in_progress"
    FINALIZING = "finalizing"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


_ENDED: Final = {BatchStatus.COMPLETED, BatchStatus.FAILED, BatchStatus.EXPIRED, BatchStatus.CANCELLED}


@dataclass(frozen=True)
class Batch:
    """A batch at the endpoint.

    Attributes:
        id: Its name there.
        status: In the endpoint's words, which may be one that we do not know.
        files: Names of the files with answers and errors; those that there are.
        answered: Questions that are answered so far.
        failed: Questions that have failed so far.
        total: Questions in it; 0 while nobody has counted them.
        flaws: Why it was refused as a whole: codes with the number of the line, none of its words.
    """

    id: str
    status: str
    files: tuple[str, ...] = ()
    answered: int = 0
    failed: int = 0
    total: int = 0
    flaws: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _ENDED


class BatchClient:
    """Hands batches in and fetches what came of them. For one event loop."""

    def __init__(self, endpoint: Endpoint, policy: RetryPolicy) -> None:
        """Nothing is sent yet."""
        self._policy = policy
        self._call_s = endpoint.call_timeout_s
        self._client = open_client(endpoint.base_url, endpoint.api_key, endpoint.call_timeout_s)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def upload(self, file: Path, name: str) -> str:
        """Put a file of questions there; its name there.

        Raises:
            ModelError: The endpoint did not take it.
            OSError: It cannot be read.
        """

        async def attempt(_: ModelError | None) -> str:
            with file.open("rb") as content:
                sent = (name, content, "application/jsonl")
                put = self._client.files.create(file=sent, purpose="batch", timeout=FILE_S)
                return await self._call(put, FILE_S, lambda kept: _text(kept.id))

        return await with_retries(self._policy, attempt)

    async def create(self, file: str, marks: Mapping[str, str]) -> Batch:
        """Begin a batch of a file, unless one with these marks was begun already.

        A request that breaks off may have been heard. So nothing is begun a second time before it was looked for.

        Args:
            file: The name of the file there.
            marks: Tell this batch from every other.

        Raises:
            ModelError: The endpoint refuses it, for want of quota for instance.
        """

        async def attempt(last: ModelError | None) -> Batch:
            found = None if last is None else await self._look(marks)
            if found is not None:
                return found
            made = self._client.batches.create(
                input_file_id=file,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata=dict(marks),
            )
            return await self._call(made, self._call_s, _batch)

        return await with_retries(self._policy, attempt)

    async def find(self, marks: Mapping[str, str]) -> Batch | None:
        """The batch with these marks, if there is one among the last thousand.

        Raises:
            ModelError: The endpoint does not tell.
        """
        return await with_retries(self._policy, lambda _: self._look(marks))

    async def get(self, batch: str) -> Batch:
        """A batch as it is now.

        Raises:
            ModelError: The endpoint does not tell.
        """

        async def attempt(_: ModelError | None) -> Batch:
            return await self._call(self._client.batches.retrieve(batch), self._call_s, _batch)

        return await with_retries(self._policy, attempt)

    async def fetch(self, file: str, into: Path) -> None:
        """Bring a file from there.

        Args:
            file: Its name there.
            into: Where to write it; the file is begun anew whenever the connection breaks.

        Raises:
            ModelError: The endpoint does not give it.
            OSError: It cannot be written.
        """

        async def read() -> None:
            # It holds answers, which quote articles: for nobody but this user.
            with os.fdopen(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
                async with self._client.files.with_streaming_response.content(file, timeout=FILE_S) as response:
                    async for chunk in response.iter_bytes():
                        copy.write(chunk)

        async def attempt(_: ModelError | None) -> None:
            await self._call(read(), FILE_S, lambda _: None)

        await with_retries(self._policy, attempt)

    async def _look(self, marks: Mapping[str, str]) -> Batch | None:
        async def search() -> Batch | None:
            seen = 0
            async for told in self._client.batches.list(limit=_PAGE):
                if marks.items() <= (told.metadata or {}).items():
                    return _batch(told)
                seen += 1
                if seen == LOOK_BACK:
                    break
            return None

        return await self._call(search(), self._call_s, lambda found: found)

    async def _call(self, call: Awaitable[_Told], most_s: float, read: Callable[[_Told], T]) -> T:
        """One call and what its answer says, one error of ours at most."""
        try:
            async with limited(NO_DEADLINE, most_s):
                return read(await call)
        except (DeadlineExceeded, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever the library throws over an odd answer
            failure = translate(error, None, Usage())
        raise failure  # here, where no traceback shows what the library quotes


def _batch(told: Told) -> Batch:
    counts = told.request_counts
    errors = (told.errors.data if told.errors is not None else None) or []
    return Batch(
        id=_text(told.id),
        status=_text(told.status),
        files=tuple(_text(file) for file in (told.output_file_id, told.error_file_id) if file),
        answered=_count(counts, "completed"),
        failed=_count(counts, "failed"),
        total=_count(counts, "total"),
        flaws=tuple(dict.fromkeys(_flaw(error) for error in errors)),
    )


def _flaw(error: Any) -> str:  # noqa: ANN401 - as the endpoint tells it
    code, line = getattr(error, "code", None), getattr(error, "line", None)
    told = code if isinstance(code, str) and code.isidentifier() else "refused"
    return f"{told} (line {line})" if isinstance(line, int) else told


def _count(counts: object, name: str) -> int:
    value = getattr(counts, name, 0)
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

"""A model without an endpoint: it implements the port, answers by script and remembers what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundwire.extraction.errors import ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Dialect, Draft, Loss, Message, Mode

Reply = dict[str, Any] | tuple[dict[str, Any], Loss] | ModelError
"""An answer as JSON would hold it, such an answer with what was lost of it, or the error that is met instead."""

NOTHING: dict[str, Any] = {"records": []}
"""The answer that reports nothing; in a form without such a field it is the empty one."""


@dataclass(frozen=True)
class Asked:
    """One question as it was put."""

    schema: str
    passage: str
    messages: tuple[Message, ...]


class ScriptedModel:
    """Answers every question by `reply`, after `delay_s`, and keeps an honest ledger: 100 and 10 tokens a question.

    The delay is seconds, or what is awaited of a question.

    Attributes:
        asked: Questions in the order in which they were put.
        dialects: How often it was asked how it is asked.
        running: Questions under way.
        most: Most questions that were under way at once.
        cancelled: Questions that were cut off by their caller.
    """

    def __init__(
        self,
        reply: Callable[[Asked], Reply] = lambda _: NOTHING,
        *,
        name: str = "scripted",
        sampling: Mapping[str, str | int | float | None] | None = None,
        concurrency: int = 1,
        delay_s: float | Callable[[Asked], Awaitable[object]] = 0.0,
        unreachable: int = 0,
    ) -> None:
        """`unreachable` is how many times finding out the dialect fails before it succeeds."""
        self.name = name
        self.sampling = dict(sampling or {"temperature": 0})
        self.concurrency = concurrency
        self.delay_s = delay_s
        self.reply = reply
        self.asked: list[Asked] = []
        self.dialects = 0
        self.running = 0
        self.most = 0
        self.cancelled = 0
        self._unreachable = unreachable

    @property
    def identity(self) -> str:
        """What the cache tells models apart by."""
        return f"{self.name}@nowhere"

    async def dialect(self, ledger: Ledger) -> Dialect:
        """Find out at once, or fail as often as the script says."""
        self.dialects += 1
        if self.dialects <= self._unreachable:
            ledger.sent()
            raise ModelError("the endpoint cannot be reached", ledger.usage)
        return Dialect(Mode.JSON_SCHEMA, enforced=True)

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """Answer by the script."""
        question = Asked(schema.__name__, messages[-1].content, tuple(messages))
        self.asked.append(question)
        self.running += 1
        self.most = max(self.most, self.running)
        ledger.sent()
        try:
            await (self.delay_s(question) if callable(self.delay_s) else asyncio.sleep(self.delay_s))
            reply = self.reply(question)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1
        if isinstance(reply, ModelError):
            raise reply
        ledger.answered(100, 50, 10)
        ledger.succeeded()
        answer, *losses = reply if isinstance(reply, tuple) else (reply,)
        if answer is NOTHING and "records" not in schema.model_fields:
            answer = {}
        return Answered(schema.model_validate(answer), tuple(losses))

"""Finds out how an endpoint wants to be asked, and whether it enforces schemas, by asking it one canary question.

The prompt asks for one thing and the schema allows only another: an endpoint that enforces the schema must disobey
the prompt. llama.cpp servers, for one, answer 200 without any constraint when they cannot build a grammar.
"""

import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from groundwire.extraction.errors import InvalidAnswer, ModelRejected
from groundwire.extraction.model import Dialect, Message, Mode

WISHED_MODES = (Mode.JSON_SCHEMA, Mode.TOOLS)
"""Tried in this order; the first that is enforced is taken."""

_SCHEMA_IN_PROMPT = frozenset({Mode.JSON, Mode.MD_JSON})
"""Modes that no endpoint can enforce: a model that obeys the schema there has only read it."""

FALLBACK_MODE = Mode.MD_JSON
"""Taken when none is enforced: the schema is then at least in the prompt."""


class Canary(BaseModel):
    """An answer whose first field the schema leaves no choice about.

    The other two use the keywords of our drafts (bounded, nullable, lists): an endpoint that refuses one of them
    must do so here, where another mode can still be chosen, and not at the first real question.
    """

    model_config = ConfigDict(extra="forbid")

    canary: Literal["groundwire-7f3a"]
    words: Annotated[str, Field(max_length=20)] | None
    numbers: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(max_length=2)]


QUESTION = (Message("user", 'Answer with the JSON object {"canary": "pong"} and nothing else.'),)

Try = Callable[[Dialect], Awaitable[object]]
"""Puts the canary question in a dialect; raises InvalidAnswer or ModelRejected."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about an endpoint.

    Attributes:
        dialect: The best that it understands.
        sure: False where a mode that could have been enforced was answered with something unusable. That may be an
            endpoint that enforces nothing, or one that was not itself: a proxy's page with 200 while it starts.
    """

    dialect: Dialect
    sure: bool


async def find_dialect(attempt: Try, configured: Mode | None) -> Finding:
    """The best dialect that the endpoint understands.

    Args:
        attempt: Puts the canary question in a dialect.
        configured: The mode that the user insists on; None to choose.

    Raises:
        ModelError: The endpoint cannot be asked at all.
    """
    modes = (configured,) if configured else WISHED_MODES
    adapted = Dialect(modes[0])
    refusal: ModelRejected | None = None
    sure = True
    for mode in modes:
        try:
            adapted = await _adapted(attempt, dataclasses.replace(adapted, mode=mode, enforced=False))
        except ModelRejected as error:
            if error.parameter is None:  # a wrong key or model name is wrong in every mode
                raise
            refusal = error
            continue
        if adapted.enforced:
            return Finding(adapted, sure=True)
        sure = sure and mode in _SCHEMA_IN_PROMPT
    if configured:
        if refusal is not None:
            raise refusal
        return Finding(adapted, sure)
    return Finding(await _adapted(attempt, dataclasses.replace(adapted, mode=FALLBACK_MODE, enforced=False)), sure)


async def _adapted(attempt: Try, dialect: Dialect) -> Dialect:
    """Put the question; where the endpoint refuses a parameter that can be spared or renamed, do so and ask again."""
    try:
        await attempt(dialect)
    except InvalidAnswer:
        return dialect
    except ModelRejected as error:
        if error.parameter == "temperature" and dialect.temperature:
            return await _adapted(attempt, dataclasses.replace(dialect, temperature=False))
        if error.parameter == "max_tokens" and dialect.limit_field == "max_tokens":
            return await _adapted(attempt, dataclasses.replace(dialect, limit_field="max_completion_tokens"))
        raise
    return dataclasses.replace(dialect, enforced=dialect.mode not in _SCHEMA_IN_PROMPT)

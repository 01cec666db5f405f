"""How long an unsure finding about an endpoint is kept; what it is found by is in `test_llm_calling.py`."""

import asyncio
import time
from itertools import pairwise

import pytest

from groundwire.extraction.dialect_keeper import MOST_S, DialectKeeper
from groundwire.extraction.errors import InvalidAnswer
from groundwire.extraction.model import Dialect


def test_each_look_that_finds_nothing_better_doubles_the_time_until_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    looks: list[float] = []

    async def prose(_: Dialect) -> object:
        if looks[-1:] != [now]:
            looks.append(now)
        raise InvalidAnswer("prose")

    async def ask_at(moments: range) -> None:
        nonlocal now
        keeper = DialectKeeper(None, 600.0)
        for moment in moments:
            now = float(moment)
            await keeper.dialect(prose)

    monkeypatch.setattr(time, "monotonic", lambda: now)
    asyncio.run(ask_at(range(1000, 15_000, 100)))
    pauses = [later - before for before, later in pairwise(looks)]
    assert pauses == [600, 1200, 2400, MOST_S, MOST_S]

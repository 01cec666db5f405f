"""Several observers in the place of one."""

import inspect
import logging
from collections.abc import Callable

import pytest
from tests.telemetry.exercised import chat

from groundwire.extraction.observer import BreakerState, Chat, Observer, Shed
from groundwire.schemas import CacheState
from groundwire.telemetry.observers import Observers

TOLD: list[tuple[str, tuple[object, ...]]] = [
    ("planned", (3,)),
    ("asked", (chat(),)),
    ("breaker", ("host:1", BreakerState.OPEN)),
    ("limit", ("host:1", 4)),
    ("in_flight", ("host:1", 2)),
    ("throttle_failed", ("host:1",)),
    ("retry_refused", ("host:1",)),
    ("load", (1, 2)),
    ("waited", (0.5,)),
    ("shed", (Shed.RATE,)),
    ("answered", (CacheState.HIT,)),
    ("made", ({"ask": 1.0}, {"attack": 1}, {})),
    ("fell_back", ()),
    ("cache_failed", ()),
]


class Noting(Observer):
    """Notes each call, whichever it is."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[object, ...]]] = []

    def __getattribute__(self, name: str) -> object:
        if name.startswith("_") or name == "told":
            return super().__getattribute__(name)
        return lambda *given: self.told.append((name, given))


class Failing(Observer):
    """Fails with what it was told."""

    def asked(self, chat: Chat) -> None:
        """Fail."""
        raise ValueError(chat.model)


def test_everything_an_observer_can_be_told_is_passed_on() -> None:
    first, second = Noting(), Noting()
    both = Observers(first, second)
    for name, given in TOLD:
        tell: Callable[..., None] = getattr(both, name)
        tell(*given)
    assert first.told == second.told == TOLD
    methods = {name for name, _ in inspect.getmembers(Observer, inspect.isfunction) if not name.startswith("_")}
    assert {name for name, _ in TOLD} == methods


def test_one_that_fails_harms_nobody_and_is_reported_once_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    noting = Noting()
    both = Observers(Failing(), noting)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            both.asked(chat())
    assert len(noting.told) == 3
    (line,) = (record.getMessage() for record in caplog.records)
    assert line.startswith("Failing failed: builtins.ValueError")
    assert chat().model not in line

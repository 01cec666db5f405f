"""Several observers in the place of one."""

import logging
from collections.abc import Callable

from groundwire.extraction.observer import BreakerState, Chat, Observer, Shed
from groundwire.schemas import CacheState
from groundwire.telemetry.tracebacks import without_messages

_log = logging.getLogger("groundwire.telemetry")


class Observers(Observer):
    """Tells each observer in turn. One that fails harms neither the others nor the pipeline."""

    def __init__(self, *observers: Observer) -> None:
        self._observers = observers
        self._failed: set[tuple[type[Observer], type[Exception]]] = set()

    def planned(self, questions: int) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.planned(questions))

    def asked(self, chat: Chat) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.asked(chat))

    def breaker(self, endpoint: str, state: BreakerState) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.breaker(endpoint, state))

    def limit(self, endpoint: str, calls: int) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.limit(endpoint, calls))

    def in_flight(self, endpoint: str, calls: int) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.in_flight(endpoint, calls))

    def throttle_failed(self, endpoint: str) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.throttle_failed(endpoint))

    def retry_refused(self, endpoint: str) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.retry_refused(endpoint))

    def load(self, running: int, waiting: int) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.load(running, waiting))

    def waited(self, seconds: float) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.waited(seconds))

    def shed(self, reason: Shed) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.shed(reason))

    def answered(self, state: CacheState) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.answered(state))

    def made(self, stage_ms: dict[str, float], records: dict[str, int], warnings: dict[str, int]) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.made(stage_ms, records, warnings))

    def fell_back(self) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.fell_back())

    def cache_failed(self) -> None:
        """Pass on."""
        self._tell(lambda observer: observer.cache_failed())

    def _tell(self, what: Callable[[Observer], None]) -> None:
        for observer in self._observers:
            try:
                what(observer)
            except Exception as error:  # noqa: BLE001 - whatever it is, extraction goes on
                self._report(observer, error)

    def _report(self, observer: Observer, error: Exception) -> None:
        """Log the first failure of its kind: the next thousand say no more."""
        kind = (type(observer), type(error))
        if kind not in self._failed:
            self._failed.add(kind)
            _log.error("%s failed: %s", type(observer).__name__, without_messages(error))

"""What the pipeline tells, as Prometheus metrics.

Labels take their values from enumerations and from the settings, never from a request: no text of an article gets in,
and the number of series stays what it is.
"""

from collections.abc import Callable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from groundwire.extraction.observer import BreakerState, Chat, Observer, Shed
from groundwire.schemas import CacheState, RecordType, Usage, WarningCode
from groundwire.telemetry import names

_SECONDS: Final = tuple(0.01 * 2**power for power in range(14))
"""0.01, 0.02 ... 81.92: the buckets that the conventions prescribe for calls to a model."""
_TOKENS: Final = tuple(float(4**power) for power in range(14))
"""1, 4 ... 67,108,864: likewise for tokens."""
_LONG_SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)
_MODEL: Final = "model"
_ENDPOINT: Final = "endpoint"
_CHAT_LABELS: Final = tuple(
    names.in_prometheus(name)
    for name in (
        names.GEN_AI_OPERATION_NAME, names.GEN_AI_PROVIDER_NAME, names.GEN_AI_REQUEST_MODEL, names.SERVER_ADDRESS,
    )
)  # fmt: skip

Price = Callable[[Usage], float]
"""What a usage costs, in US dollars."""


class PrometheusObserver(Observer):
    """Counts what it is told in a registry that it is given."""

    def __init__(self, registry: CollectorRegistry, prices: Mapping[tuple[str, str], Price] | None = None) -> None:
        """All series whose labels are known beforehand begin at zero.

        Args:
            registry: Where the metrics are registered; never the one of the whole process.
            prices: Price of a usage by endpoint (host and port) and name of the model.
        """
        self._prices = prices or {}
        self._calls = _Calls(registry)
        self._endpoints = _Endpoints(registry)
        self._extractions = _Extractions(registry)

    def asked(self, chat: Chat) -> None:
        """Count a question, its attempts and its tokens."""
        usage = sum((attempt.usage for attempt in chat.attempts), Usage())
        price = self._prices.get((chat.endpoint, chat.model))
        self._calls.count(chat, usage, price(usage) if price else 0.0)

    def breaker(self, endpoint: str, state: BreakerState) -> None:
        """Show the state of a breaker."""
        for each in BreakerState:
            self._endpoints.breaker.labels(endpoint, each.value).set(each is state)
        if state is BreakerState.OPEN:
            self._endpoints.opened.labels(endpoint).inc()

    def limit(self, endpoint: str, calls: int) -> None:
        """Show the limit of calls."""
        self._endpoints.limit.labels(endpoint).set(calls)

    def in_flight(self, endpoint: str, calls: int) -> None:
        """Show the calls in flight."""
        self._endpoints.in_flight.labels(endpoint).set(calls)

    def throttle_failed(self, endpoint: str) -> None:
        """Count a call whose turn could not be shared with others."""
        self._endpoints.throttle_failures.labels(endpoint).inc()

    def retry_refused(self, endpoint: str) -> None:
        """Count a retry that was forgone."""
        self._endpoints.retries_refused.labels(endpoint).inc()

    def load(self, running: int, waiting: int) -> None:
        """Show how much is under way."""
        self._extractions.running.set(running)
        self._extractions.waiting.set(waiting)

    def waited(self, seconds: float) -> None:
        """Count a wait for a place."""
        self._extractions.wait.observe(seconds)

    def shed(self, reason: Shed) -> None:
        """Count a request that was turned away."""
        self._extractions.shed.labels(reason.value).inc()

    def answered(self, state: CacheState) -> None:
        """Count an answer by what the cache did for it."""
        self._extractions.cache.labels(state.value).inc()

    def made(self, stage_ms: dict[str, float], records: dict[str, int], warnings: dict[str, int]) -> None:
        """Count an extraction that was made, and what is in it."""
        self._extractions.made.inc()
        for stage, milliseconds in stage_ms.items():
            self._extractions.stage.labels(stage).observe(milliseconds / 1000)
        for record_type, number in records.items():
            self._extractions.records.labels(record_type).inc(number)
        for code, number in warnings.items():
            self._extractions.warnings.labels(code).inc(number)

    def fell_back(self) -> None:
        """Count an answer of the second model."""
        self._extractions.fallback.inc()

    def cache_failed(self) -> None:
        """Count a failure of the cache."""
        self._extractions.cache_failures.inc()


class _Calls:
    """Questions put to models."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._duration = Histogram(
            names.in_prometheus(names.GEN_AI_CLIENT_OPERATION_DURATION), "Seconds of a question with all its attempts.",
            [*_CHAT_LABELS, names.in_prometheus(names.ERROR_TYPE)], unit="seconds", buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self._usage = Histogram(
            names.in_prometheus(names.GEN_AI_CLIENT_TOKEN_USAGE), "Tokens of a question with all its attempts.",
            [*_CHAT_LABELS, names.in_prometheus(names.GEN_AI_TOKEN_TYPE)], buckets=_TOKENS, registry=registry,
        )  # fmt: skip
        self._attempts = Counter(
            "groundwire_model_attempts", "Requests to an endpoint by what became of them.",
            [_ENDPOINT, "outcome"], registry=registry,
        )  # fmt: skip
        self._wait = Histogram(
            "groundwire_model_wait_seconds", "Seconds that a question waited for a place among the calls in flight.",
            [_ENDPOINT], buckets=_LONG_SECONDS, registry=registry,
        )  # fmt: skip
        self._tokens = Counter(
            "groundwire_model_tokens", "Tokens by kind; cached_prompt ones are among the prompt ones.",
            [_MODEL, "kind"], registry=registry,
        )  # fmt: skip
        self._cost = Counter(
            "groundwire_model_cost_usd", "US dollars at the prices of the settings.", [_MODEL], registry=registry
        )

    def count(self, chat: Chat, usage: Usage, cost_usd: float) -> None:
        """Enter a question.

        Args:
            chat: The question.
            usage: Of all its attempts.
            cost_usd: The price of that.
        """
        who = (names.CHAT, names.OPENAI, chat.model, chat.endpoint)
        self._duration.labels(*who, chat.error or "").observe(chat.seconds)
        self._usage.labels(*who, names.INPUT).observe(usage.prompt_tokens)
        self._usage.labels(*who, names.OUTPUT).observe(usage.completion_tokens)
        self._wait.labels(chat.endpoint).observe(chat.waited_s)
        for attempt in chat.attempts:
            self._attempts.labels(chat.endpoint, attempt.outcome.value).inc()
        self._tokens.labels(chat.model, "prompt").inc(usage.prompt_tokens)
        self._tokens.labels(chat.model, "cached_prompt").inc(usage.cached_prompt_tokens)
        self._tokens.labels(chat.model, "completion").inc(usage.completion_tokens)
        self._cost.labels(chat.model).inc(cost_usd)


class _Endpoints:
    """How endpoints are doing."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.breaker = Gauge(
            "groundwire_breaker_state", "1 for the state that the breaker of an endpoint is in, 0 for the others.",
            [_ENDPOINT, "state"], registry=registry,
        )  # fmt: skip
        self.opened = Counter(
            "groundwire_breaker_opened", "Times that the breaker of an endpoint opened.", [_ENDPOINT], registry=registry
        )
        self.limit = Gauge(
            "groundwire_model_limit", "Calls to an endpoint that may be in flight.", [_ENDPOINT], registry=registry
        )
        self.in_flight = Gauge(
            "groundwire_model_in_flight", "Calls to an endpoint in flight.", [_ENDPOINT], registry=registry
        )
        self.throttle_failures = Counter(
            "groundwire_throttle_failures", "Calls whose limits a minute could not be shared with other processes.",
            [_ENDPOINT], registry=registry,
        )  # fmt: skip
        self.retries_refused = Counter(
            "groundwire_retries_refused", "Retries forgone because the budget of retries was spent.",
            [_ENDPOINT], registry=registry,
        )  # fmt: skip


class _Extractions:
    """Extractions, from the queue to their records."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.running = Gauge("groundwire_extractions_running", "Extractions under way.", registry=registry)
        self.waiting = Gauge("groundwire_extractions_waiting", "Extractions that wait for a place.", registry=registry)
        self.wait = Histogram(
            "groundwire_extraction_wait_seconds", "Seconds that an extraction waited for its place.",
            buckets=_LONG_SECONDS, registry=registry,
        )  # fmt: skip
        self.shed = Counter("groundwire_shed", "Requests turned away, by reason.", ["reason"], registry=registry)
        self.cache = Counter(
            "groundwire_cache_requests", "Answers by what the cache did for them.", ["result"], registry=registry
        )
        self.cache_failures = Counter(
            "groundwire_cache_failures", "Reads and writes of the cache that failed.", registry=registry
        )
        self.fallback = Counter("groundwire_fallback_answers", "Answers of the second model.", registry=registry)
        self.made = Counter("groundwire_extractions_made", "Extractions that were made, not cached.", registry=registry)
        self.stage = Histogram(
            "groundwire_stage_seconds", "Seconds of an extraction by stage of the pipeline.",
            ["stage"], buckets=_LONG_SECONDS, registry=registry,
        )  # fmt: skip
        self.records = Counter(
            "groundwire_records", "Records in extractions that were made, by type.", ["record_type"], registry=registry
        )
        self.warnings = Counter(
            "groundwire_warnings", "Warnings in extractions that were made, by code.", ["code"], registry=registry
        )
        for reason in Shed:
            self.shed.labels(reason.value)
        for state in CacheState:
            self.cache.labels(state.value)
        for record_type in RecordType:
            self.records.labels(record_type.value)
        for code in WarningCode:
            self.warnings.labels(code.value)

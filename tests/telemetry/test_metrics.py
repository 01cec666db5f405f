"""Metrics, as a scrape shows them."""

import pytest
from tests.telemetry.exercised import ENDPOINT, MODEL, attempt, chat, exercised, labels_by_name, samples, value

from groundwire.extraction.observer import BreakerState, Outcome, Shed
from groundwire.schemas import CacheState, RecordType, WarningCode
from groundwire.telemetry.metrics import PrometheusObserver
from groundwire.telemetry.registry import new_registry

CHAT = {
    "gen_ai_operation_name": "chat",
    "gen_ai_provider_name": "openai",
    "gen_ai_request_model": MODEL,
    "server_address": ENDPOINT,
}


def test_a_question_counts_once_and_each_of_its_attempts_by_what_became_of_it() -> None:
    registry = exercised()
    attempts = {
        outcome: value(registry, "groundwire_model_attempts_total", endpoint=ENDPOINT, outcome=outcome)
        for outcome in ("unavailable", "ok")
    }
    assert attempts == {"unavailable": 1, "ok": 1}
    assert value(registry, "gen_ai_client_operation_duration_seconds_count", **CHAT, error_type="") == 1
    assert value(registry, "gen_ai_client_operation_duration_seconds_sum", **CHAT, error_type="") == 2.0
    assert value(registry, "groundwire_model_wait_seconds_sum", endpoint=ENDPOINT) == 1.0


def test_tokens_and_cost_are_those_of_all_attempts() -> None:
    registry = new_registry()
    observer = PrometheusObserver(registry, {(ENDPOINT, MODEL): lambda usage: usage.prompt_tokens / 1000})
    observer.asked(chat(attempt(Outcome.INVALID, prompt=100, completion=7), attempt(Outcome.OK, prompt=300)))
    tokens = {
        kind: value(registry, "groundwire_model_tokens_total", model=MODEL, kind=kind)
        for kind in ("prompt", "cached_prompt", "completion")
    }
    assert tokens == {"prompt": 400, "cached_prompt": 200, "completion": 7}
    assert value(registry, "gen_ai_client_token_usage_sum", **CHAT, gen_ai_token_type="input") == 400
    assert value(registry, "gen_ai_client_token_usage_sum", **CHAT, gen_ai_token_type="output") == 7
    assert value(registry, "groundwire_model_cost_usd_total", model=MODEL) == pytest.approx(0.4)


def test_without_a_price_there_is_no_cost() -> None:
    registry = new_registry()
    PrometheusObserver(registry).asked(chat(attempt(Outcome.OK, prompt=100)))
    assert value(registry, "groundwire_model_cost_usd_total", model=MODEL) == 0


def test_a_failed_question_bears_the_class_of_its_error() -> None:
    registry = new_registry()
    PrometheusObserver(registry).asked(chat(error="ModelUnavailable"))
    name = "gen_ai_client_operation_duration_seconds_count"
    assert value(registry, name, **CHAT, error_type="ModelUnavailable") == 1


def test_a_breaker_is_in_one_state() -> None:
    registry = new_registry()
    observer = PrometheusObserver(registry)
    for state in (BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.OPEN, BreakerState.CLOSED):
        observer.breaker(ENDPOINT, state)
        shown = {s: value(registry, "groundwire_breaker_state", endpoint=ENDPOINT, state=s.value) for s in BreakerState}
        assert shown == {s: float(s is state) for s in BreakerState}
    assert value(registry, "groundwire_breaker_opened_total", endpoint=ENDPOINT) == 2


def test_what_is_told_of_endpoints_and_extractions_is_shown() -> None:
    registry = exercised()
    assert value(registry, "groundwire_model_limit", endpoint=ENDPOINT) == 8
    assert value(registry, "groundwire_model_in_flight", endpoint=ENDPOINT) == 3
    assert value(registry, "groundwire_throttle_failures_total", endpoint=ENDPOINT) == 1
    assert value(registry, "groundwire_retries_refused_total", endpoint=ENDPOINT) == 1
    assert value(registry, "groundwire_extractions_running") == 2
    assert value(registry, "groundwire_extractions_waiting") == 1
    assert value(registry, "groundwire_extraction_wait_seconds_sum") == 0.5
    assert value(registry, "groundwire_shed_total", reason="queue_full") == 1
    assert value(registry, "groundwire_cache_requests_total", result="miss") == 1
    assert value(registry, "groundwire_stage_seconds_sum", stage="ask") == 1.5
    assert value(registry, "groundwire_records_total", record_type="attack") == 2
    assert value(registry, "groundwire_warnings_total", code="call_failed") == 1
    assert value(registry, "groundwire_extractions_made_total") == 1
    assert value(registry, "groundwire_fallback_answers_total") == 1
    assert value(registry, "groundwire_cache_failures_total") == 1


def test_what_can_be_known_beforehand_begins_at_zero() -> None:
    registry = new_registry()
    PrometheusObserver(registry)
    for name, label, known in (
        ("groundwire_shed_total", "reason", Shed),
        ("groundwire_cache_requests_total", "result", CacheState),
        ("groundwire_records_total", "record_type", RecordType),
        ("groundwire_warnings_total", "code", WarningCode),
    ):
        assert {each: value(registry, name, **{label: each.value}) for each in known} == dict.fromkeys(known, 0.0)


def test_two_services_of_one_process_count_apart() -> None:
    one, other = new_registry(), new_registry()
    PrometheusObserver(one).cache_failed()
    PrometheusObserver(other)
    assert value(one, "groundwire_cache_failures_total") == 1
    assert value(other, "groundwire_cache_failures_total") == 0


def test_the_process_is_measured() -> None:
    shown = labels_by_name(new_registry())
    assert {"process_resident_memory_bytes", "process_open_fds", "python_info"} <= shown.keys()


def test_no_label_can_hold_what_a_request_brings() -> None:
    allowed = {
        "gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_token_type", "server_address",
        "error_type", "endpoint", "model", "outcome", "kind", "state", "reason", "result", "stage", "record_type",
        "code", "http_request_method", "http_route", "http_response_status_code", "le",
    }  # fmt: skip
    ours = {name: labels for name, labels in labels_by_name(exercised()).items() if not name.startswith("python_")}
    assert set().union(*ours.values()) == allowed
    assert len(samples(exercised())) < 500

"""Names that other programs rely on."""

import pytest
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes, http_attributes
from opentelemetry.semconv._incubating.metrics import gen_ai_metrics, http_metrics
from opentelemetry.semconv.attributes import error_attributes, server_attributes
from tests.telemetry.exercised import exercised, labels_by_name

from groundwire.telemetry import names

PUBLISHED = {
    value
    for module in (
        gen_ai_attributes,
        http_attributes,
        gen_ai_metrics,
        http_metrics,
        error_attributes,
        server_attributes,
    )
    for value in vars(module).values()
    if isinstance(value, str)
}
"""Names of the conventions as OpenTelemetry's own package has them."""


def test_each_name_is_one_of_the_conventions() -> None:
    ours = {value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)}
    dotted = {value for value in ours if "." in value}
    assert len(dotted) >= 20
    assert dotted <= PUBLISHED


def test_metrics_bear_them_as_prometheus_spells_them() -> None:
    shown = labels_by_name(exercised())
    assert "gen_ai_client_operation_duration_seconds_bucket" in shown
    assert "gen_ai_client_token_usage_bucket" in shown
    assert "http_server_request_duration_seconds_bucket" in shown
    assert "http_server_active_requests" in shown


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_method_of_http_stays(method: str) -> None:
    assert names.known_method(method) == method


@pytest.mark.parametrize("method", ["get", "BREW", "", "GET "])
def test_any_other_does_not(method: str) -> None:
    assert names.known_method(method) == "_OTHER"

"""The short forms of `make overload` and `make soak`: seconds instead of minutes, bounds for a busy machine."""

from benchmarks.load.overload import PLACES, WAITING, measure_crowd, measure_overload
from benchmarks.load.service import service_with_endpoint
from benchmarks.load.soak import SHARES, soak_service


def test_three_times_more_than_it_can_is_refused_at_once_and_the_rest_goes_on() -> None:
    found = measure_overload(times=3, seconds=4, delay_s=0.3)
    assert found.odd == 0
    assert found.goodput_per_s > 0.6 * found.capacity_per_s
    assert found.refused_p99_ms < 1000
    assert found.cached_p99_ms < 1000
    assert found.growth_mb < 50
    assert found.refused > PLACES + WAITING


def test_cached_answers_come_beside_many_extractions_in_flight() -> None:
    found = measure_crowd(seconds=3, delay_s=1.0)
    assert found.cached > 20
    assert found.cached_p50_ms < 500


def test_mixed_load_leaves_nothing_behind() -> None:
    with service_with_endpoint(0.1, {}) as running:
        found = soak_service(running, rate=20, seconds=15, seed=1)
    assert found.flaws(growth_mb=40, growth_files=30) == []
    assert {kind for kind, _ in found.asked} == set(SHARES)

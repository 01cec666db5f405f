"""The short forms of `make overload` and `make soak`: seconds instead of minutes, and on a machine that may be busy.

So times are not judged here, only what is answered; the long forms judge them.
"""

from benchmarks.load.overload import measure_crowd, measure_overload
from benchmarks.load.service import service_with_endpoint
from benchmarks.load.soak import SHARES, soak_service


def test_three_times_more_than_it_can_is_refused_and_the_rest_goes_on() -> None:
    found = measure_overload(times=3, seconds=4, delay_s=0.3)
    assert found.odd == 0
    assert found.refused > 0
    assert found.goodput_per_s > 0.5 * found.capacity_per_s
    assert found.growth_mb < 50


def test_cached_answers_come_beside_many_extractions_in_flight() -> None:
    assert measure_crowd(seconds=3, delay_s=1.0).cached > 20


def test_mixed_load_leaves_nothing_behind() -> None:
    with service_with_endpoint(0.1, {}) as running:
        found = soak_service(running, rate=20, seconds=12, seed=1)
    assert found.flaws(growth_mb=40, growth_files=30) == []
    assert {kind for kind, _ in found.asked} == set(SHARES)

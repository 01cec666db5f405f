"""Waves and incidents that are told apart: who attacked, and where."""

from tests.extraction.recording import entry, on, states, strike

from groundwire.extraction.reconcile import reconcile
from groundwire.extraction.shares import share
from groundwire.schemas import Attack

RED = states("Redland")


def test_an_incident_in_a_place_of_the_wave_has_its_attacker() -> None:
    wave = strike(0, "Amberg Bühl", scope="wave", perpetrators=RED, attribution="claimed")
    whole, part = share([wave, strike(100, "Bühl", killed=2)])
    assert whole == wave
    assert isinstance(part, Attack)
    assert (part.perpetrators, part.attribution) == (RED, "attributed")


def test_an_incident_elsewhere_or_of_another_day_or_sort_has_not() -> None:
    wave = strike(0, "Amberg Bühl", scope="wave", perpetrators=RED, date=on("May 3", "2030-05-03"))
    others = [
        strike(100, "Calw", killed=2),
        strike(200, "Amberg", killed=3, date=on("May 9", "2030-05-09")),
        strike(300, "Amberg", injured=4, attack_type="sabotage"),
    ]
    assert share([wave, *others]) == [wave, *others]


def test_of_two_waves_that_fit_neither_lends_anything() -> None:
    waves = [strike(0, "Amberg", scope="wave", perpetrators=RED), strike(50, "Amberg", scope="wave", killed=1)]
    part = strike(100, "Amberg", killed=2)
    assert share([*waves, part])[2] == part


def test_a_wave_told_without_places_has_those_of_its_incidents() -> None:
    wave = strike(0, "", scope="wave", perpetrators=RED)
    whole, *_ = share([wave, strike(100, "Bühl", killed=2), strike(200, "Calw", injured=3)])
    assert isinstance(whole, Attack)
    assert [place.name for place in whole.places] == ["Bühl", "Calw"]
    assert [g.path for g in whole.grounding] == ["/places/0/name", "/places/1/name"]
    assert [span.start for span in whole.evidence] == [0, 100, 200]


def test_one_incident_does_not_make_the_places_of_a_wave() -> None:
    wave = strike(0, "", scope="wave")
    assert share([wave, strike(100, "Bühl", killed=2)])[0] == wave


def test_a_wave_without_places_is_the_one_that_names_them() -> None:
    lead = strike(0, "Amberg Bühl", killed=3, scope="wave")
    body = strike(100, "", scope="wave", date=on("overnight"))
    (one,) = reconcile([entry(lead), entry(body)])
    assert isinstance(one.record, Attack)
    assert one.record.date == on("overnight")


def test_waves_of_other_times_stay_two() -> None:
    lead = strike(0, "Amberg Bühl", scope="wave", date=on("in the latest escalation"))
    other = strike(100, "", scope="wave", date=on("overnight into yesterday"))
    assert len(reconcile([entry(lead), entry(other)])) == 2

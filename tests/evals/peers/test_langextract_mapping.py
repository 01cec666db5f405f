"""langextract's attribute texts, read as kindly as can be."""

from datetime import date
from typing import Any, get_args

import pytest
from langextract.data import CharInterval, Extraction
from tests.evals.peers.support import ARTICLE, FIRST

from groundwire.evals.peers import langextract_values as values
from groundwire.evals.peers.answer import PeerAidPledge, PeerAttack, PeerDiplomaticEvent
from groundwire.evals.peers.langextract_examples import EXAMPLES
from groundwire.evals.peers.langextract_mapping import evidence_of, record_of
from groundwire.extraction.coding.occasions import Publication
from groundwire.schemas import AttackType, DateBasis, Quantity, Topic

WEDNESDAY = Publication(date(2025, 6, 4))
ONE = Quantity(min=1, max=1)


def mapped(kind: str, **attributes: Any) -> Any:  # noqa: ANN401 - any of three kinds, or none
    """The record of one extraction."""
    extraction = Extraction(extraction_class=kind, extraction_text=FIRST, attributes=attributes or None)
    return record_of(extraction, ARTICLE.text, WEDNESDAY)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("at least 20", Quantity(min=20)),
        ("more than 75 people", Quantity(min=75)),
        ("20", Quantity(min=20, max=20)),
        (20, Quantity(min=20, max=20)),
        (["two", "three"], Quantity(min=2, max=2)),
        ("up to 40", Quantity(max=40)),
        ("about 120", Quantity(min=120, max=120, approximate=True)),
        ("a woman", ONE),
        ("dozens", Quantity()),
        ("no one", Quantity(min=0, max=0)),
        ("0", Quantity(min=0, max=0)),
        ("none", None),
        ("unknown", None),
        ("many people", Quantity()),
        (-3, None),
        (True, None),
        (None, None),
        ({"min": 3}, None),
    ],
)
def test_counts(said: object, read: Quantity | None) -> None:
    assert values.quantity(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("$314 million", (314_000_000, "USD")),
        ("50 million euros ($57 million)", (50_000_000, "EUR")),
        (["€90bn"], (90_000_000_000, "EUR")),
        ("a lot of money", None),
        (314, None),
        (None, None),
    ],
)
def test_sums(said: object, read: tuple[int, str] | None) -> None:
    money = values.money(said)
    assert (money and (money.value, money.currency)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("over the next two years", 24),
        ("18 months", 18),
        ("24", 24),
        (24, 24),
        ("0", None),
        ("long", None),
        (None, None),
    ],
)
def test_periods(said: object, read: int | None) -> None:
    assert values.months(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("on Monday", (date(2025, 6, 2), date(2025, 6, 2), DateBasis.RELATIVE)),
        ("3 May 2024", (date(2024, 5, 3), date(2024, 5, 3), DateBasis.EXPLICIT)),
        ("recently", (None, None, DateBasis.NONE)),
    ],
)
def test_dates(said: str, read: tuple[date | None, date | None, DateBasis]) -> None:
    when = values.day(said, WEDNESDAY)
    assert when is not None
    assert when.text == said
    assert (when.start, when.end, when.basis) == read


def test_no_words_are_no_date() -> None:
    assert values.day(None, WEDNESDAY) is None
    assert values.day("not stated", WEDNESDAY) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("missile_strike", "missile_strike"),
        ("Missile Strike", "missile_strike"),
        ("missile-and-drone strike", "missile_and_drone_strike"),
        ("a drone strike on a market", "drone_strike"),
        ("strike", None),
        (None, None),
        (3, None),
    ],
)
def test_fixed_values(said: object, read: str | None) -> None:
    assert values.one_of(said, get_args(AttackType)) == read


def test_lists_of_fixed_values() -> None:
    assert values.many_of(["Ceasefire", "energy", "ceasefire", "weather"], get_args(Topic)) == ("ceasefire", "energy")
    assert values.many_of("ceasefire, peace terms", get_args(Topic)) == ("ceasefire", "peace_terms")
    assert values.many_of(None, get_args(Topic)) == ()


@pytest.mark.parametrize(
    ("said", "read"),
    [(True, True), (False, False), ("true", True), ("Yes", True), ("no", False), ("perhaps", None), (None, None)],
)
def test_truth_values(said: object, read: bool | None) -> None:
    assert values.flag(said) is read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Marta Lind (SE, official)", ("Marta Lind", "SE", "official")),
        ("Marta Lind (Sweden, Official)", ("Marta Lind", "SE", "official")),
        ("Russia", ("Russia", "RU", "state")),
        ("Moscow (RU, government_body)", ("Russia", "RU", "state")),
        ("Russian forces", ("Russia", "RU", "state")),
        ("Russian Defence Ministry (government_body)", ("Russian Defence Ministry", "RU", "government_body")),
        ("European Union (EU, international_organisation)", ("European Union", "EU", "international_organisation")),
        ("NATO (international_organisation)", ("NATO", None, "international_organisation")),
        ("Rapid Support Forces (SD, armed group)", ("Rapid Support Forces", "SD", "armed_group")),
        ("Somebody", ("Somebody", None, "other")),
        ("(SE)", None),
    ],
)
def test_actors(said: str, read: tuple[str, str | None, str] | None) -> None:
    actor = values.actor(said)
    assert (actor and (actor.name, actor.country, actor.kind)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Jizan (SA)", ("Jizan", None, "SA")),
        ("Kupiansk, Kharkiv region (UA)", ("Kupiansk", "Kharkiv", "UA")),
        ("Gedaref, Sudan", ("Gedaref", None, "SD")),
        ("Gedaref, SD", ("Gedaref", None, "SD")),
        ("Lviv region (UA)", ("Lviv region", None, "UA")),
        ("Odesa", ("Odesa", None, None)),
        ("(UA)", None),
    ],
)
def test_places(said: str, read: tuple[str, str | None, str | None] | None) -> None:
    place = values.place(said)
    assert (place and (place.name, place.admin, place.country)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("energy: a power station", ("energy", "a power station")),
        ("Emergency responders: two medics", ("emergency_responders", "two medics")),
        ("residential building", ("residential", "residential building")),
        ("a bridge: the old one", ("other", "a bridge: the old one")),
        ("market", ("other", "market")),
        ("energy:", None),
    ],
)
def test_targets(said: str, read: tuple[str, str] | None) -> None:
    target = values.target(said)
    assert (target and (target.category, target.text)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("drone: Shahed; launched nine; intercepted six", ("drone", "Shahed", 9, 6)),
        ("drone; launched 479; shot down 460", ("drone", None, 479, 460)),
        ("missile: Quds; launched two", ("missile", "Quds", 2, None)),
        ("cruise_missile: Kalibr", ("cruise_missile", "Kalibr", None, None)),
        ("artillery", ("artillery", None, None, None)),
        ("six Kalibr cruise missiles", ("cruise_missile", "Kalibr", 6, None)),
        ("two Iskander-M missiles", ("ballistic_missile", "Iskander-M", 2, None)),
        ("Russian drones", ("drone", None, None, None)),
        ("102 drones were intercepted", ("drone", None, None, 102)),
        ("a knife", None),
    ],
)
def test_weapons(said: str, read: tuple[str, str | None, int | None, int | None] | None) -> None:
    weapon = values.weapon(said)
    if weapon is None:
        assert read is None
        return
    counts = [count.min if count else None for count in (weapon.launched, weapon.intercepted)]
    assert (weapon.kind, weapon.name, *counts) == read


def test_what_the_form_demands_falls_back_to_the_catch_all() -> None:
    assert mapped("Attack", date=None) == PeerAttack(
        scope="incident", attack_type="other", evidence=mapped("attack", date=None).evidence
    )
    pledge = mapped("aid pledge", aid_type="Military", status="given some day")
    assert isinstance(pledge, PeerAidPledge)
    assert (pledge.aid_type, pledge.status) == ("military", "pledged")
    event = mapped(
        "diplomatic_event", event_type="Consult", status="held", topics="energy", place="Jeddah, Saudi Arabia"
    )
    assert isinstance(event, PeerDiplomaticEvent)
    assert event.status is None
    assert event.place is not None
    assert event.place.country == "SA"


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        ("weather", {"sort": "rain"}),
        ("attack", {}),
        ("diplomatic_event", {"event_type": "walk"}),
        ("aid_pledge", {"aid_type": "moral"}),
    ],
)
def test_what_can_be_no_record_is_none(kind: str, attributes: dict[str, Any]) -> None:
    assert mapped(kind, **attributes) is None


@pytest.mark.parametrize(
    ("text", "interval", "quote"),
    [
        (FIRST, None, FIRST),
        ("a DRONE killed at least two", None, "drone killed at least two"),
        ("A drone murdered at least two people", (2, 7), "drone"),
        ("A drone murdered at least two people", None, None),
        ("A drone murdered at least two people", (2, 5000), None),
    ],
)
def test_evidence_is_the_whole_text_or_what_was_aligned(
    text: str, interval: tuple[int, int] | None, quote: str | None
) -> None:
    aligned = CharInterval(*interval) if interval else None
    extraction = Extraction(extraction_class="attack", extraction_text=text, char_interval=aligned)
    assert [span.quote for span in evidence_of(extraction, ARTICLE.text)] == ([quote] if quote else [])


def test_the_examples_are_read_in_full() -> None:
    for example in EXAMPLES:
        for extraction in example.extractions or []:
            record = record_of(extraction, example.text, WEDNESDAY)
            assert record is not None
            assert record.evidence[0].quote == extraction.extraction_text
            read = record.model_dump()
            for name, said in (extraction.attributes or {}).items():
                value = read["period_months" if name == "period" else name]
                assert (value not in (None, ())) == (said not in (None, []))
                assert not isinstance(said, list) or len(value) == len(said)

"""Values of a plain instructor answer in the public form; what that form forbids costs the value, not the record."""

from datetime import date
from typing import Any

import pytest

from groundwire.evals.peers.answer import PeerAidPledge, PeerAttack, PeerDiplomaticEvent
from groundwire.evals.peers.instructor_mapping import records_of
from groundwire.evals.peers.instructor_schema import Events
from groundwire.schemas import Actor, DateBasis, DateRange, Money, Place, Quantity, Target

ATTACK = {"scope": "wave", "attack_type": "shelling"}
PLEDGE = {"aid_type": "military", "status": "pledged"}


def mapped(kind: str, record: dict[str, Any]) -> Any:  # noqa: ANN401 - any of three kinds
    """The one record of an answer."""
    (found,) = records_of(Events.model_validate({kind: [record]}), "No quote stands here.")
    return found


def test_a_record_of_each_kind_needs_nothing_but_its_types() -> None:
    assert mapped("attacks", ATTACK) == PeerAttack(scope="wave", attack_type="shelling")
    assert mapped("aid_pledges", PLEDGE) == PeerAidPledge(aid_type="military", status="pledged")
    assert mapped("diplomatic_events", {"event_type": "reject"}) == PeerDiplomaticEvent(event_type="reject")


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("killed", {"min": 20, "max": None}, Quantity(min=20)),
        ("killed", {"min": None, "max": None, "approximate": True}, Quantity(approximate=True)),
        ("killed", {"min": 5, "max": 3}, None),
        ("injured", {"min": -1, "max": None}, None),
        ("perpetrators", [{"name": "Russia", "country": "ru", "kind": "state"}], [("Russia", "RU", "state")]),
        ("perpetrators", [{"name": "Army", "country": "Sudan", "kind": "state"}], [("Army", "SD", "state")]),
        ("perpetrators", [{"name": "Army", "country": "nowhere"}, {"name": " "}], [("Army", None, "other")]),
        ("places", [{"name": "Odesa", "admin": "", "country": "UA"}, {"name": "unknown"}], [("Odesa", None, "UA")]),
        ("targets", [{"category": "port", "text": " a pier"}, {"category": "port", "text": ""}], [("port", "a pier")]),
        ("date", {"text": "in May", "start": "2024-05-01", "end": "2024-05-31"}, (date(2024, 5, 1), date(2024, 5, 31))),
        ("date", {"text": "on 3 May", "start": "2024-05-03", "end": None}, (date(2024, 5, 3), date(2024, 5, 3))),
        ("date", {"text": "on Friday", "start": "2024-02-30", "end": ""}, (None, None)),
        ("date", {"text": "on Friday", "start": "2024-02-03", "end": "2024-02-01"}, (None, None)),
        ("date", {"text": "", "start": "2024-02-03", "end": "2024-02-03"}, None),
    ],
)
def test_values_of_an_attack(field: str, said: object, value: object) -> None:
    assert plain(getattr(mapped("attacks", {**ATTACK, field: said}), field)) == value


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("amount", {"value": 90_000_000_000, "currency": "eur"}, Money(value=90_000_000_000, currency="EUR")),
        ("amount", {"value": 5, "currency": "euros"}, None),
        ("amount", {"value": -5, "currency": "EUR"}, None),
        ("items", ["drones", "", "null"], ["drones"]),
        ("period_months", 0, None),
        ("period_months", 24, 24),
    ],
)
def test_values_of_a_pledge(field: str, said: object, value: object) -> None:
    assert plain(getattr(mapped("aid_pledges", {**PLEDGE, field: said}), field)) == value


def test_a_long_summary_is_cut_rather_than_refused() -> None:
    event = mapped("diplomatic_events", {"event_type": "consult", "summary": "word " * 200, "topics": ["energy"] * 2})
    assert len(event.summary) == 400
    assert event.topics == ("energy",)


def plain(value: object) -> object:
    """Parts as tuples of what they hold, so that a table can be read."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Actor):
        return value.name, value.country, value.kind
    if isinstance(value, Place):
        return value.name, value.admin, value.country
    if isinstance(value, Target):
        return value.category, value.text
    if isinstance(value, DateRange):
        assert (value.basis is DateBasis.NONE) == (value.start is None)
        return value.start, value.end
    return value

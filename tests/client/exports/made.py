"""Extractions that hypothesis makes up: records with whatever the schemas allow in fields that exports read."""

from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from groundwire.client.testing import sample_extraction
from groundwire.schemas import (
    Actor,
    ActorKind,
    AidPledge,
    AidStatus,
    AidType,
    Attack,
    AttackScope,
    AttackType,
    Attribution,
    DateBasis,
    DateRange,
    DiplomaticEvent,
    DiplomaticEventType,
    Evidence,
    Extraction,
    Money,
    Place,
    Quantity,
    Weapon,
)

_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
_NAMES = (_WORDS | st.sampled_from(["=1+1", "-2+3", "@a", "+7", "-5", 'a "b", c\r\nd', "\t=x"])).filter(str.strip)
_COUNTRIES = st.sampled_from([None, "UA", "RU", "EU", "ZZ"])
_SAMPLE = sample_extraction()


def _some(strategy: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def _quantities(draw: st.DrawFn) -> Quantity:
    least, most = sorted(draw(st.tuples(st.integers(0, 500), st.integers(0, 500))))
    low, high = draw(st.sampled_from([(least, most), (least, None), (None, most), (None, None), (least, least)]))
    return Quantity(min=low, max=high, approximate=draw(st.booleans()))


@st.composite
def _dates(draw: st.DrawFn) -> DateRange:
    text, start = draw(_NAMES), draw(st.none() | st.dates(date(1, 1, 1), date(9998, 1, 1)))
    if start is None:
        return DateRange(text=text)
    end = start + timedelta(days=draw(st.integers(0, 70)))
    return DateRange(text=text, start=start, end=end, basis=DateBasis.EXPLICIT)


_EVIDENCE = _NAMES.map(lambda quote: Evidence(quote=quote, start=0, end=len(quote)))
_ACTORS = st.builds(Actor, name=_NAMES, country=_COUNTRIES, kind=st.sampled_from(get_args(ActorKind)))
_PLACES = st.builds(Place, name=_NAMES, admin=st.none() | _NAMES, country=_COUNTRIES)
_MONEY = st.builds(Money, value=st.integers(0, 10**15), currency=st.sampled_from(["EUR", "USD"]))
_COMMON = {"evidence": st.lists(_EVIDENCE, min_size=1, max_size=2).map(tuple), "date": st.none() | _dates()}

_ATTACKS = st.builds(
    Attack,
    scope=st.sampled_from(get_args(AttackScope)),
    attack_type=st.sampled_from(get_args(AttackType)),
    perpetrators=_some(_ACTORS),
    attribution=st.sampled_from(get_args(Attribution)),
    weapons=_some(
        st.builds(Weapon, kind=st.just("drone"), name=st.none() | _NAMES, launched=st.none() | _quantities())
    ),
    places=_some(_PLACES),
    killed=st.none() | _quantities(),
    injured=st.none() | _quantities(),
    civilian_harm=st.none() | st.booleans(),
    **_COMMON,
)
_EVENTS = st.builds(
    DiplomaticEvent,
    event_type=st.sampled_from(get_args(DiplomaticEventType)),
    initiators=_some(_ACTORS),
    counterparts=_some(_ACTORS),
    status=st.sampled_from([None, "planned", "concluded"]),
    place=st.none() | _PLACES,
    **_COMMON,
)
_AID = st.builds(
    AidPledge,
    donors=_some(_ACTORS),
    recipients=_some(_ACTORS),
    aid_type=st.sampled_from(get_args(AidType)),
    amount=st.none() | _MONEY,
    stated_equivalents=_some(_MONEY),
    items=_some(_NAMES),
    status=st.sampled_from(get_args(AidStatus)),
    period_months=st.none() | st.integers(1, 99),
    **_COMMON,
)


def extractions() -> st.SearchStrategy[Extraction]:
    """Extractions with up to two records of each type."""
    return st.builds(
        lambda attacks, events, aid: _SAMPLE.model_copy(
            update={"attacks": attacks, "diplomatic_events": events, "aid_pledges": aid}
        ),
        _some(_ATTACKS),
        _some(_EVENTS),
        _some(_AID),
    )

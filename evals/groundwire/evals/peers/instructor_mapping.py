"""From the answer of the plain instructor call to public records; values that their form forbids are left out."""

from collections.abc import Iterable
from datetime import date

from groundwire.evals.peers.answer import PeerAidPledge, PeerAttack, PeerDiplomaticEvent, PeerRecord
from groundwire.evals.peers.evidence import in_order, locate
from groundwire.evals.peers.instructor_schema import (
    AidForm,
    Arm,
    AttackForm,
    Count,
    DiplomaticForm,
    Events,
    Party,
    Site,
    Sum,
    When,
)
from groundwire.extraction.coding.geography import state_named, valid_code
from groundwire.extraction.coding.support import stated
from groundwire.schemas import Actor, DateBasis, DateRange, Evidence, Money, Place, Quantity, Target, Weapon


def records_of(events: Events, text: str) -> list[PeerRecord]:
    """All records, with those of their quotes that stand in the text as evidence."""
    return [
        *(_attack(form, text) for form in events.attacks),
        *(_diplomatic_event(form, text) for form in events.diplomatic_events),
        *(_aid_pledge(form, text) for form in events.aid_pledges),
    ]


def _attack(form: AttackForm, text: str) -> PeerAttack:
    return PeerAttack(
        evidence=_evidence(form.evidence, text),
        scope=form.scope,
        attack_type=form.attack_type,
        perpetrators=_actors(form.perpetrators),
        attribution=form.attribution,
        weapons=tuple(_weapon(arm) for arm in form.weapons),
        places=tuple(place for site in form.places if (place := _place(site))),
        date=_date(form.date),
        targets=tuple(Target(category=hit.category, text=said) for hit in form.targets if (said := stated(hit.text))),
        killed=_quantity(form.killed),
        injured=_quantity(form.injured),
        civilian_harm=form.civilian_harm,
    )


def _diplomatic_event(form: DiplomaticForm, text: str) -> PeerDiplomaticEvent:
    return PeerDiplomaticEvent(
        evidence=_evidence(form.evidence, text),
        event_type=form.event_type,
        initiators=_actors(form.initiators),
        counterparts=_actors(form.counterparts),
        mediators=_actors(form.mediators),
        topics=tuple(dict.fromkeys(form.topics)),
        status=form.status,
        place=_place(form.place),
        date=_date(form.date),
        summary=form.summary[:400] if form.summary else None,
    )


def _aid_pledge(form: AidForm, text: str) -> PeerAidPledge:
    return PeerAidPledge(
        evidence=_evidence(form.evidence, text),
        donors=_actors(form.donors),
        recipients=_actors(form.recipients),
        aid_type=form.aid_type,
        instrument=form.instrument,
        amount=_money(form.amount),
        stated_equivalents=tuple(money for item in form.stated_equivalents if (money := _money(item))),
        items=tuple(said for item in form.items if (said := stated(item))),
        status=form.status,
        period_months=form.period_months if form.period_months and form.period_months > 0 else None,
        date=_date(form.date),
    )


def _evidence(quotes: Iterable[str], text: str) -> tuple[Evidence, ...]:
    return in_order(locate(quote, text) for quote in quotes)


def _actors(parties: Iterable[Party]) -> tuple[Actor, ...]:
    return tuple(
        Actor(name=name, country=_country(party.country), kind=party.kind)
        for party in parties
        if (name := stated(party.name))
    )


def _place(site: Site | None) -> Place | None:
    name = stated(site.name) if site else None
    if site is None or name is None:
        return None
    return Place(name=name, admin=stated(site.admin), country=_country(site.country))


def _country(said: str | None) -> str | None:
    """The code, also where the model wrote the state's name."""
    state = state_named(said) if said else None
    return valid_code(said) or (state.code if state else None)


def _weapon(arm: Arm) -> Weapon:
    return Weapon(
        kind=arm.kind,
        name=stated(arm.name),
        launched=_quantity(arm.launched),
        intercepted=_quantity(arm.intercepted),
    )


def _quantity(count: Count | None) -> Quantity | None:
    if count is None or any(bound is not None and bound < 0 for bound in (count.min, count.max)):
        return None
    if count.min is not None and count.max is not None and count.min > count.max:
        return None
    return Quantity(min=count.min, max=count.max, approximate=count.approximate)


def _money(money: Sum | None) -> Money | None:
    code = money.currency.strip().upper() if money else ""
    if money is None or money.value < 0 or not (len(code) == 3 and code.isascii() and code.isalpha()):
        return None
    return Money(value=money.value, currency=code)


def _date(when: When | None) -> DateRange | None:
    words = stated(when.text) if when else None
    if when is None or words is None:
        return None
    start, end = _day(when.start), _day(when.end)
    start, end = start or end, end or start
    if start is None or end is None or start > end:
        return DateRange(text=words)
    return DateRange(text=words, start=start, end=end, basis=DateBasis.EXPLICIT)


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None

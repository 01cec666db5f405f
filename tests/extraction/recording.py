"""Records by hand for the tests of reconciling and merging."""

from datetime import date
from typing import Any

from groundwire.extraction.coding.support import Note
from groundwire.extraction.reconcile import Entry
from groundwire.schemas import (
    Actor,
    AidPledge,
    Attack,
    DateBasis,
    DateRange,
    DiplomaticEvent,
    Evidence,
    Grounding,
    GroundingStatus,
    Money,
    Place,
    Quantity,
    Record,
)

Figure = int | tuple[int | None, int | None] | None


def quantity(figure: Figure) -> Quantity | None:
    if figure is None:
        return None
    low, high = figure if isinstance(figure, tuple) else (figure, figure)
    return Quantity(min=low, max=high)


def on(text: str, first: str | None = None, last: str | None = None) -> DateRange:
    if first is None:
        return DateRange(text=text)
    end = date.fromisoformat(last or first)
    return DateRange(text=text, start=date.fromisoformat(first), end=end, basis=DateBasis.EXPLICIT)


def _evidence(at: int) -> tuple[Evidence, ...]:
    return (Evidence(quote="x" * 9, start=at, end=at + 9),)


def _grounds(values: dict[str, Any], at: int) -> tuple[Grounding, ...]:
    """A grounding for each value, at an offset that tells from which record it comes."""
    paths: list[str] = []
    for name, value in values.items():
        if isinstance(value, tuple):
            paths += [f"/{name}/{i}" if isinstance(m, str) else f"/{name}/{i}/name" for i, m in enumerate(value)]
        elif value is not None:
            paths.append(f"/{name}")
    return tuple(Grounding(path=p, status=GroundingStatus.EXACT, start=at, end=at + 1) for p in sorted(paths))


def strike(at: int, places: str = "Amberg", killed: Figure = None, injured: Figure = None, **more: Any) -> Attack:  # noqa: ANN401
    """An attack whose evidence and groundings stand at an offset."""
    values = {
        "places": tuple(Place(name=name) for name in places.split()),
        "killed": quantity(killed),
        "injured": quantity(injured),
    }
    blank: dict[str, Any] = {"scope": "incident", "attack_type": "missile_strike"}
    grounding = _grounds(values, at)
    return Attack.model_validate({**blank, **values, "evidence": _evidence(at), "grounding": grounding, **more})


def states(names: str) -> tuple[Actor, ...]:
    return tuple(Actor(name=name, kind="state") for name in names.split())


def act(
    at: int,
    initiators: str | tuple[Actor, ...],
    counterparts: str = "",
    event_type: str = "consult",
    **more: Any,  # noqa: ANN401
) -> DiplomaticEvent:
    actors = states(initiators) if isinstance(initiators, str) else initiators
    values = {"initiators": actors, "counterparts": states(counterparts)}
    return DiplomaticEvent.model_validate(
        {"event_type": event_type, **values, "evidence": _evidence(at), "grounding": _grounds(values, at), **more}
    )


def gift(at: int, donors: str, amount: Money | None = None, items: tuple[str, ...] = (), **more: Any) -> AidPledge:  # noqa: ANN401
    values: dict[str, Any] = {"donors": states(donors), "amount": amount, "items": items}
    values |= {name: more.pop(name) for name in ("stated_equivalents",) if name in more}
    grounds = tuple(
        entry.model_copy(update={"path": entry.path.removesuffix("/name")}) if "equiv" in entry.path else entry
        for entry in _grounds(values, at)
    )
    blank = {"aid_type": "military", "status": "pledged"}
    return AidPledge.model_validate({**blank, **values, "evidence": _evidence(at), "grounding": grounds, **more})


def entry(record: Record, *notes: Note) -> Entry:
    assert isinstance(record, Attack | DiplomaticEvent | AidPledge)
    return Entry(record, notes)


def source(record: Record, path: str) -> int | None:
    """The offset that a value is grounded at: which record it comes from."""
    found = [g.start for g in record.grounding if g.path == path]
    return found[0] if found else None

"""Shows an Extraction to a person: one table a type of record, with evidence, and what was left out below."""

from collections.abc import Callable, Iterable, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.table import Table

from groundwire.cli.evidence import legend, marked, plain
from groundwire.cli.exits import harmless
from groundwire.schemas import (
    Actor,
    AidPledge,
    Attack,
    DateRange,
    DiplomaticEvent,
    Extraction,
    GroundingStatus,
    Money,
    Place,
    Quantity,
    Record,
    Unclaimed,
    UnclaimedKind,
    Weapon,
)

_FACTS = {
    "Figures": {UnclaimedKind.NUMBER, UnclaimedKind.MONEY},
    "Places": {UnclaimedKind.PLACE},
    "Words of casualties": {UnclaimedKind.CASUALTY},
}


def show(extraction: Extraction, console: Console) -> None:
    """Print all of it. On a terminal, words of evidence are marked by how the values that stand on them were found."""
    _table(console, "Attacks", extraction.attacks, _ATTACK)
    _table(console, "Diplomatic events", extraction.diplomatic_events, _DIPLOMACY)
    _table(console, "Aid pledges", extraction.aid_pledges, _AID)
    if extraction.attacks or extraction.diplomatic_events or extraction.aid_pledges:
        if console.is_terminal:
            console.print(legend())
    else:
        console.print("No records: the article reports no attack, diplomatic event or aid pledge that was found.")
    for warning in extraction.warnings:
        where = f" {warning.path}" if warning.path else ""
        console.print(f"[yellow]! {warning.code.value}{escape(where)}[/]: {escape(warning.message)}", highlight=False)
    coverage, meta = extraction.coverage, extraction.meta
    _unclaimed(console, coverage.unclaimed)
    cost = "" if meta.cost_usd is None else f", ${meta.cost_usd:.4f}"
    console.print(
        f"[dim]{escape(meta.model)}, {meta.usage.calls} calls, {meta.usage.prompt_tokens} + "
        f"{meta.usage.completion_tokens} tokens{cost}, {sum(meta.stage_ms.values()) / 1000:.1f} s, "
        f"cache {meta.cache.value}[/]",
        highlight=False,
    )


def _unclaimed(console: Console, facts: Sequence[Unclaimed]) -> None:
    for what, kinds in _FACTS.items():
        quotes = ", ".join(f"“{fact.quote}”" for fact in facts if fact.kind in kinds)
        if quotes:
            console.print(f"[dim]{what} that no record claims: {escape(quotes)}[/]", highlight=False)


def escape(text: str) -> str:
    """The text without anything that Rich or a terminal would act on."""
    return escape_markup(harmless(text))


Row = tuple[str, Callable[[Record], str]]


def _table(console: Console, title: str, records: Sequence[Record], rows: Sequence[Row]) -> None:
    if not records:
        return
    table = Table(title=f"{title} ({len(records)})", box=box.ROUNDED, show_header=False, title_justify="left")
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for record in records:
        for name, value in rows:
            if text := value(record):
                table.add_row(name, escape(text))
        if unsupported := _unsupported(record):
            table.add_row("ungrounded", f"[yellow]{escape(unsupported)}[/]")
        for span in record.evidence:
            quote = marked(span, record.grounding) if console.is_terminal else plain(span)
            table.add_row(f"{span.start}–{span.end}", quote)
        table.add_section()
    console.print(table)


def _unsupported(record: Record) -> str:
    """Names of the values that nothing in the article supports: `killed`, or `places 2` for the second of a list."""
    paths = [entry.path for entry in record.grounding if entry.status is GroundingStatus.UNGROUNDED]
    whole = [path for path in paths if path.rpartition("/")[0] not in paths]
    return ", ".join(" ".join(_step(step) for step in path.split("/")[1:]) for path in whole)


def _step(step: str) -> str:
    return str(int(step) + 1) if step.isdigit() else step.replace("_", " ")


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    about = "about " if quantity.approximate else ""
    if quantity.min is None and quantity.max is None:
        return "some (no figure)"
    if quantity.min == quantity.max:
        return f"{about}{quantity.min:,}"
    if quantity.max is None:
        return f"{about}{quantity.min:,} or more"
    return f"{about}up to {quantity.max:,}" if quantity.min is None else f"{about}{quantity.min:,} to {quantity.max:,}"


def _date(date: DateRange | None) -> str:
    if date is None:
        return ""
    if date.start is None:
        return f"“{date.text}” (not resolved)"
    days = f"{date.start}" if date.start == date.end else f"{date.start} to {date.end}"
    return f"{days} (“{date.text}”)"


def _actors(actors: Iterable[Actor]) -> str:
    return ", ".join(f"{a.name} ({a.country})" if a.country else a.name for a in actors)


def _place(place: Place | None) -> str:
    return "" if place is None else ", ".join(part for part in (place.name, place.admin, place.country) if part)


def _weapon(weapon: Weapon) -> str:
    name = " ".join(part for part in (weapon.name, weapon.kind.replace("_", " ")) if part)
    launched, intercepted = _quantity(weapon.launched), _quantity(weapon.intercepted)
    return (
        name + (f", launched {launched}" if launched else "") + (f", intercepted {intercepted}" if intercepted else "")
    )


def _money(money: Money | None) -> str:
    return "" if money is None else f"{money.value:,} {money.currency}"


def _attack(get: Callable[[Attack], str]) -> Callable[[Record], str]:
    return lambda record: get(record) if isinstance(record, Attack) else ""


def _event(get: Callable[[DiplomaticEvent], str]) -> Callable[[Record], str]:
    return lambda record: get(record) if isinstance(record, DiplomaticEvent) else ""


def _pledge(get: Callable[[AidPledge], str]) -> Callable[[Record], str]:
    return lambda record: get(record) if isinstance(record, AidPledge) else ""


_ATTACK: Sequence[Row] = (
    ("type", _attack(lambda r: f"{r.attack_type.replace('_', ' ')} ({r.scope})")),
    ("places", _attack(lambda r: "; ".join(_place(place) for place in r.places))),
    ("date", _attack(lambda r: _date(r.date))),
    ("killed", _attack(lambda r: _quantity(r.killed))),
    ("injured", _attack(lambda r: _quantity(r.injured))),
    ("by", _attack(lambda r: f"{_actors(r.perpetrators)} ({r.attribution})" if r.perpetrators else "")),
    ("weapons", _attack(lambda r: "; ".join(_weapon(weapon) for weapon in r.weapons))),
    ("targets", _attack(lambda r: "; ".join(f"{t.text} ({t.category})" for t in r.targets))),
    ("civilian harm", _attack(lambda r: "" if r.civilian_harm is None else "yes" if r.civilian_harm else "no")),
)
_DIPLOMACY: Sequence[Row] = (
    ("type", _event(lambda r: r.event_type + (f" ({r.status})" if r.status else ""))),
    ("by", _event(lambda r: _actors(r.initiators))),
    ("to", _event(lambda r: _actors(r.counterparts))),
    ("mediators", _event(lambda r: _actors(r.mediators))),
    ("topics", _event(lambda r: ", ".join(r.topics))),
    ("place", _event(lambda r: _place(r.place))),
    ("date", _event(lambda r: _date(r.date))),
    ("summary", _event(lambda r: r.summary or "")),
)
_AID: Sequence[Row] = (
    (
        "type",
        _pledge(lambda r: f"{r.aid_type} {(r.instrument or '').replace('_', ' ')} ({r.status})".replace("  ", " ")),
    ),
    ("donors", _pledge(lambda r: _actors(r.donors))),
    ("recipients", _pledge(lambda r: _actors(r.recipients))),
    ("amount", _pledge(lambda r: " = ".join(_money(m) for m in (r.amount, *r.stated_equivalents) if m))),
    ("items", _pledge(lambda r: ", ".join(r.items))),
    ("period", _pledge(lambda r: f"{r.period_months} months" if r.period_months else "")),
    ("date", _pledge(lambda r: _date(r.date))),
)

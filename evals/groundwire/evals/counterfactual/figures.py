"""Families that change counts: casualties, and weapons launched or intercepted."""

from collections.abc import Iterator
from random import Random

from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.edits import Piece, replaced, with_record
from groundwire.evals.counterfactual.family import Family
from groundwire.evals.counterfactual.numbers import another, like, numbers_in
from groundwire.evals.counterfactual.places import figure_places, used_elsewhere
from groundwire.evals.counterfactual.revision import Revision, made, nodes, rewritten
from groundwire.evals.labels.gold import AnyGoldRecord, GoldRecord
from groundwire.evals.labels.pointers import tokens_of
from groundwire.schemas import Attack, Quantity


def casualties(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """A figure of killed or injured, in the text and in its record."""
    for item in origin.gold.attacks:
        for slot in ("killed", "injured"):
            if not _shares_a_sum(item, slot, origin):
                yield from _with_another(origin, item, f"/{slot}", draw, "casualty")


def weapon_counts(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """A number of weapons, in the text and in its record."""
    for item in origin.gold.attacks:
        for at in range(len(item.record.weapons)):
            for slot in ("launched", "intercepted"):
                if not _shares_a_sum(item, slot, origin):
                    yield from _with_another(origin, item, f"/weapons/{at}/{slot}", draw, "weapon_count")


CASUALTY = Family("casualty", "another number of killed or injured, in the text and in its record", casualties)
WEAPON_COUNT = Family("weapon_count", "another number of weapons, in the text and in its record", weapon_counts)


def _shares_a_sum(item: GoldRecord[Attack], slot: str, origin: EvalCase) -> bool:
    """Whether a figure may be the sum, or a part, of one in another record: a wave's and its incidents' are."""
    if not _figures(item.record, slot):
        return False
    total = item.record.scope != "incident"
    return any(
        (other.record.scope != "incident") != total and _figures(other.record, slot) for other in origin.gold.attacks
    )


def _figures(attack: Attack, slot: str) -> list[int]:
    """The bounds that a record gives for a slot; of all its weapons together for a weapon's slot."""
    owners = (attack,) if slot in {"killed", "injured"} else attack.weapons
    quantities = [getattr(owner, slot) for owner in owners]
    return [bound for quantity in quantities if quantity for bound in (quantity.min, quantity.max) if bound is not None]


def _with_another(
    origin: EvalCase, item: GoldRecord[Attack], pointer: str, draw: Random, family: str
) -> Iterator[EvalCase]:
    old = _only_bound(item.record, pointer)
    places = figure_places(item, pointer, old) if old else []
    if old is None or not places or used_elsewhere(origin, item, pointer, places):
        return
    text = origin.article.text
    new = another(old, places[0].words, {value for value, _, _ in numbers_in(text)}, draw)
    if new is None:
        return
    shift = {old: new, old + 1: new + 1}  # "more than 20" may be read as 21 and more

    def moved(value: JsonValue) -> JsonValue:
        return shift.get(value, value) if isinstance(value, int) and not isinstance(value, bool) else value

    changed = rewritten(item, pointer, moved)
    if _stale(changed, pointer, old):
        return
    slug = "-".join([item.id, *tokens_of(pointer.removeprefix("/weapons"))])
    revision = Revision(
        slug=slug,
        change=f"{item.id}: {pointer} is {new} instead of {old}.",
        pieces=replaced(text, [Piece(place.start, place.end, like(new, place.words)) for place in places]),
        gold=with_record(origin.gold, changed),
        removed=(str(old),),
    )
    yield made(origin, family, revision)


def _only_bound(attack: Attack, pointer: str) -> int | None:
    """The one number of a quantity; None for ranges, for 0, and for 1, which takes a singular."""
    *path, slot = tokens_of(pointer)
    owner = attack.weapons[int(path[1])] if path else attack
    quantity: Quantity | None = getattr(owner, slot)
    bounds = {quantity.min, quantity.max} - {None} if quantity else set()
    return next((bound for bound in bounds if bound and bound > 1), None) if len(bounds) == 1 else None


def _stale(item: AnyGoldRecord, pointer: str, old: int) -> bool:
    """Whether an accepted alternative of the same field still holds the old number."""
    field = tokens_of(pointer)[0]
    return any(
        node == old and not isinstance(node, bool)
        for other, values in item.alternatives.items()
        if tokens_of(other)[0] == field
        for value in values
        for node in nodes(value)
    )

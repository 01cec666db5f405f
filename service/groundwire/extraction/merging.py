"""Two records of the same event become one: lists joined, gaps filled, figures reconciled, grounding moved along."""

from dataclasses import dataclass
from typing import Any

from groundwire.extraction.folding import folded
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Grounding, Quantity

_KEYS = {"perpetrators": "name", "initiators": "name", "counterparts": "name", "mediators": "name", "donors": "name"}
_KEYS |= {"recipients": "name", "places": "name", "targets": "text", "weapons": "kind"}


@dataclass(frozen=True)
class Merged:
    """The record, and the names of the quantities that had to be spanned."""

    record: Attack | DiplomaticEvent | AidPledge
    spanned: tuple[str, ...]


def merge_records(a: Attack | DiplomaticEvent | AidPledge, b: Attack | DiplomaticEvent | AidPledge) -> Merged:
    """`a`, completed by what `b` adds. Where both state a value that cannot be joined, that of `a` stays."""
    values: dict[str, Any] = {}
    spanned: list[str] = []
    grounding = {entry.path: entry for entry in a.grounding}
    moved = {entry.path: entry for entry in b.grounding}
    for name in type(a).model_fields:
        mine, theirs = getattr(a, name), getattr(b, name)
        if name == "grounding":
            continue
        if name == "evidence":
            values[name] = tuple(sorted({*mine, *theirs}, key=lambda span: (span.start, span.end)))
        elif isinstance(mine, Quantity) and isinstance(theirs, Quantity):
            values[name], agreed = _reconciled(mine, theirs)
            spanned += [] if agreed else [name]
        elif isinstance(mine, tuple):
            values[name] = _joined(name, mine, theirs, grounding, moved)
        elif mine is None and theirs is not None:
            values[name] = theirs
            _move(grounding, moved, f"/{name}", f"/{name}")
    record = a.model_copy(update={**values, "grounding": tuple(grounding[path] for path in sorted(grounding))})
    return Merged(record, tuple(spanned))


def _reconciled(a: Quantity, b: Quantity) -> tuple[Quantity, bool]:
    """What both figures allow; where they exclude each other, the span of both (codebook, rule 6)."""
    low = max((bound for bound in (a.min, b.min) if bound is not None), default=None)
    high = min((bound for bound in (a.max, b.max) if bound is not None), default=None)
    if low is None or high is None or low <= high:
        return Quantity(min=low, max=high, approximate=a.approximate and b.approximate), True
    lows = [bound for bound in (a.min, b.min) if bound is not None]
    highs = [bound for bound in (a.max, b.max) if bound is not None]
    return Quantity(
        min=min(lows) if len(lows) == 2 else None,
        max=max(highs) if len(highs) == 2 else None,
        approximate=a.approximate or b.approximate,
    ), False


def _joined(
    name: str,
    mine: tuple[Any, ...],
    theirs: tuple[Any, ...],
    grounding: dict[str, Grounding],
    moved: dict[str, Grounding],
) -> tuple[Any, ...]:
    """The list with the members that it lacks."""
    members = list(mine)
    known = {_key(name, member) for member in mine}
    for index, member in enumerate(theirs):
        if _key(name, member) in known:
            continue
        _move(grounding, moved, f"/{name}/{index}", f"/{name}/{len(members)}")
        known.add(_key(name, member))
        members.append(member)
    return tuple(members)


def _key(name: str, member: Any) -> str:  # noqa: ANN401 - members of lists of any kind
    return folded(str(getattr(member, _KEYS[name]) if name in _KEYS else member))


def _move(grounding: dict[str, Grounding], moved: dict[str, Grounding], source: str, target: str) -> None:
    for path, entry in moved.items():
        if path == source or path.startswith(f"{source}/"):
            place = target + path[len(source) :]
            grounding[place] = entry.model_copy(update={"path": place})

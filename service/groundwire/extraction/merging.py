"""Two records of the same event become one: lists joined, gaps filled, figures reconciled, grounding moved along."""

from dataclasses import dataclass, field
from typing import Any

from groundwire.extraction.likeness import lies_in, same_member
from groundwire.extraction.pointers import is_within
from groundwire.extraction.reading.risen_figures import has_risen, is_corrected
from groundwire.schemas import (
    AidPledge,
    Attack,
    DateRange,
    DiplomaticEvent,
    Evidence,
    Grounding,
    Money,
    Place,
    Quantity,
)
from groundwire.schemas.common import Part

AnyRecord = Attack | DiplomaticEvent | AidPledge
_PREFERRED: dict[str, tuple[object, ...]] = {
    # Of two different values the one that is named first here says more.
    "attribution": ("disputed", "claimed", "attributed", "unknown"),
    "civilian_harm": (True, False, None),
    "kind": ("ballistic_missile", "cruise_missile", "missile"),
}
STRIKES = {"missile_strike", "drone_strike", "missile_and_drone_strike"}
"""Sorts of attack that can be parts of one: missiles told in one sentence, drones in the next."""
_LEAST = ("other", "unknown")


@dataclass(frozen=True)
class Merged:
    """What became of two records.

    Attributes:
        record: The one record.
        spanned: Paths of the quantities that had to be spanned.
        replaced: Paths of those of which a later figure, told as such, replaced an earlier one.
        moved: Where members of the second record's lists stand now, by their path there.
    """

    record: AnyRecord
    spanned: tuple[str, ...]
    replaced: tuple[str, ...]
    moved: dict[str, str]


@dataclass
class _Grounds:
    """The grounding of the first record, into which that of the second is taken."""

    mine: dict[str, Grounding]
    theirs: dict[str, Grounding]
    evidence: tuple[Evidence, ...]
    spanned: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def take(self, source: str, target: str) -> None:
        """The value at `target` is now the one that the second record has at `source`."""
        for path in [path for path in self.mine if is_within(path, target)]:
            del self.mine[path]
        for path, entry in self.theirs.items():
            if is_within(path, source):
                self._put(target + path[len(source) :], entry)

    def bound(self, entries: dict[str, Grounding], source: str, target: str, side: str) -> None:
        """One side of the quantity at `target` comes from the quantity at `source` of those entries."""
        entry = entries.get(f"{source}/{side}") or entries.get(source)
        if entry is not None:
            self._put(f"{target}/{side}", entry)

    def words_before(self, entries: dict[str, Grounding], path: str) -> str:
        """What the sentence says before the words of a value; empty if it is not known where they stand."""
        start = entries[path].start if path in entries else None
        spans = (span for span in self.evidence if start is not None and span.start <= start < span.end)
        return next((span.quote[: start - span.start] for span in spans if start is not None), "")

    def _put(self, path: str, entry: Grounding) -> None:
        self.mine[path] = entry.model_copy(update={"path": path})


def merge_records(a: AnyRecord, b: AnyRecord) -> Merged:
    """`a`, completed by what `b` adds. Where both state a value that cannot be joined, that of `a` stays."""
    spans = {(span.start, span.end): span for span in (*a.evidence, *b.evidence)}
    evidence = tuple(spans[place] for place in sorted(spans))
    mine, theirs = ({entry.path: entry for entry in record.grounding} for record in (a, b))
    grounds = _Grounds(mine, theirs, evidence)
    values: dict[str, Any] = {}
    for name in type(a).model_fields:
        if name == "evidence":
            values[name] = evidence
        elif name not in {"grounding", "amount", "stated_equivalents"}:
            values[name] = _merged(grounds, getattr(a, name), getattr(b, name), f"/{name}", f"/{name}")
    if isinstance(a, AidPledge) and isinstance(b, AidPledge):
        values |= _sums(grounds, a, b)
    values["grounding"] = tuple(grounds.mine[path] for path in sorted(grounds.mine))
    return Merged(a.model_copy(update=values), tuple(grounds.spanned), tuple(grounds.replaced), grounds.moved)


def _merged(grounds: _Grounds, mine: Any, theirs: Any, path: str, source: str) -> Any:  # noqa: ANN401 - of any kind
    if mine == theirs or theirs is None:
        return mine
    if mine is None:
        grounds.take(source, path)
        return theirs
    if isinstance(mine, tuple):
        return _joined(grounds, mine, theirs, path)
    if isinstance(mine, Quantity):
        return _reconciled(grounds, mine, theirs, path, source)
    if isinstance(mine, DateRange):
        return _dated(grounds, mine, theirs, path, source)
    if isinstance(mine, Place) and isinstance(theirs, Place):
        return _placed(grounds, mine, theirs, path, source)
    if isinstance(mine, Part):
        return _completed(grounds, mine, theirs, path, source)
    return _chosen(grounds, mine, theirs, path, source)


def _joined(grounds: _Grounds, mine: tuple[Any, ...], theirs: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    """The list with the members that it lacks, and with what those that it has lack."""
    members = list(mine)
    for index, member in enumerate(theirs):
        source = f"{path}/{index}"
        known = next((i for i, other in enumerate(members) if same_member(other, member)), None)
        target = f"{path}/{len(members) if known is None else known}"
        grounds.moved[source] = target
        if known is None:
            grounds.take(source, target)
            members.append(member)
        elif isinstance(member, Part):
            members[known] = _completed(grounds, members[known], member, target, source)
    return tuple(members)


def _placed(grounds: _Grounds, mine: Place, theirs: Place, path: str, source: str) -> Place:
    """The more specific place, completed by the other if both are one."""
    if lies_in(theirs, mine):
        grounds.take(source, path)
        return theirs
    return mine if lies_in(mine, theirs) else mine.model_copy(update=_members(grounds, mine, theirs, path, source))


def _completed(grounds: _Grounds, mine: Part, theirs: Part, path: str, source: str) -> Part:
    return mine.model_copy(update=_members(grounds, mine, theirs, path, source))


def _members(grounds: _Grounds, mine: Part, theirs: Part, path: str, source: str) -> dict[str, Any]:
    return {
        name: _merged(grounds, getattr(mine, name), getattr(theirs, name), f"{path}/{name}", f"{source}/{name}")
        for name in type(mine).model_fields
    }


def _chosen(grounds: _Grounds, mine: Any, theirs: Any, path: str, source: str) -> Any:  # noqa: ANN401 - of any kind
    """One of two values of a field: the one that says more, else mine."""
    name = path.rpartition("/")[2]
    if name == "attack_type" and {mine, theirs} <= STRIKES:
        return "missile_and_drone_strike"
    order = _PREFERRED.get(name, ())
    longer = (
        name == "name" and path.startswith(("/initiators", "/counterparts", "/mediators")) and len(theirs) > len(mine)
    )
    better = mine in order and theirs in order and order.index(theirs) < order.index(mine)
    if longer or better or (mine in _LEAST and theirs not in _LEAST):
        grounds.take(source, path)
        return theirs
    return mine


def _dated(grounds: _Grounds, mine: DateRange, theirs: DateRange, path: str, source: str) -> DateRange:
    """The date that is resolved; of two, the one of fewer days."""
    if theirs.start is None or theirs.end is None:
        return mine
    if mine.start is None or mine.end is None or theirs.end - theirs.start < mine.end - mine.start:
        grounds.take(source, path)
        return theirs
    return mine


def _reconciled(grounds: _Grounds, mine: Quantity, theirs: Quantity, path: str, source: str) -> Quantity:
    """What both figures allow; where they exclude each other, the span of both (codebook, rule 6)."""
    low, high = _pick(max, mine.min, theirs.min), _pick(min, mine.max, theirs.max)
    approximate = mine.approximate and theirs.approximate
    if low is not None and high is not None and low > high:
        if later := _later(grounds, mine, theirs, path, source):
            grounds.replaced.append(path)
            if later is theirs:
                grounds.take(source, path)
            return later
        grounds.spanned.append(path)
        low = None if None in {mine.min, theirs.min} else _pick(min, mine.min, theirs.min)
        high = None if None in {mine.max, theirs.max} else _pick(max, mine.max, theirs.max)
        approximate = mine.approximate or theirs.approximate
    for known, other in ((mine, theirs), (theirs, mine)):
        if (low, high) == (known.min, known.max):
            if known is theirs:
                grounds.take(source, path)
            # A figure that only repeats the other keeps no word of its own about being approximate.
            return (
                known if (low, high) != (other.min, other.max) else Quantity(min=low, max=high, approximate=approximate)
            )
    before = dict(grounds.mine)
    for old in [old for old in grounds.mine if is_within(old, path)]:
        del grounds.mine[old]
    for side, value in (("min", low), ("max", high)):
        if value is not None:
            of_mine = value == getattr(mine, side)
            grounds.bound(before if of_mine else grounds.theirs, path if of_mine else source, path, side)
    return Quantity(min=low, max=high, approximate=approximate)


def _later(grounds: _Grounds, mine: Quantity, theirs: Quantity, path: str, source: str) -> Quantity | None:
    """Which of two figures replaces the other, if just one of them is told as later (codebook, rule 6)."""
    before, before_theirs = grounds.words_before(grounds.mine, path), grounds.words_before(grounds.theirs, source)
    told = [
        figure
        for figure, other, words in ((mine, theirs, before), (theirs, mine, before_theirs))
        if is_corrected(words) or (has_risen(words) and (figure.min or 0) > (other.min or 0))
    ]
    return told[0] if len(told) == 1 else None


def _pick(choose: Any, *bounds: int | None) -> int | None:  # noqa: ANN401 - min or max
    known = [bound for bound in bounds if bound is not None]
    return choose(known) if known else None


def _sums(grounds: _Grounds, a: AidPledge, b: AidPledge) -> dict[str, Any]:
    """The amount with its equivalents: those of the record that tells more of them, completed by the other."""
    theirs_first = len(_all_sums(b)) > len(_all_sums(a))
    first, second = (b, a) if theirs_first else (a, b)
    entries = {path: entry for path, entry in grounds.mine.items() if not _is_sum(path)}
    sources = (grounds.theirs, grounds.mine) if theirs_first else (grounds.mine, grounds.theirs)
    kept: dict[str, tuple[Money, Grounding | None]] = {}
    for record, known in zip((first, second), sources, strict=True):
        for path, money in _all_sums(record):
            kept.setdefault(money.currency, (money, known.get(path)))
    for index, (_, entry) in enumerate(kept.values()):
        path = f"/stated_equivalents/{index - 1}" if index else "/amount"
        if entry is not None:
            entries[path] = entry.model_copy(update={"path": path})
    grounds.mine = entries
    sums = tuple(money for money, _ in kept.values())
    return {"amount": sums[0] if sums else None, "stated_equivalents": sums[1:]}


def _all_sums(pledge: AidPledge) -> list[tuple[str, Money]]:
    amount = [("/amount", pledge.amount)] if pledge.amount is not None else []
    return amount + [(f"/stated_equivalents/{i}", money) for i, money in enumerate(pledge.stated_equivalents)]


def _is_sum(path: str) -> bool:
    return is_within(path, "/amount") or path.startswith("/stated_equivalents/")

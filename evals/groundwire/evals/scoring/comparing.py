"""Whether a predicted value is the gold one, by kind of value: correct, partly correct or incorrect.

Every rule compares two values that are present and gives the same verdict either way round. Half credit is for a
value that says less or more of the same thing, never for one that is near: a figure is right, or it is wrong.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from groundwire.evals.scoring.names import compare_names, compare_wordings, words_of
from groundwire.evals.scoring.scores import Verdict
from groundwire.extraction.coding.geography import StateName, is_whole_state, split_region, state_named
from groundwire.extraction.coding.weapon_words import family
from groundwire.schemas import Actor, DateRange, Place, Quantity, Target, Weapon

COR, PAR, INC = Verdict.COR, Verdict.PAR, Verdict.INC

CREDIT: Final[Mapping[Verdict, float]] = {**dict.fromkeys(Verdict, 0.0), COR: 1.0, PAR: 0.5}
"""What a verdict adds to the numerator of precision and recall (MUC-4, Chinchor 1992)."""

_state_named = lru_cache(maxsize=8192)(state_named)


def compare_exactly(gold: object, predicted: object) -> Verdict:
    """Codes, truth values, months and sums of money: equal or wrong. A sum in the wrong currency is a wrong number."""
    return COR if gold == predicted else INC


def compare_quantities(gold: Quantity, predicted: Quantity) -> Verdict:
    """Counts: the same bounds are correct, whether or not one is called approximate.

    Partly correct is a count whose figures are all figures of the other, with a bound lost or turned: 20 for "at least
    20", "5" for "5 to 7". A figure that the other does not have is wrong however near, and so is a figure for "dozens".
    """
    if (gold.min, gold.max) == (predicted.min, predicted.max):
        return COR
    ours, theirs = _figures(gold), _figures(predicted)
    return PAR if ours and theirs and (ours <= theirs or theirs <= ours) else INC


def _figures(quantity: Quantity) -> set[int]:
    return {bound for bound in (quantity.min, quantity.max) if bound is not None}


def compare_dates(gold: DateRange, predicted: DateRange) -> Verdict:
    """Dates: the same days are correct whatever the words; days in common are partly correct.

    Of dates without days the words decide: the same are correct, fewer or more of them partly. The same words, resolved
    in one and not in the other, are partly correct. What the days rest on is not scored.
    """
    if gold.start and gold.end and predicted.start and predicted.end:
        if (gold.start, gold.end) == (predicted.start, predicted.end):
            return COR
        return PAR if gold.start <= predicted.end and predicted.start <= gold.end else INC
    ours, theirs = set(_date_words(gold)), set(_date_words(predicted))
    if gold.start is None and predicted.start is None and ours != theirs:
        return PAR if ours <= theirs or theirs <= ours else INC
    if ours != theirs:
        return INC
    return COR if gold.start == predicted.start else PAR


def _date_words(date: DateRange) -> tuple[str, ...]:
    words = words_of(date.text)
    return tuple(word for word in words if word not in {"on", "in", "at"}) or words


def compare_actors(gold: Actor, predicted: Actor) -> Verdict:
    """Parties: name and country make them; what kind they are follows from these, and is not scored.

    All names of a state, its demonyms and its seat of government are one name. The state for one of its bodies or
    officials, or the other way round, is partly correct, and so is the right name with another country.
    """
    ours, theirs = _state_named(gold.name), _state_named(predicted.name)
    if ours and theirs:
        named = COR if ours.code == theirs.code else INC
    elif ours or theirs:
        named = PAR if gold.country is not None and gold.country == predicted.country else INC
    else:
        named = compare_names(gold.name, predicted.name)
    return _within(named, gold, predicted)


def compare_places(gold: Place, predicted: Place) -> Verdict:
    """Places: name, region and country are the same. Partly correct: the name alone, a site for its town, a region."""
    named = _compare_sites(gold, predicted)
    if named is INC and (_is_region_of(gold, predicted) or _is_region_of(predicted, gold)):
        named = PAR
    if named is COR and not _same_region(gold.admin, predicted.admin):
        return PAR
    return _within(named, gold, predicted)


def _within(named: Verdict, gold: Actor | Place, predicted: Actor | Place) -> Verdict:
    """The verdict on names, lowered where the countries differ: half a name in another country is another thing."""
    if gold.country == predicted.country or named is INC:
        return named
    if named is COR:
        return PAR
    return INC if gold.country and predicted.country else PAR


def _compare_sites(gold: Place, predicted: Place) -> Verdict:
    ours, theirs = _territory(gold.name), _territory(predicted.name)
    if ours and theirs:
        return COR if ours.code == theirs.code else INC
    (our_name, our_kind), (their_name, their_kind) = split_region(gold.name), split_region(predicted.name)
    named = compare_names(our_name, their_name)
    return PAR if named is COR and our_kind != their_kind else named


@lru_cache(maxsize=8192)
def _territory(name: str) -> StateName | None:
    """The state whose territory a name is: "Kyiv" is a place of its own, not Ukraine."""
    return state_named(name) if is_whole_state(name) else None


def _is_region_of(region: Place, place: Place) -> bool:
    name, is_region = split_region(region.name)
    return is_region and place.admin is not None and _same_region(name, place.admin)


def _same_region(ours: str | None, theirs: str | None) -> bool:
    if ours is None or theirs is None:
        return ours == theirs
    return compare_names(split_region(ours)[0], split_region(theirs)[0]) is COR


def compare_targets(gold: Target, predicted: Target) -> Verdict:
    """Things hit: category and words are the same; partly correct if one of the two is."""
    worded = compare_wordings(gold.text, predicted.text) is COR
    alike = gold.category == predicted.category
    return COR if worded and alike else PAR if worded or alike else INC


def compare_weapons(gold: Weapon, predicted: Weapon) -> Verdict:
    """Whether two weapons are the same one, so that their parts can be compared: by name, or by kind.

    Missiles of all sorts may be the same weapon, told more or less exactly; a drone is never a missile, even if as many
    were launched.
    """
    if gold.name and predicted.name:
        named = compare_names(gold.name, predicted.name)
        if named is not INC:
            return named
    if gold.kind == predicted.kind:
        return PAR if gold.name and predicted.name else COR
    return PAR if family(gold.kind) == family(predicted.kind) else INC

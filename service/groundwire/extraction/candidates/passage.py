"""What one sentence of a passage offers for each slot of a record."""

from collections.abc import Iterable, Mapping, Sequence, Set

from groundwire.extraction.candidates.figures import find_tolls, find_weapons
from groundwire.extraction.candidates.groups import find_groups
from groundwire.extraction.candidates.names import Name, Sort, find_names
from groundwire.extraction.candidates.targets import find_targets
from groundwire.extraction.reading.dates import find_dates
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.schemas import RecordType

MAX_OFFERED = 12
"""Most words that are offered for one slot: the first of the sentence."""

Offer = Mapping[str, tuple[str, ...]]
"""Words by slot; a slot for which there are none is not in it."""


def offer_of(kind: RecordType, sentence: str, known: Set[str]) -> Offer:
    """The words of a sentence that can fill the slots of a record of that type, in order of appearance.

    Args:
        kind: Type of record.
        sentence: Its text.
        known: Words of the article that have a capital anywhere.
    """
    names = find_names(sentence, known)
    match kind:
        case RecordType.ATTACK:
            found = _attack(sentence, names)
        case RecordType.DIPLOMATIC_EVENT:
            found = _diplomacy(sentence, names)
        case RecordType.AID_PLEDGE:
            found = _aid(sentence, names)
    return {slot: kept for slot, words in found.items() if (kept := tuple(dict.fromkeys(words))[:MAX_OFFERED])}


def _attack(sentence: str, names: Sequence[Name]) -> dict[str, Iterable[str]]:
    weapons = find_weapons(sentence)
    places = [name.words for name in names if name.sort in {Sort.SEAT, Sort.REGION, Sort.OTHER}]
    return {
        "places": [place for place in places if not any(place in weapon for weapon in weapons)],
        "attackers": [
            *(name.words for name in names if name.sort in {Sort.STATE, Sort.SEAT}),
            *find_groups(sentence),
        ],
        "weapons": weapons,
        "targets": find_targets(sentence),
        "when": _dates(sentence),
        "killed": find_tolls(sentence, "killed"),
        "injured": find_tolls(sentence, "injured"),
    }


def _diplomacy(sentence: str, names: Sequence[Name]) -> dict[str, Iterable[str]]:
    parties = [name.words for name in names if name.sort is not Sort.REGION]
    return {
        "by": parties,
        "to": parties,
        "host": parties,
        "place": [name.words for name in names if name.sort in {Sort.SEAT, Sort.REGION, Sort.OTHER}],
        "when": _dates(sentence),
    }


def _aid(sentence: str, names: Sequence[Name]) -> dict[str, Iterable[str]]:
    parties = [name.words for name in names if name.sort is not Sort.REGION]
    sums = [sentence[mention.start : mention.end] for mention in find_money(sentence)]
    return {
        "donors": parties,
        "recipients": parties,
        "amount": sums,
        "equivalents": sums if len(sums) > 1 else (),
        "period": [sentence[mention.start : mention.end] for mention in find_periods(sentence)],
        "when": _dates(sentence),
    }


def _dates(sentence: str) -> Iterable[str]:
    return (sentence[first:last] for first, last in find_dates(sentence))

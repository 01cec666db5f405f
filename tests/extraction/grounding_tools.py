"""Whether each value of a record says how it stands in the article, and whether that is true."""

from collections.abc import Iterator

from tests.extraction.drafting import assert_true_grounding

from groundwire.extraction.coding.geography import find_state, split_region, state_named
from groundwire.extraction.coding.role_words import PERSON_NOUNS
from groundwire.extraction.coding.weapon_words import NOUNS
from groundwire.extraction.pointers import value_at
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import Grounding, GroundingStatus, Money, Quantity, Record
from groundwire.schemas.common import Part

NO_VALUES = {"evidence", "grounding", "summary", "approximate", "basis"}
"""Support itself, the coder's own words, and what only tells how a figure or a date was read."""
CODES = {"instrument"}
"""Values of closed lists that a word of the article stands for."""


def leaves(value: object, path: str = "") -> Iterator[str]:
    """Pointers of all single values that are not null."""
    if isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from leaves(member, f"{path}/{index}")
    elif isinstance(value, Part):
        for name, part in value:
            if name not in NO_VALUES:
                yield from leaves(part, f"{path}/{name}")
    elif value is not None:
        yield path


def entry_of(record: Record, path: str) -> Grounding | None:
    """The grounding of a value: its own, or that of the quantity, sum or date that it is a part of."""
    known = {entry.path: entry for entry in record.grounding}
    while path and path not in known:
        path = path.rpartition("/")[0]
    return known.get(path)


def assert_grounded(text: str, record: Record) -> None:
    """Every value has a status, and what is said to stand in the article stands there, inside the evidence."""
    assert_true_grounding(text, record)
    for path in leaves(record):
        assert entry_of(record, path) is not None, f"{path} has no grounding"
    for entry in record.grounding:
        if entry.status in {GroundingStatus.EXACT, GroundingStatus.NORMALISED}:
            assert entry.start is not None, entry.path
            assert entry.end is not None, entry.path
            written = text[entry.start : entry.end]
            value = value_at(record, entry.path)
            told = counted(text, record, entry) if isinstance(value, Quantity | int) else set()
            assert says(entry, written, value, told), f"{entry.path} = {value!r} does not stand in {written!r}"
        if entry.status is GroundingStatus.UNGROUNDED:
            assert entry.start is None, entry.path


def says(entry: Grounding, written: str, value: object, told: set[Quantity]) -> bool:
    """Whether the words of the article say a value; `told` is what they count where they stand."""
    last = entry.path.rpartition("/")[2]
    if last in CODES:
        return True
    if isinstance(value, Quantity):
        return (value.min, value.max) in {(quantity.min, quantity.max) for quantity in told}
    if isinstance(value, Money):
        return value in {mention.money for mention in find_money(written)}
    if last == "period_months":
        return value in {mention.months for mention in find_periods(written)}
    if isinstance(value, int):
        return value in {getattr(quantity, last) for quantity in told}
    assert isinstance(value, str)
    if entry.status is GroundingStatus.EXACT:
        return value == written
    state = state_named(value)
    return bool(
        any(find_words(value, written))
        or any(find_words(split_region(value)[0], written))
        or (state and find_state(state.code, written))
    )


def counted(text: str, record: Record, entry: Grounding) -> set[Quantity]:
    """What the words of an entry count, read with the sentences around them: "a" is one before a drone."""
    return {
        mention.quantity
        for span in record.evidence
        for nouns in (PERSON_NOUNS, NOUNS)
        for mention in find_quantities(text[span.start : span.end], nouns=nouns)
        if (span.start + mention.start, span.start + mention.end) == (entry.start, entry.end)
    }

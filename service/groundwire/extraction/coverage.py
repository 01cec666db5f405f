"""Which numbers and sums of an article no record claims: where to look for what was missed."""

from collections.abc import Iterable

from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import Coverage, Record, Unclaimed, UnclaimedKind


def coverage_of(text: str, records: Iterable[Record]) -> Coverage:
    """Compare the figures of `text` with the spans that support the values of `records`.

    Only figures count ("20", "a dozen"), not vague words ("several"), and a figure inside a sum of money counts once.
    """
    claimed = [
        (e.start, e.end) for record in records for e in record.grounding if e.start is not None and e.end is not None
    ]
    money = [(mention.start, mention.end) for mention in find_money(text)]
    facts = [(UnclaimedKind.MONEY, *span) for span in money]
    facts += [
        (UnclaimedKind.NUMBER, mention.start, mention.end)
        for mention in find_quantities(text)
        if mention.quantity.min is not None or mention.quantity.max is not None
        if not _touches((mention.start, mention.end), money)
    ]
    facts.sort(key=lambda fact: fact[1:])
    unclaimed = tuple(
        Unclaimed(kind=kind, quote=text[start:end], start=start, end=end)
        for kind, start, end in facts
        if not _touches((start, end), claimed)
    )
    return Coverage(found=len(facts), claimed=len(facts) - len(unclaimed), unclaimed=unclaimed)


def _touches(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)

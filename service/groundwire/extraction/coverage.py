"""Which hard facts of an article no record claims: where to look for what was missed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groundwire.extraction.coding.bare_casualties import find_casualty_words
from groundwire.extraction.coding.known_places import find_places_in
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.money import find_money_in
from groundwire.extraction.reading.quantities import find_quantities_in
from groundwire.extraction.reading.spans import Spans
from groundwire.extraction.reading.tokens import Token, tokenize
from groundwire.schemas import Actor, Attack, Coverage, Place, Record, Unclaimed, UnclaimedKind

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Fact:
    kind: UnclaimedKind
    span: _Span
    claimed: bool


def coverage_of(text: str, records: Iterable[Record]) -> Coverage:
    """Compare the figures, known places and casualty words of `text` with what `records` say of them."""
    known = list(records)
    spans = Spans(
        (e.start, e.end) for record in known for e in record.grounding if e.start is not None and e.end is not None
    )
    tokens = tokenize(text)
    facts = [*_figures(tokens, spans), *_places(text, tokens, known, spans), *_casualties(text, known, spans)]
    facts.sort(key=lambda fact: (fact.span, fact.kind))
    unclaimed = tuple(
        Unclaimed(kind=fact.kind, quote=text[slice(*fact.span)], start=fact.span[0], end=fact.span[1])
        for fact in facts
        if not fact.claimed
    )
    return Coverage(found=len(facts), claimed=len(facts) - len(unclaimed), unclaimed=unclaimed)


def _figures(tokens: list[Token], spans: Spans) -> list[_Fact]:
    """Figures ("20", "a dozen"), not vague words ("several"); one inside a sum of money counts once."""
    amounts = find_money_in(tokens)
    money = [(mention.start, mention.end) for mention in amounts]
    sums = Spans(money)
    numbers = [
        (mention.start, mention.end)
        for mention in find_quantities_in(tokens, amounts)
        if mention.quantity.min is not None or mention.quantity.max is not None
        if not sums.touch(mention.start, mention.end)
    ]
    facts = [_Fact(UnclaimedKind.MONEY, span, spans.touch(*span)) for span in money]
    return facts + [_Fact(UnclaimedKind.NUMBER, span, spans.touch(*span)) for span in numbers]


def _places(text: str, tokens: list[Token], records: Sequence[Record], spans: Spans) -> list[_Fact]:
    """Each known place once, where it is first named. A record claims it by a value there, its name or its code."""
    codes, names = _named(records)
    # Apart by a mark, so that no place is found across two names.
    all_names = " | ".join(sorted(names))
    first: dict[str, _Span] = {}
    claimed: set[str] = set()
    spelled: set[str] = set()
    for mention in find_places_in(text, tokens):
        span = (mention.start, mention.end)
        first.setdefault(mention.name, span)
        if mention.name in claimed:
            continue
        written = text[slice(*span)]
        named = written not in spelled and any(True for _ in find_words(written, all_names))
        spelled.add(written)
        if named or mention.state in codes or spans.touch(*span):
            claimed.add(mention.name)
    return [_Fact(UnclaimedKind.PLACE, span, name in claimed) for name, span in first.items()]


def _named(records: Sequence[Record]) -> tuple[set[str], set[str]]:
    """Codes of states and names of places and actors that the records hold."""
    codes: set[str] = set()
    names: set[str] = set()
    for record in records:
        for _, value in record:
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Actor | Place):
                    names |= {part.name} | ({part.admin} if isinstance(part, Place) and part.admin else set())
                    codes |= {part.country} if part.country else set()
    return codes, names


def _casualties(text: str, records: Sequence[Record], spans: Spans) -> list[_Fact]:
    """Words of dead and hurt without a figure. An attack with such a toll claims those in its evidence."""
    told = {
        role: Spans(
            (evidence.start, evidence.end)
            for record in records
            if isinstance(record, Attack) and getattr(record, role) is not None
            for evidence in record.evidence
        )
        for role in ("killed", "injured")
    }
    facts = []
    for words in find_casualty_words(text):
        span = (words.start, words.end)
        claimed = spans.touch(*span) or any(told[role].touch(*span) for role in words.roles)
        facts.append(_Fact(UnclaimedKind.CASUALTY, span, claimed))
    return facts

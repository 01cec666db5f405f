"""Families that change money: another amount, another currency."""

import re
from collections.abc import Iterator
from random import Random
from typing import Final

from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.edits import Piece, replaced, with_record
from groundwire.evals.counterfactual.family import Family
from groundwire.evals.counterfactual.numbers import another, like, numbers_in
from groundwire.evals.counterfactual.places import Written, spans_of, used_elsewhere
from groundwire.evals.counterfactual.revision import Revision, made, nodes, rewritten
from groundwire.evals.labels.gold import GoldRecord
from groundwire.schemas import AidPledge, Money

VARIANTS: Final = 2
"""Cases that are made of one pledge in each family."""
_SYMBOLS: Final = {"$": "USD", "€": "EUR", "£": "GBP"}
_WORDS: Final = {"dollars": "USD", "euros": "EUR", "pounds": "GBP", "Swiss francs": "CHF"}
_CURRENCY: Final = re.compile(r"(?<![A-Za-z])[$€£]|\b(?:dollars|euros|pounds|Swiss francs)\b")


def amounts(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """Another amount of a pledge; what it is in other currencies changes in proportion."""
    taken = {value for value, _, _ in numbers_in(origin.article.text)}
    for item in origin.gold.aid_pledges:
        place = _number_of(item, "/amount")
        for _ in range(VARIANTS if place else 0):
            new = another(place[0], place[1].words, taken, draw) if place else None
            revision = _with_amount(origin, item, place[0], new) if place and new else None
            if revision and new:
                taken.add(new)
                yield made(origin, "amount", revision)


def currencies(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """Another currency of a pledge, the number staying as it is."""
    for item in origin.gold.aid_pledges:
        found = _currency_of(item)
        if item.record.amount is None or found is None or used_elsewhere(origin, item, "/amount", [found]):
            continue
        words = _SYMBOLS if found.words in _SYMBOLS else _WORDS
        stated = {money.currency for money in (item.record.amount, *item.record.stated_equivalents)}
        choice = [(word, code) for word, code in words.items() if code not in stated]
        for word, code in draw.sample(choice, min(VARIANTS, len(choice))):
            yield made(origin, "currency", _in_currency(origin, item, code, Piece(found.start, found.end, word)))


AMOUNT = Family("amount", "another amount of money, in the text and in its record", amounts)
CURRENCY = Family("currency", "the same number in another currency", currencies)


def _number_of(item: GoldRecord[AidPledge], pointer: str) -> tuple[int, Written] | None:
    """The number of an amount ("314" in "$314 million"), if it is written once and in whole digits or words."""
    spans = spans_of(item, pointer)
    numbers = numbers_in(spans[0].quote) if len(spans) == 1 else []
    if len(numbers) != 1:
        return None
    value, start, end = numbers[0]
    return value, Written(spans[0].start + start, spans[0].start + end, spans[0].quote[start:end])


def _with_amount(origin: EvalCase, item: GoldRecord[AidPledge], old: int, new: int) -> Revision | None:
    sums: dict[int, int] = {}
    pieces: list[Piece] = []
    stated: dict[str, Money] = {
        f"/stated_equivalents/{at}": sum_ for at, sum_ in enumerate(item.record.stated_equivalents)
    }
    if item.record.amount:
        stated["/amount"] = item.record.amount
    for pointer, money in stated.items():
        found = _number_of(item, pointer)
        if found is None or not found[0] or money.value % found[0] or used_elsewhere(origin, item, pointer, [found[1]]):
            return None
        number, place = found
        becomes = round(number * new / old)
        sums[money.value] = money.value // number * becomes
        pieces.append(Piece(place.start, place.end, like(becomes, place.words)))

    def changed(value: JsonValue) -> JsonValue:
        return sums.get(value, value) if isinstance(value, int) else value

    accepted = [node for pointer in ("/amount", "/stated_equivalents") for node in _accepted(item, pointer)]
    if any(isinstance(node, int) and node not in sums for node in accepted):
        return None
    revised = rewritten(rewritten(item, "/amount", changed), "/stated_equivalents", changed)
    return Revision(
        slug=f"{item.id}-{new}",
        change=f"{item.id}: the amount is {new} instead of {old}, in the same unit.",
        pieces=replaced(origin.article.text, pieces),
        gold=with_record(origin.gold, revised),
        removed=tuple(str(number) for number in (old, *sums)),
    )


def _currency_of(item: GoldRecord[AidPledge]) -> Written | None:
    """The sign or the word for the currency of an amount, if it is written once and is one that we know."""
    spans = spans_of(item, "/amount")
    found = list(_CURRENCY.finditer(spans[0].quote)) if len(spans) == 1 else []
    code = _SYMBOLS.get(found[0][0], _WORDS.get(found[0][0])) if len(found) == 1 else None
    if item.record.amount is None or code != item.record.amount.currency:
        return None
    return Written(spans[0].start + found[0].start(), spans[0].start + found[0].end(), found[0][0])


def _in_currency(origin: EvalCase, item: GoldRecord[AidPledge], code: str, piece: Piece) -> Revision:
    old = item.record.amount.currency if item.record.amount else ""
    revised = rewritten(item, "/amount", lambda value: code if value == old else value)
    return Revision(
        slug=f"{item.id}-{code.lower()}",
        change=f"{item.id}: the amount is in {code} instead of {old}.",
        pieces=replaced(origin.article.text, [piece]),
        gold=with_record(origin.gold, revised),
        removed=tuple(span.quote for span in spans_of(item, "/amount")),
    )


def _accepted(item: GoldRecord[AidPledge], pointer: str) -> Iterator[JsonValue]:
    """All that the accepted alternatives of a field hold."""
    for other, values in item.alternatives.items():
        if f"{other}/".startswith(f"{pointer}/"):
            for value in values:
                yield from nodes(value)

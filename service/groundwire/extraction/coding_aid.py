"""From an aid pledge as the model reads it to an AidPledge by the codebook."""

import re

from groundwire.extraction.cues import has_cue
from groundwire.extraction.drafts import AidDraft
from groundwire.extraction.money import MoneyMention, find_money
from groundwire.extraction.occasions import Publication, ground_date
from groundwire.extraction.parties import ground_actors
from groundwire.extraction.quantities import find_quantities
from groundwire.extraction.support import Support, stated
from groundwire.schemas import AidInstrument, AidPledge, GroundingStatus, Money, RecordType

_INSTRUMENT_WORDS = {
    "grant": r"grant|donat|грант|zuschuss",
    "loan": r"loan|credit|lend|lent|кредит|позик|darlehen",
    "guarantee": r"guarantee|гаранті|гаранти|garantie|bürgschaft",
}
_MONTHS = re.compile(r"\b(?:months?|місяц\w*|месяц\w*|monate?n?)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:years?|рок\w*|рік|год\w*|лет|jahre?n?)\b", re.IGNORECASE)
_ONE_YEAR = re.compile(r"\b(?:a|the next|the coming) year\b", re.IGNORECASE)


def code_aid(support: Support, draft: AidDraft, publication: Publication) -> AidPledge | str:
    """The record, or the reason why the draft is none."""
    if not any(has_cue(RecordType.AID_PLEDGE, support.said(sentence)) for sentence in support.cited):
        return "no sentence that it cites speaks of aid"
    donors = ground_actors(support, "/donors", draft.donors)
    if not donors:
        return "the passage names no donor"
    amount = _money(support, "/amount", draft.amount)
    items = _items(support, draft.items)
    if amount is None and not items:
        return "the passage states neither an amount nor goods"
    giving = {donor.name for donor in donors}
    recipients = tuple(a for a in ground_actors(support, "/recipients", draft.recipients) if a.name not in giving)
    for path in ("/aid_type", "/status"):
        support.ground(path, GroundingStatus.INFERRED)
    return AidPledge(
        donors=donors,
        recipients=recipients,
        aid_type=draft.aid_type,
        instrument=_instrument(support, draft.instrument, goods=bool(items)),
        amount=amount,
        stated_equivalents=_equivalents(support, draft.equivalents, amount),
        items=items,
        status=draft.status,
        period_months=_period_months(support, draft.period),
        date=ground_date(support, publication, draft.when),
        evidence=support.evidence(),
        grounding=tuple(support.grounding),
    )


def _money(support: Support, path: str, words: str | None) -> Money | None:
    """The amount that `words` name, if the passage states the same value in the same currency."""
    said = stated(words)
    if said is None:
        return None
    wanted = find_money(said)
    if not wanted:
        support.drop(path, said, "it is no amount of money")
        return None

    def locate(sentence: str) -> tuple[int, int] | None:
        return next((_span(mention) for mention in find_money(sentence) if mention.money == wanted[0].money), None)

    span = support.find(locate)
    if span is None:
        support.drop(path, said, "the passage states no such amount")
        return None
    written = support.text[span[0] : span[1]]
    support.ground(path, GroundingStatus.EXACT if written in said else GroundingStatus.NORMALISED, span)
    return wanted[0].money


def _span(mention: MoneyMention) -> tuple[int, int]:
    return mention.start, mention.end


def _equivalents(support: Support, drafts: list[str], amount: Money | None) -> tuple[Money, ...]:
    """The same money in other currencies."""
    equivalents: list[Money] = []
    for words in drafts:
        money = _money(support, f"/stated_equivalents/{len(equivalents)}", words)
        if money is not None and money not in equivalents and (amount is None or money.currency != amount.currency):
            equivalents.append(money)
    return tuple(equivalents)


def _items(support: Support, drafts: list[str]) -> tuple[str, ...]:
    items: list[str] = []
    for draft in drafts:
        words = stated(draft)
        if words is None or find_money(words):
            continue
        path = f"/items/{len(items)}"
        span = support.find_words(words)
        if span is None:
            support.drop(path, words, "the passage does not name it")
        elif support.text[span[0] : span[1]] not in items:
            items.append(support.ground_words(path, words, span))
    return tuple(items)


def _instrument(support: Support, instrument: AidInstrument | None, *, goods: bool) -> AidInstrument | None:
    """The instrument if a word for it stands in the passage; goods speak for themselves."""
    if instrument is None:
        return None
    if instrument == "in_kind":
        if goods:
            support.ground("/instrument", GroundingStatus.INFERRED)
        return "in_kind" if goods else None
    cue = re.compile(rf"(?<!\w)(?:{_INSTRUMENT_WORDS[instrument]})\w*", re.IGNORECASE)

    def locate(sentence: str) -> tuple[int, int] | None:
        match = cue.search(sentence)
        return match.span() if match else None

    span = support.find(locate)
    if span is None:
        support.drop("/instrument", instrument, "the passage does not say so")
        return None
    support.ground("/instrument", GroundingStatus.NORMALISED, span)
    return instrument


def _period_months(support: Support, words: str | None) -> int | None:
    """Whole months of a period such as "over the next two years", if the passage says it."""
    said = stated(words)
    if said is None:
        return None
    span = support.find_words(said)
    months = _months(said)
    if span is None or months is None:
        support.drop("/period_months", said, "the passage states no such period")
        return None
    support.ground("/period_months", GroundingStatus.NORMALISED, span)
    return months


def _months(words: str) -> int | None:
    unit = 12 if _YEARS.search(words) else 1 if _MONTHS.search(words) else None
    if unit is None:
        return None
    if _ONE_YEAR.search(words):
        return 12
    counts = [mention.quantity for mention in find_quantities(words)]
    if not counts or counts[0].min is None or counts[0].min != counts[0].max:
        return None
    return unit * counts[0].min or None

"""From an aid pledge as the model reads it to an AidPledge by the codebook."""

import re
from dataclasses import dataclass

from groundwire.extraction.coding.geography import state_named, states_in
from groundwire.extraction.coding.occasions import Publication, ground_date
from groundwire.extraction.coding.parties import actor_told, ground_actors
from groundwire.extraction.coding.support import Support, stated
from groundwire.extraction.cues import has_cue
from groundwire.extraction.deriving.aid import aid_status_of, aid_type_of, instrument_of
from groundwire.extraction.drafts import ActorDraft, AidDraft
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.schemas import AidInstrument, AidPledge, GroundingStatus, Money, RecordType

_GIFTS = ("/amount", "/stated_equivalents", "/items")
_INSTRUMENT_WORDS = {
    "grant": r"grants?|grant-aid|donat\w*|грант\w*|zusch[uü]ss\w*",
    "loan": r"loans?|credits?|credit lines?|lend(?:s|ing)?|lent|кредит\w*|позик\w*|darlehen\w*|kredit\w*",
    "guarantee": r"guarantees?|guaranteed|гаранті\w*|гаранти\w*|garantie\w*|bürgschaft\w*",
}


def code_aid(support: Support, draft: AidDraft, publication: Publication) -> AidPledge | str:
    """The record, or the reason why the draft is none."""
    if not any(has_cue(RecordType.AID_PLEDGE, support.said(sentence)) for sentence in support.cited):
        return "no sentence that it cites speaks of aid"
    amount, equivalents = _sums(support, draft)
    items = _items(support, draft.items)
    if amount is None and not items:
        return "the passage states neither an amount nor goods"
    donors = ground_actors(support, "/donors", _givers(support, draft))
    if not donors:
        return "the passage names no donor"
    recipients = ground_actors(support, "/recipients", draft.recipients, without=donors)
    told = [support.said(sentence) for sentence in support.cited]
    for path in ("/aid_type", "/status"):
        support.ground(path, GroundingStatus.INFERRED)
    return AidPledge(
        donors=donors,
        recipients=recipients,
        aid_type=draft.aid_type or aid_type_of(items, told),
        instrument=_instrument(support, draft.instrument or instrument_of(items, told), goods=bool(items)),
        amount=amount,
        stated_equivalents=equivalents,
        items=items,
        status=draft.status or aid_status_of(told),
        period_months=_period_months(support, draft.period),
        date=ground_date(support, publication, draft.when),
        evidence=support.evidence(),
        grounding=tuple(support.grounding),
    )


def _givers(support: Support, draft: AidDraft) -> list[ActorDraft]:
    """The donors, without those that the sentences with the sum or the goods do not name while they name another state.

    "Russia criticised the aid. Sweden gave $314 million." makes Sweden the donor, whatever a draft says.
    """
    stated_at = [
        entry.start for entry in support.grounding if entry.path.startswith(_GIFTS) and entry.start is not None
    ]
    sentences = [s for s in support.passage if any(s.start <= start < s.end for start in stated_at)]
    said = " ".join(support.said(sentence) for sentence in sentences)
    receiving = {state.code for actor in draft.recipients if (state := state_named(actor.name))}
    named = states_in(said) - receiving
    givers = []
    for donor in draft.donors:
        state = state_named(donor.name)
        if not named or (state and state.code in named) or any(find_words(donor.name, said)):
            givers.append(donor)
        else:
            support.drop(
                "/donors", donor.name, "the sentence that states the aid names another state", actor_told(donor)
            )
    return givers


def _sums(support: Support, draft: AidDraft) -> tuple[Money | None, tuple[Money, ...]]:
    """The amount and its equivalents: the first-named sum is the amount, whatever the draft calls it."""
    sums = [_money(support, "/amount", draft.amount)]
    sums += [_money(support, "/stated_equivalents", words) for words in draft.equivalents]
    kept: dict[str, _Sum] = {}
    for entry in sums:
        if entry is not None:
            kept.setdefault(entry.money.currency, entry)
    ordered = sorted(kept.values(), key=lambda entry: entry.start)
    for index, entry in enumerate(ordered):
        path = f"/stated_equivalents/{index - 1}" if index else "/amount"
        status = GroundingStatus.EXACT if entry.exact else GroundingStatus.NORMALISED
        support.ground(path, status, (entry.start, entry.end))
    return (ordered[0].money if ordered else None), tuple(entry.money for entry in ordered[1:])


@dataclass(frozen=True, slots=True)
class _Sum:
    money: Money
    start: int
    end: int
    exact: bool


def _money(support: Support, path: str, words: str | None) -> _Sum | None:
    """The sum that `words` name, if the passage states the same value in the same currency."""
    said = stated(words)
    if said is None:
        return None
    wanted = find_money(said)
    if not wanted:
        support.drop(path, said, "it is no amount of money")
        return None
    money = wanted[0].money

    def locate(sentence: str) -> tuple[int, int] | None:
        return next(((m.start, m.end) for m in find_money(sentence) if m.money == money), None)

    span = support.find(locate)
    if span is None:
        support.drop(path, said, "the passage states no such amount", money)
        return None
    return _Sum(money, *span, exact=support.text[span[0] : span[1]] in said)


def _items(support: Support, drafts: list[str]) -> tuple[str, ...]:
    items: list[str] = []
    for draft in drafts:
        words = stated(draft)
        if words is None or find_money(words):
            continue
        path = f"/items/{len(items)}"
        span = support.find_words(words)
        if span is None:
            support.drop("/items", words, "the passage does not name it", words)
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
    cue = re.compile(rf"(?<!\w)(?:{_INSTRUMENT_WORDS[instrument]})(?!\w)", re.IGNORECASE)

    def locate(sentence: str) -> tuple[int, int] | None:
        match = cue.search(sentence)
        return match.span() if match else None

    span = support.find(locate)
    if span is None:
        support.drop("/instrument", instrument, "the passage does not say so", instrument)
        return None
    support.ground("/instrument", GroundingStatus.NORMALISED, span)
    return instrument


def _period_months(support: Support, words: str | None) -> int | None:
    """Whole months of a period such as "over the next two years", if the passage tells of one as long."""
    said = stated(words)
    if said is None:
        return None
    lengths = [mention.months for mention in find_periods(said)]

    def locate(sentence: str) -> tuple[int, int] | None:
        return next(((m.start, m.end) for m in find_periods(sentence) if lengths and m.months == lengths[0]), None)

    span = support.find(locate)
    if span is None:
        support.drop(
            "/period_months", said, "the passage states no such period", lengths[0] if len(lengths) == 1 else None
        )
        return None
    support.ground("/period_months", GroundingStatus.NORMALISED, span)
    return lengths[0]

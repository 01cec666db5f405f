"""What one sentence of a passage offers for each slot of a record."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from groundwire.extraction.candidates.acts import SYMMETRIC, find_acts, is_active
from groundwire.extraction.candidates.figures import find_tolls, find_weapons
from groundwire.extraction.candidates.goods import find_goods
from groundwire.extraction.candidates.groups import find_groups
from groundwire.extraction.candidates.names import Name, Sort, capitalised, find_names
from groundwire.extraction.candidates.targets import find_targets
from groundwire.extraction.coding.acts import of_addressee, of_initiator, of_mediator, of_venue
from groundwire.extraction.coding.geography import states_in
from groundwire.extraction.coding.persons import person_behind
from groundwire.extraction.coding.stances import Judge, Stance, of_attacker, of_site
from groundwire.extraction.deriving.parties import actor_kind_of
from groundwire.extraction.deriving.party_words import GROUPS
from groundwire.extraction.deriving.scopes import scope_of, tells_of_attacks
from groundwire.extraction.reading.dates import find_dates
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import RecordType

MAX_OFFERED = 12
"""Most words that are offered for one slot: the first of the sentence."""

_PLACES = frozenset({Sort.SEAT, Sort.REGION, Sort.OTHER})
_TO = re.compile(r"(?<!\w)(?:to|for|support|assist|help|arm|equip|для|до|für|an) (?:the )?$", re.IGNORECASE)
"""Before those who are given something."""
_UNION = re.compile(r"(?<!\w)European (?:leaders|governments|lawmakers|officials)(?!\w)")
"""Those who act for the European Union (codebook: donors)."""
_ARTICLE = re.compile(r"(?<!\w)(?:der|die|das|dem|des|eine?[mnrs]?) $", re.IGNORECASE)
"""Before a German noun, which has a capital too; of towns, hardly any has an article."""
_ARMED = re.compile(
    r"(?<!\w)(?:army|armies|troops|soldiers?|military|navy|naval|air force|forces|police(?:men|man)?|"
    r"gunm[ae]n|bombers?|"
    r"terror\w*|security services?|warplanes?|warships?|армі\w*|арми\w*|військ\w*|войск\w*|солдат\w*|"
    r"поліці\w*|полици\w*|"
    r"терор\w*|террор\w*|armee|truppen|soldaten|militär\w*|streitkräfte\w*|polizei\w*|terror\w*)(?!\w)",
    re.IGNORECASE,
)
_SCOPES = ("incident", "wave", "campaign")
_STATUSES = ("proposed", "pledged", "committed", "delivered", "blocked")

Offer = Mapping[str, tuple[str, ...]]
"""Words by slot; a slot for which there are none is not in it."""


@dataclass(frozen=True)
class Surroundings:
    """What the article tells about the names of a sentence.

    Attributes:
        text: The article.
        known: Its words that have a capital anywhere but at the beginning of a sentence, folded.
        people: Last names of those whom it gives a title somewhere, folded.
        armed: Whether it names anybody who can use armed force: a state, an armed group or forces. Where nobody is,
            a bombardment is a football team's.
    """

    text: str
    known: frozenset[str]
    people: frozenset[str]
    armed: bool

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, text: str) -> "Surroundings":
        """Those of an article."""
        sentences = [text[sentence.start : sentence.end] for sentence in split_sentences(text)]
        known = capitalised(sentences)
        names = (name for sentence in sentences for name in find_names(sentence, known))
        people = frozenset(_last_word(name) for name in names if name.sort is Sort.PERSON)
        return cls(text, known, people, armed=bool(_ARMED.search(text) or GROUPS.search(text) or states_in(text)))

    def is_person(self, name: Name) -> bool:
        """Whether a name is known to be a person's, by a title here or elsewhere in the article."""
        return name.sort is Sort.PERSON or (name.sort is Sort.OTHER and _last_word(name) in self.people)


def _last_word(name: Name) -> str:
    return folded(name.words.rpartition(" ")[2])


def offer_of(kind: RecordType, sentence: str, article: Surroundings) -> Offer:
    """The words of a sentence that can fill the slots of a record of that type, in order of appearance."""
    names = find_names(sentence, article.known)
    match kind:
        case RecordType.ATTACK:
            found = _attack(sentence, [name for name in names if not article.is_person(name)]) if article.armed else {}
        case RecordType.DIPLOMATIC_EVENT:
            found = _diplomacy(sentence, _parties(names, article.text), names)
        case RecordType.AID_PLEDGE:
            found = _aid(sentence, _parties(names, article.text))
    return {slot: kept for slot, words in found.items() if (kept := tuple(dict.fromkeys(words))[:MAX_OFFERED])}


def _attack(sentence: str, names: Sequence[Name]) -> dict[str, Iterable[str]]:
    weapons = find_weapons(sentence)
    states = [name for name in names if name.sort in {Sort.STATE, Sort.SEAT}]
    places = [
        name.words
        for name in _not_apart(sentence, names, of_site)
        if name.sort in _PLACES
        and not (name.sort is Sort.SEAT and of_attacker(sentence, name.span) is Stance.BOUND)
        and not any(name.words in weapon for weapon in weapons)
        and not (name.sort is Sort.OTHER and _ARTICLE.search(sentence, 0, name.start))
    ]
    tolls = {role: find_tolls(sentence, role) for role in ("killed", "injured")}
    return {
        "scope": _scopes(sentence, len(places), toll=any(tolls.values())),
        **tolls,
        "places": places,
        "targets": find_targets(sentence, [name.span for name in names]),
        "weapons": weapons,
        "attackers": _attackers(sentence, states),
        "when": _dates(sentence),
    }


def _scopes(sentence: str, places: int, *, toll: bool) -> tuple[str, ...]:
    """What the sentence leaves open about the scope; nothing if it tells of one attack."""
    if not tells_of_attacks([sentence]) and places < 2:
        return ()
    return ("campaign",) if scope_of(places, [sentence], toll=toll) == "campaign" else _SCOPES


def _attackers(sentence: str, states: Sequence[Name]) -> list[str]:
    """The states and groups that can have attacked; if the sentence says of some that they did, these alone."""
    stances = [(name, of_attacker(sentence, name.span)) for name in states]
    bound = [name.words for name, stance in stances if stance is Stance.BOUND]
    return bound or [
        # A city that nothing says to have attacked is where it happened.
        *(name.words for name, stance in stances if stance is Stance.OPEN and name.sort is Sort.STATE),
        *find_groups(sentence),
    ]


def _parties(names: Sequence[Name], article: str) -> list[Name]:
    """Names of those who can act for a state or an organisation: no towns and no companies."""
    return [
        name
        for name in names
        if name.sort in {Sort.STATE, Sort.SEAT, Sort.PERSON}
        or (name.sort is Sort.OTHER and actor_kind_of(name.words, article) not in {"other", "company"})
    ]


def _diplomacy(sentence: str, parties: Sequence[Name], names: Sequence[Name]) -> dict[str, Iterable[str]]:
    venues = [name for name in names if name.sort in _PLACES and (name.sort is Sort.SEAT or name not in parties)]
    # A state that only introduces its minister is no party beside him.
    parties = [party for party in parties if person_behind(sentence, party.span) is None]
    acts = find_acts(sentence)
    by, to = list(_not_apart(sentence, parties, of_initiator)), list(_not_apart(sentence, parties, of_addressee))
    if len(acts) == 1 and not acts.keys() & SYMMETRIC and is_active(sentence, verb := next(iter(acts.values()))):
        by = [name for name in by if name.end <= verb[0]] or by
        to = [name for name in to if name.start >= verb[1]] or to
    return {
        "act": acts,
        "by": [name.words for name in by],
        "to": [name.words for name in to],
        "host": [name.words for name in _not_apart(sentence, parties, of_mediator)],
        "place": [name.words for name in _not_apart(sentence, venues, of_venue)],
        "when": _dates(sentence),
    }


def _not_apart(sentence: str, names: Iterable[Name], judge: Judge) -> Iterator[Name]:
    """The names whose clause does not set them apart from a part in the event."""
    return (name for name in names if judge(sentence, name.span) is not Stance.APART)


def _aid(sentence: str, parties: Sequence[Name]) -> dict[str, Iterable[str]]:
    money = find_money(sentence)
    sums = [sentence[mention.start : mention.end] for mention in money]
    given_to = [party.words for party in parties if _TO.search(sentence, 0, party.start)]
    return {
        "status": _STATUSES,
        "donors": [party.words for party in parties if party.words not in given_to] + _UNION.findall(sentence),
        "recipients": given_to or [party.words for party in parties],
        "amount": sums,
        "equivalents": sums if len({mention.money.currency for mention in money}) > 1 else (),
        "items": find_goods(sentence),
        "period": [sentence[mention.start : mention.end] for mention in find_periods(sentence)],
        "when": _dates(sentence),
    }


def _dates(sentence: str) -> Iterable[str]:
    return (sentence[first:last] for first, last in find_dates(sentence))

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
from groundwire.extraction.candidates.sites import PLACES, find_sites
from groundwire.extraction.candidates.targets import find_targets
from groundwire.extraction.coding.acts import of_addressee, of_initiator, of_mediator, of_venue
from groundwire.extraction.coding.geography import states_in
from groundwire.extraction.coding.persons import person_behind
from groundwire.extraction.coding.stances import Judge, Stance, of_attacker
from groundwire.extraction.deriving.parties import actor_kind_of
from groundwire.extraction.deriving.party_words import GROUPS
from groundwire.extraction.deriving.scopes import scope_of, tells_of_attacks
from groundwire.extraction.reading.dates import find_dates, find_header_date
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import RecordType

MAX_OFFERED = 12
"""Most words that are offered for one slot: the first of the sentence."""

_TO = re.compile(r"(?<!\w)(?:to|for|support|assist|help|arm|equip|для|до|für|an) (?:the )?$", re.IGNORECASE)
"""Before those who are given something."""
_GIVES = re.compile(
    r"(?<!\w)(?:give|gives|gave|given|giving|send|sends|sent|donate[ds]?|supply|supplies|supplied|"
    r"provide[ds]?|lend|lends|lent|"
    r"grant(?:ed|s)?|offer(?:ed|s)?|hand(?:ed|s)? over|deliver(?:ed|s)?|надасть|надала?|передасть|"
    r"передала?|предоставит|"
    r"предоставила?|передаст|передала?|liefert\w*|gibt|gab|spendet\w*|schickt\w*)(?!\w)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?<!\w)(?:by|from|від|от|von) (?:the )?$", re.IGNORECASE)
_UNION = re.compile(r"(?<!\w)European (?:leaders|governments|lawmakers|officials)(?!\w)")
"""Those who act for the European Union (codebook: donors)."""
_ARMED = re.compile(
    r"(?<!\w)(?:army|armies|troops|soldiers?|military|"
    r"navy|naval|air force|forces|police(?:men|man)?|"
    r"gunm[ae]n|bombers?|"
    r"terror\w*|security services?|warplanes?|warships?|армі\w*|арми\w*|військ\w*|войск\w*|солдат\w*|"
    r"поліці\w*|полици\w*|"
    r"терор\w*|террор\w*|armee|truppen|soldaten|militär\w*|streitkräfte\w*|polizei\w*|terror\w*)(?!\w)",
    re.IGNORECASE,
)
_NATURE = re.compile(
    r"(?<!\w)(?:lightning|storms?|hurricane|typhoon|cyclone|tornado|floods?|flooding|landslides?|"
    r"mudslides?|avalanches?|"
    r"earthquakes?|quake|volcano|tsunami|wildfires?|heatwave|capsized|derailment|road accident|"
    r"car accident|collision|"
    r"блискавк\w*|повін\w*|землетрус\w*|лавин\w*|молни\w*|наводнени\w*|землетрясени\w*|blitz\w*|hochwasser|erdbeben|"
    r"lawine\w*|überschwemmung\w*|unwetter)(?!\w)",
    re.IGNORECASE,
)
"""What also strikes, kills and destroys."""
_PERIOD = re.compile(
    r"(?<!\w)(?:weeks|months?|years?|decades?|summer|winter|autumn|spring|місяц\w*|рок\w*|месяц\w*|год\w*|"
    r"wochen|monat\w*|jahr\w*)(?!\w)",
    re.IGNORECASE,
)
"""A time that is too long for one attack."""
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
        head: The words of the date of publication at its top; nothing happened then merely because they stand there.
        armed: Whether it names anybody who can use armed force: a state, an armed group or forces. Where nobody is,
            a bombardment is a football team's.
    """

    text: str
    known: frozenset[str]
    people: frozenset[str]
    head: str
    armed: bool

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, text: str) -> "Surroundings":
        """Those of an article."""
        sentences = [text[sentence.start : sentence.end] for sentence in split_sentences(text)]
        known = capitalised(sentences)
        names = (name for sentence in sentences for name in find_names(sentence, known))
        people = frozenset(_last_word(name) for name in names if name.sort is Sort.PERSON)
        header = find_header_date(text)
        head = text[header[1] : header[2]] if header else ""
        return cls(text, known, people, head, armed=bool(_ARMED.search(text) or GROUPS.search(text) or states_in(text)))

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
            found = _attack(sentence, [name for name in names if not article.is_person(name)])
            # Weapons that killed need no army beside them.
            if not (article.armed or (found.get("weapons") and (found.get("killed") or found.get("injured")))):
                found = {}
        case RecordType.DIPLOMATIC_EVENT:
            found = _diplomacy(sentence, _parties(names, article.text), names)
        case RecordType.AID_PLEDGE:
            found = _aid(sentence, _parties(names, article.text))
    words = {
        slot: tuple(word for word in dict.fromkeys(offered) if word != article.head) for slot, offered in found.items()
    }
    return {slot: offered[:MAX_OFFERED] for slot, offered in words.items() if offered}


def _attack(sentence: str, names: Sequence[Name]) -> dict[str, Iterable[str]]:
    weapons = find_weapons(sentence)
    if _NATURE.search(sentence) and not weapons:
        return {}
    places = find_sites(sentence, names, weapons)
    tolls = {role: find_tolls(sentence, role) for role in ("killed", "injured")}
    scopes = _scopes(sentence, len(places), toll=any(tolls.values()))
    return {
        "scope": scopes,
        **tolls,
        "places": places,
        "targets": find_targets(sentence, [name.span for name in names]),
        "weapons": weapons,
        "attackers": _attackers(sentence, names),
        "when": [words for words in _dates(sentence) if scopes == ("campaign",) or not _PERIOD.search(words)],
    }


def _scopes(sentence: str, places: int, *, toll: bool) -> tuple[str, ...]:
    """What the sentence leaves open about the scope; nothing if it tells of one attack."""
    if not tells_of_attacks([sentence]) and places < 2:
        return ()
    return ("campaign",) if scope_of(places, [sentence], toll=toll) == "campaign" else _SCOPES


def _attackers(sentence: str, names: Sequence[Name]) -> list[str]:
    """The states and groups that can have attacked; if the sentence says of some that they did, these alone."""
    states = [name for name in names if name.sort in {Sort.STATE, Sort.SEAT}]
    stances = [(name, of_attacker(sentence, name.span)) for name in states]
    bound = [name.words for name, stance in stances if stance is Stance.BOUND]
    return bound or [
        # A city that nothing says to have attacked is where it happened.
        *(name.words for name, stance in stances if stance is Stance.OPEN and name.sort is Sort.STATE),
        *find_groups(sentence, names),
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
    venues = [name for name in names if name.sort in PLACES and (name.sort is Sort.SEAT or name not in parties)]
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
    donors, recipients = _givers_and_takers(sentence, parties)
    return {
        "status": _STATUSES,
        "donors": [*donors, *_UNION.findall(sentence)],
        "recipients": recipients,
        "amount": sums,
        "equivalents": sums if len({mention.money.currency for mention in money}) > 1 else (),
        "items": find_goods(sentence),
        "period": [sentence[mention.start : mention.end] for mention in find_periods(sentence)],
        "when": _dates(sentence),
    }


def _givers_and_takers(sentence: str, parties: Sequence[Name]) -> tuple[list[str], list[str]]:
    """Who can give and who can take: whom a preposition marks takes, and who stands behind a verb of giving."""
    marked = {party.words for party in parties if _TO.search(sentence, 0, party.start)}
    verb = _GIVES.search(sentence)
    behind = {
        party.words
        for party in parties
        if verb and party.start >= verb.end() and not _BY.search(sentence, 0, party.start)
    }
    # In order of appearance, as all offers: the order of a set is another one in every process.
    takers = [party.words for party in parties if party.words in (marked or behind)]
    givers = [party.words for party in parties if party.words not in marked | behind]
    unmarked = [party.words for party in parties if party.words not in marked]
    return givers or unmarked, takers or [party.words for party in parties]


def _dates(sentence: str) -> Iterable[str]:
    return (sentence[first:last] for first, last in find_dates(sentence))

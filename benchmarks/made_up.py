"""Articles of any length about a war that never was, and a model that reads them by rule instead of by weights.

Places, parties' acts, figures and dates differ from event to event; some events are told again further down, as news
does it. The same length and seed give the same article on every machine.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from pydantic import JsonValue

from groundwire.extraction.drafts import MAX_RECORDS
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Dialect, Draft, Message, Mode
from groundwire.schemas import Article


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


PUBLISHED = date(2033, 5, 20)
_HEADS = _words("Ab Bren Cal Dor Esk Far Gol Hal Ink Jor Kel Lor Mor Nev Ost Pell Quor Ras Sel Tor Ulm Ver Wes Yar Zim")
_MIDDLES = _words("a ar e el en er i in o on or u")
_TAILS = _words("burg dale ford gard holm mouth stead vale wick")
_STATES = _words("Botswana Chad Iceland Jamaica Malta Mongolia Nepal Norway Peru Uruguay Vietnam Zambia")
_SITES = "a bakery|a school|the power station|a clinic|the harbour|a railway depot|two apartment blocks|a grain store"
_NAMES = _words(
    "Adler Bertrand Castell Dumont Engel Farkas Grieg Hollis Imhof Jansen Kovar Lindt Moreau Novotny Ortega"
)
_ATTACKERS = ("the Amber Front", "the Harrow Militia", "the Northern Brigade")

_ATTACKS = (
    "A drone launched by {force} hit {site} in {town} on {day}, killing {killed} people and injuring {injured}.",
    "Shells fell on {town} on {day}; {killed} people were killed and {injured} were injured.",
    "Two missiles struck {site} in {town} on {day}, and {killed} people were killed.",
    "On {day} rockets fired by {force} hit {site} in {town} and injured {injured} people.",
)
_AGAIN = (
    "The strike on {town} on {day}, in which {killed} people were killed, was the heaviest in weeks.",
    "Rescuers in {town} said that the attack on {day} had injured {injured} people.",
)
_WAVE = "On {day} {force} launched {count} drones at {town}, {town2} and {town3}, killing {killed} people in all."
_DIPLOMACY = (
    "{state} urged {state2} on {day} to accept a ceasefire.",
    "Ministers of {state} and {state2} held talks in {town} on {day}.",
    "{state} accused {state2} on {day} of breaking the truce around {town}.",
)
_AID = (
    "{state} pledged ${millions} million in humanitarian aid to {state2} on {day}.",
    "On {day} {state} approved a loan of €{millions} million for {state2}.",
)
_REST = (
    "“We heard it from {count} kilometres away,” said {name}, who keeps a shop in {town}.",
    "The road from {town} to {town2} was open again after {count} hours.",
    "Officials in {town} declined to comment, and a spokesman named {name} gave no figures.",
    "It rained over {town} for most of the week, and the river rose by {count} centimetres.",
)


def article(characters: int, seed: int = 1) -> Article:
    """An article of exactly so many characters (code points); the last sentence may be cut."""
    text = ""
    chance = Random(seed)  # noqa: S311 - for variety, not for secrets
    parts: list[str] = []
    while len(text) < characters:
        parts += [" ".join(_paragraph(chance)) for _ in range(1 + characters // 500)]
        text = "\n\n".join(parts)
    return Article(text=text[:characters], published=PUBLISHED)


def _paragraph(chance: Random) -> Iterator[str]:
    """An event with what surrounds it; one in three is told twice."""
    facts = _facts(chance)
    kind = chance.choices((_ATTACKS, (_WAVE,), _DIPLOMACY, _AID), (10, 1, 4, 3))[0]
    yield chance.choice(kind).format_map(facts)
    yield chance.choice(_REST).format_map(facts | {"count": facts["far"]})
    if kind is _ATTACKS and chance.random() < 1 / 3:
        yield chance.choice(_AGAIN).format_map(facts)
    for _ in range(chance.randrange(3)):
        yield chance.choice(_REST).format_map(_facts(chance))


def _facts(chance: Random) -> dict[str, object]:
    towns = [chance.choice(_HEADS) + chance.choice(_MIDDLES) + chance.choice(_TAILS) for _ in range(3)]
    state, state2 = chance.sample(_STATES, 2)
    day = PUBLISHED - timedelta(chance.randrange(1, 700))
    return {
        "town": towns[0],
        "town2": towns[1],
        "town3": towns[2],
        "state": state,
        "state2": state2,
        "day": f"{day.day} {day:%B} {day.year}",
        "force": chance.choice(_ATTACKERS),
        "site": chance.choice(_SITES.split("|")),
        "name": chance.choice(_NAMES),
        "killed": chance.randrange(2, 60),
        "injured": chance.randrange(60, 200),
        "count": chance.randrange(20, 90),
        "far": chance.randrange(200, 900),
        "millions": chance.randrange(2, 900),
    }


_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_TOWN = re.compile(rf"\b[A-Z][a-z]+(?:{'|'.join(_TAILS)})\b")
_STATE = re.compile(rf"\b(?:{'|'.join(_STATES)})\b")
_FORCE = re.compile("|".join(_ATTACKERS))
_SITE = re.compile(_SITES)
_DAY = re.compile(r"\d+ [A-Z][a-z]+ 20\d\d")
_KILLED = re.compile(r"killing (\d+)|(\d+) people were killed")
_INJURED = re.compile(r"injuring (\d+)|(\d+) were injured|injured (\d+)")
_WEAPONS = {"drone": r"(\d+)?\s?\bdrones?\b", "missile": r"\bmissiles?\b", "rocket": r"\brockets?\b"}
_SUM = re.compile(r"[$€]\d+ million")
_ACTS = {"urged": "request", "talks": "consult", "accused": "accuse"}


class RuleModel:
    """A `StructuredModel` that takes from each line what its wording shows, at once."""

    name = identity = "rules"
    sampling: Mapping[str, str | int | float | None] = MappingProxyType({})
    concurrency = 1

    async def dialect(self, ledger: Ledger) -> Dialect:  # noqa: ARG002 - the port's signature
        """It keeps to any schema."""
        return Dialect(Mode.JSON_SCHEMA, enforced=True)

    async def ask(
        self,
        schema: type[Draft],
        messages: Sequence[Message],
        ledger: Ledger,  # noqa: ARG002 - the port's signature
    ) -> Answered[Draft]:
        """One draft for each numbered line that tells of an event of the wanted type."""
        read = {"AttackAnswer": _attack, "DiplomacyAnswer": _act, "AidAnswer": _gift}[schema.__name__]
        drafts = [
            {"sentences": [int(number)], "when": _first(_DAY, line), **found}
            for number, line in _LINE.findall(messages[-1].content)
            if (found := read(line)) is not None
        ]
        return Answered(schema.model_validate({"records": drafts[:MAX_RECORDS]}))


def _first(pattern: re.Pattern[str], line: str) -> str | None:
    match = pattern.search(line)
    return None if match is None else next((group for group in match.groups() if group), match[0])


def _attack(line: str) -> dict[str, JsonValue] | None:
    if _DAY.search(line) is None or not re.search(r"hit|fell|struck|strike|attack|launched", line):
        return None
    towns = _TOWN.findall(line)
    armed = {kind: match for kind, words in _WEAPONS.items() if (match := re.search(words, line))}
    blank = {"name": None, "count": None, "intercepted": None}
    weapons = [{**blank, "kind": k, "count": m[1] if m.groups() else None} for k, m in armed.items()]
    site = _first(_SITE, line)
    force = _first(_FORCE, line)
    return {
        "scope": "wave" if len(towns) > 1 else "incident",
        "attack_type": "shelling" if "Shells" in line else "drone_strike",
        "places": [{"name": town, "region": None, "country": None} for town in towns],
        "attackers": [force] if force else [],
        "attribution": "attributed" if force else "unknown",
        "weapons": list[JsonValue](weapons),
        "targets": [{"category": "other", "text": site}] if site else [],
        "killed": _first(_KILLED, line),
        "injured": _first(_INJURED, line),
    }


def _actors(names: Sequence[str]) -> list[JsonValue]:
    return [{"name": name, "country": None, "kind": "state"} for name in names]


def _act(line: str) -> dict[str, JsonValue] | None:
    states = _STATE.findall(line)
    kind = next((kind for word, kind in _ACTS.items() if word in line), None)
    if len(states) < 2 or kind is None:
        return None
    talks = kind == "consult"
    return {
        "event_type": kind,
        "initiators": _actors(states if talks else states[:1]),
        "counterparts": _actors([] if talks else states[1:]),
        "mediators": [],
        "topics": ["ceasefire"],
        "status": "concluded" if talks else None,
        "place": {"name": _first(_TOWN, line), "region": None, "country": None} if talks else None,
        "summary": "",
    }


def _gift(line: str) -> dict[str, JsonValue] | None:
    states, amount = _STATE.findall(line), _first(_SUM, line)
    if len(states) < 2 or amount is None:
        return None
    return {
        "donors": _actors(states[:1]),
        "recipients": _actors(states[1:]),
        "aid_type": "humanitarian" if "humanitarian" in line else "financial",
        "instrument": "loan" if "loan" in line else None,
        "amount": amount,
        "equivalents": [],
        "items": [],
        "status": "pledged",
        "period": None,
    }

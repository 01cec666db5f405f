"""Families that change names: another town, another donor."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final

from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.edits import Piece, replaced, with_records
from groundwire.evals.counterfactual.family import Family
from groundwire.evals.counterfactual.revision import Node, Revision, made, nodes, rewritten
from groundwire.evals.labels.gold import GoldArticle

DONORS_FOR_ONE: Final = 3
"""Cases that are made of one donor."""


@dataclass(frozen=True)
class Peers:
    """Towns of which each can stand for another one: words about size, sea or side of the country fit all of them.

    Attributes:
        names: As English news write them.
        one_region: Whether all lie in the same region, so that a region that the article names stays right.
    """

    names: tuple[str, ...]
    one_region: bool


TOWNS: Final = (
    Peers(("Odesa", "Chornomorsk", "Pivdenne"), one_region=True),
    Peers(("Lviv", "Lutsk", "Rivne", "Ternopil", "Ivano-Frankivsk", "Uzhhorod"), one_region=False),
    Peers(("Kharkiv", "Dnipro", "Zaporizhzhia"), one_region=False),
    Peers(("Vinnytsia", "Zhytomyr", "Poltava", "Kropyvnytskyi"), one_region=False),
    Peers(("Smila", "Uman", "Zolotonosha", "Kaniv"), one_region=True),
    Peers(("Kupiansk", "Chuhuiv", "Balakliia", "Vovchansk"), one_region=True),
    Peers(("Kramatorsk", "Sloviansk", "Druzhkivka", "Kostiantynivka"), one_region=True),
    Peers(("Pokrovsk", "Myrnohrad", "Bakhmut", "Avdiivka", "Toretsk"), one_region=True),
)
"""Places of Ukraine that are neither capitals nor metonyms."""
DONORS: Final = {
    "Sweden": "SE",
    "Norway": "NO",
    "Denmark": "DK",
    "Finland": "FI",
    "Belgium": "BE",
    "Spain": "ES",
    "Italy": "IT",
    "Portugal": "PT",
    "Canada": "CA",
    "Japan": "JP",
    "Australia": "AU",
}
"""States that give, by names that need no article and serve as nothing else."""
_REGION: Final = r"(?:region|oblast|province|district|river)"


def places(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """Another town everywhere in the article and in its labels."""
    hit = {place.name for item in origin.gold.attacks for place in item.record.places}
    for peers in TOWNS:
        for old in peers.names:
            choice = [name for name in peers.names if not _word(name).search(origin.article.text)]
            if old in hit and choice and _is_town_only(origin, old, peers):
                new = draw.choice(choice)
                yield _renamed(origin, "place", old, new, partial(_with_word, old=old, new=new))


def donors(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """Another donor state everywhere in the article and in its labels; adjectives stay, for they speak of others."""
    giving = {actor.name for item in origin.gold.aid_pledges for actor in item.record.donors}
    for old in sorted(giving & DONORS.keys()):
        choice = [name for name in DONORS if not _word(name).search(origin.article.text)]
        for new in draw.sample(choice, min(DONORS_FOR_ONE, len(choice))):
            yield _renamed(origin, "donor", old, new, partial(_with_state, old=old, new=new))


PLACE = Family("place", "another town of the same kind everywhere in the article", places)
DONOR = Family("donor", "another donor state everywhere in the article", donors)


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")


def _is_town_only(origin: EvalCase, name: str, peers: Peers) -> bool:
    """Whether a name means the town wherever it stands, and its region, if stated, is that of the others too."""
    word = _word(name).pattern
    if re.search(rf"{_REGION} of {word}|{word} {_REGION}", origin.article.text, re.IGNORECASE):
        return False
    for node in _label_nodes(origin.gold):
        admin = node.get("admin") if isinstance(node, dict) else None
        if admin == name or (admin and isinstance(node, dict) and node["name"] == name and not peers.one_region):
            return False
    return True


def _label_nodes(gold: GoldArticle) -> Iterator[JsonValue]:
    for _, item in gold.records():
        yield from nodes(item.record.model_dump(mode="json"))
        for values in item.alternatives.values():
            for value in values:
                yield from nodes(value)


def _renamed(origin: EvalCase, family: str, old: str, new: str, change: Node) -> EvalCase:
    text = origin.article.text
    revision = Revision(
        slug=f"{old}-{new}".lower(),
        change=f"{new} instead of {old}, everywhere.",
        pieces=replaced(text, [Piece(*found.span(), new) for found in _word(old).finditer(text)]),
        gold=with_records(origin.gold, lambda item: rewritten(item, "", change)),
        removed=(old,),
    )
    return made(origin, family, revision)


def _with_word(value: JsonValue, old: str, new: str) -> JsonValue:
    return _word(old).sub(new, value) if isinstance(value, str) else value


def _with_state(value: JsonValue, old: str, new: str) -> JsonValue:
    """A value with the state's name, and for the state itself its code, replaced."""
    if isinstance(value, dict) and value.get("name") == new and value.get("country") == DONORS[old]:
        return {**value, "country": DONORS[new]}  # its name was replaced before: parts come before wholes
    return _with_word(value, old, new)
